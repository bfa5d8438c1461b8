"""Make docs/rule-reference.md out of the schema, the glossary, docstrings and worked examples.

    python docs/make_reference.py            writes the page (make reference does the same)
    python docs/make_reference.py --check    fails where the page is not up to date

It makes rules/rule-language.schema.json too, the same language for editors.

A key is told in engine/ruleset/schema.json, a method in the docstring of its module, an example
in docs/reference/examples/; this page is only put together.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from engine.ruleset.editor_schema import editor_schema  # noqa: E402
from reference.harvest import examples, methods  # noqa: E402
from reference.page import lacking, page  # noqa: E402

PAGE = HERE / "rule-reference.md"
SCHEMA = HERE.parent / "rules" / "rule-language.schema.json"


def main(arguments: list[str]) -> int:
    """Write the page, or check it; return the exit code."""
    for each in lacking():
        sys.stderr.write(f"{each}\n")
    made = {PAGE: page(), SCHEMA: schema_text()}
    if "--check" in arguments:
        old = [path for path, text in made.items() if not path.is_file() or _read(path) != text]
        for path in old:
            sys.stderr.write(f"{path.parent.name}/{path.name} is not up to date\n")
        return 1 if old or lacking() else 0
    for path, text in made.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


def schema_text() -> str:
    """Return the schema for editors, a definition a line."""
    schema = editor_schema(examples(), methods())
    defs = ",\n".join(f"{_json(name)}: {_json(each)}" for name, each in schema["$defs"].items())
    head = ",\n".join(f"{_json(key)}: {_json(schema[key])}" for key in schema if key != "$defs")
    return f'{{\n{head},\n"$defs": {{\n{defs}\n}}\n}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
