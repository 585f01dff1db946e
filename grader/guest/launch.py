"""The script that ``grader.kernel.sandbox`` starts to get a zygote: see the folder launcher/.

Stand-alone, for it runs under the target interpreter, whatever that is: the standard library and
its own folder only. Its one argument is a ``launcher.job.Job`` as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any


def load(name: str, path: str, folders: list[str] | None = None) -> Any:
    """Import one file under a private name, as a package if it has folders."""
    spec = spec_from_file_location(name, path, submodule_search_locations=folders)
    if spec is None or spec.loader is None:
        raise ImportError(f"no Python source: {path}")
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def compile_all(folder: str) -> None:
    """Cache the byte code of all modules below, which the sandbox can read but not write."""
    sys.dont_write_bytecode = False
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py"):
                SourceFileLoader(name, os.path.join(place, name)).get_code(name)
    sys.dont_write_bytecode = True


def start() -> None:
    """Do the job: start a zygote, or sweep away what a former one left."""
    guest = os.path.dirname(os.path.abspath(__file__))
    launcher = os.path.join(guest, "launcher")
    compile_all(guest)
    load("_launcher", os.path.join(launcher, "__init__.py"), [launcher])
    supervisor = importlib.import_module("_launcher.supervisor")
    zygote = importlib.import_module("_launcher.zygote")
    job = json.loads(sys.argv[1])
    if job["sweep"]:
        importlib.import_module("_launcher.cleaning").sweep(job)
    else:
        zygote.become(job, supervisor.supervise(job), load)


if __name__ == "__main__":
    start()
