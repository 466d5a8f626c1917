"""``python -m waxlist`` is the same as ``waxlist``."""

from waxlist.cli import main

main()
