"""Whatever a clerk does to the text, the answer is a ruleset or diagnostics, never a fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Severity
from engine.ruleset import check_ruleset

SMALL = Path(__file__).parent.parent / "rulesets" / "small"
FILES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.yaml"))
FILES = [name for name in FILES if not name.startswith("cases")]
SCRAPS = [
    "", " ", "　", "\t", "：", ": ", "，", ", ", "-", "- ", "[", "]", "{", "}", "[]", "{}", "“",
    "'", '"', "#", "&a", "*a", "!x", "|", ">", "%", "～", "~", "0", "-1", "90%", "1:30", "是", "否",
    "null", "分值", "取值", "条件", "全部", "\n", "\n  ", "???", "\x00", "\ud7ff", "A101", "9" * 50,
]  # fmt: skip


def spoilt(text: str, kind: str, at: int, scrap: str) -> str:
    lines = text.splitlines(keepends=True)
    number = at % len(lines)
    match kind:
        case "delete line":
            del lines[number]
        case "double line":
            lines.insert(number, lines[number])
        case "swap lines":
            other = (at * 7 + 3) % len(lines)
            lines[number], lines[other] = lines[other], lines[number]
        case "indent line":
            lines[number] = "  " + lines[number]
        case "insert":
            at %= len(text) + 1
            return text[:at] + scrap + text[at:]
        case "replace":
            at %= len(text) + 1
            return text[:at] + scrap + text[at + 1 + len(scrap) :]
        case _:
            at %= len(text) + 1
            return text[:at]
    return "".join(lines)


KINDS = ["delete line", "double line", "swap lines", "indent line", "insert", "replace", "cut"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "rules"


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(FILES),
            st.sampled_from(KINDS),
            st.integers(0, 10_000),
            st.sampled_from(SCRAPS),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_rules_when_spoilt_anyhow_then_they_load_or_say_where_it_hurts(
    folder: Path, spoils: list[tuple[str, str, int, str]]
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SMALL, folder)
    for name, kind, at, scrap in spoils:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        path.write_text(spoilt(text, kind, at, scrap) if text else text, encoding="utf-8")
    ruleset, found = check_ruleset(folder, "rules")
    errors = [item for item in found if item.severity is Severity.ERROR]
    assert (ruleset is None) == bool(errors)
    assert all(item.place is not None and item.hint for item in errors)
