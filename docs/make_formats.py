"""Writes what follows from the definitions of the records: the schemas, and the tables of fields in docs/formats.md.

Run it from the root of a checkout after a change of `annotator/formats/records.py`: `python docs/make_formats.py`.
"""

import re
from pathlib import Path

from annotator.formats.schemas import field_table, schema_files

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "formats.md"
TABLE = re.compile(r"(?<=<!-- fields: )(?P<name>\w+)( -->\n)(?:\|.*\n)*")


def main() -> None:
    """Write the schemas and the tables."""
    for name, schema in schema_files().items():
        (ROOT / "schemas" / name).write_text(schema, "utf-8")
    page = PAGE.read_text("utf-8")
    PAGE.write_text(TABLE.sub(lambda found: found[1] + found[2] + field_table(found["name"]), page), "utf-8")


if __name__ == "__main__":
    main()
