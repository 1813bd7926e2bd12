"""`python -m tests.look [page ...] [--scale 200] [--dark] [--role R] [--out DIR]`.

Draws every registered page and dialog without a screen: one PNG a picture and one contact sheet a page. Exit code 1,
with the widget's name, when a label is cut or not Russian.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.look", description="Pictures of pages, dialogs and paper.")
    parser.add_argument("page", nargs="*", help="names of pages; without them all")
    parser.add_argument("--scale", type=int, default=100, help="device scale in per cent")
    parser.add_argument("--dark", action="store_true", help="the dark theme")
    parser.add_argument("--role", default="", help="as whom: teacher, class_teacher, deputy, director, admin, medic")
    parser.add_argument("--out", type=Path, default=Path("look-out"), help="folder of the pictures")
    parser.add_argument("--list", action="store_true", help="only name what there is")
    return parser.parse_args()


def main() -> int:
    """0 when all is well, 1 with faults, 2 for an unknown page."""
    wanted = _arguments()
    # Both are read when Qt starts, so Qt is imported after them.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(wanted.scale / 100)
    from tests.look.run import run  # noqa: PLC0415 - see above

    return run(wanted)


if __name__ == "__main__":
    sys.exit(main())
