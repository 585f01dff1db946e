"""A fresh interpreter, started by ``spawn``, becomes a task before it runs anything else."""

from __future__ import annotations

import json
import os
import random
import socket
import sys
from typing import Any

from . import root
from .install import install


def main(boot: dict[str, Any]) -> None:
    """Control this interpreter, with the submission's modules importable, and wait for a grant."""
    config = boot["config"]
    fd = config["code_fd"]
    program = json.loads(os.pread(fd, os.fstat(fd).st_size, 0))
    link = install(config)
    loader = root.Loader(program["sources"])
    loader.prepare()
    sys.meta_path.insert(0, loader)  # type: ignore[arg-type]  # a finder by its methods
    for folder in config.get("import_folders", ()):
        sys.path.insert(0, folder)
    random.seed(boot["number"])
    channel = socket.socket(fileno=boot["fd"])
    os.set_inheritable(boot["fd"], False)
    root.control(link, program, detailed=boot["detailed"], lines=False)
    link.adopt(channel, boot["number"], boot["arg"] | {"pid": os.getpid()}, process=True)
