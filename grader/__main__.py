"""``python -m grader`` is the command ``grader``."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Python puts the folder where one stands first; nothing in it may be imported for our own
    # modules, unless this package is what lies there.
    if not sys.flags.safe_path and Path(sys.path[0]) != Path(__file__).parent.parent:
        del sys.path[0]
    from grader.cli import main

    main()
