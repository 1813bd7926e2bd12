"""All measurements, or those named: `python -m bench [NAME …]`. Each runs in a process of its own and prints its rows.

A process of its own, because one of them would change the next: SQLCipher's guards over memory, once on, stay on.
"""

from __future__ import annotations

import subprocess
import sys

from bench.ratio import HEAD

NAMES = (
    "grid",
    "mark",
    "start",
    "paper",
    "page",
    "demo",
    "verify",
    "summary",
    "importing",
    "deriving",
    "findings",
    "backup",
)


def main(words: list[str]) -> int:
    """Exit code 2 for an unknown name, 1 when a measurement broke; a limit that is not kept is no error here."""
    unknown = [word for word in words if word not in NAMES]
    if unknown:
        print(f"нет такого измерения: {', '.join(unknown)}; есть {', '.join(NAMES)}", file=sys.stderr)
        return 2
    print(HEAD, flush=True)
    codes = [subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in words or NAMES]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
