"""Make docs/rule-reference.md out of the schema, the glossary, docstrings and worked examples.

    python docs/make_reference.py            writes the page (make reference does the same)
    python docs/make_reference.py --check    fails where the page is not up to date

A key is told in engine/ruleset/schema.json, a method in the docstring of its module, an example
in docs/reference/examples/; this page is only put together.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from reference.page import lacking, page  # noqa: E402

PAGE = HERE / "rule-reference.md"


def main(arguments: list[str]) -> int:
    """Write the page, or check it; return the exit code."""
    for each in lacking():
        sys.stderr.write(f"{each}\n")
    made = page()
    if "--check" in arguments:
        is_current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == made
        return 0 if is_current and not lacking() else 1
    PAGE.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
