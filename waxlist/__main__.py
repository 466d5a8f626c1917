"""Where the program starts: ``waxlist`` and ``python -m waxlist``."""

from __future__ import annotations

import sys
from typing import NoReturn

from waxlist.exit_codes import INTERRUPTED


def main() -> NoReturn:
    """Run the command line, and end quietly if interrupted while it is still being imported."""
    try:
        from waxlist.cli import run
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
