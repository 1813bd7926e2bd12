"""Makes the frozen journal of a schema: `python -m tests.data.make_frozen`, once, when the schema is released.

Later programs must open, verify and read it for ever, so it is never made again for a revision that was released. Its
password and keys guard nothing: they lie beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from ezh_desktop.storage.schema import REVISIONS
from tests.factories import PASSWORD, a_school
from tests.services.tampering import an_evening, check

FOLDER = Path(__file__).parent


def main() -> None:
    """Make the three files of the newest revision; FileExistsError when they are there."""
    target = FOLDER / f"schema_{REVISIONS[-1]}.ezh"
    if target.exists():
        raise FileExistsError(target.name)
    with TemporaryDirectory() as folder:
        school = a_school(Path(folder) / target.name, signs_in=("teacher",))
        an_evening(school)
        facts = {
            "code": " ".join(school.code.groups),
            "courses": school.courses,
            "head": check(school).head,
            "journal": school.journal.hex(),
            "key": school.key.hex(),
            "password": PASSWORD,
        }
        for end in ("", ".keys"):
            target.with_name(target.name + end).write_bytes(Path(f"{school.path}{end}").read_bytes())
    target.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
