"""Start next year's edition of a ruleset: its own files, with what names the year moved on.

Comments and layout stay. What is a rule stays too, dates in it included: whether a deadline or
an edition moves on is for people to say, so those dates are listed, not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.bundled import SCHEMA
from engine.diagnostics import Diagnostics, Place, UsageProblem
from engine.editing import Change, PutEntry, Remove, SetValue, edit_text
from engine.glossary import KEYS
from engine.ruleset import load_ruleset
from engine.ruleset.keys import canonical_keys
from engine.ruleset.model import RuleSet
from engine.ruleset.nodes import MappingNode
from engine.ruleset.reading import parse_yaml
from engine.starting.starting import write_rules
from engine.starting.texts import modeline

_DATE = re.compile(r"(?<![\d-])(20\d\d)-(\d\d)-(\d\d)(?![\d-])")
# The innermost braces around a date: the condition or the edition that it belongs to.
_INNERMOST = re.compile(r"\{[^{}]*" + _DATE.pattern + r"[^{}]*\}")
_MODELINE = re.compile(r"\A# yaml-language-server: [^\n]*\n")
_RULES = "ruleset.yaml"


@dataclass(frozen=True, slots=True)
class Copied:
    """What was written, and the dates that people have to look at: where, and what is said."""

    files: tuple[str, ...]
    dates: tuple[tuple[Place, str], ...]
    year: int


def copy_rules(source: str, folder: Path, own_id: str, year: int | None, name: str) -> Copied:
    """Write last year's ruleset anew for the next year, and check it.

    Args:
        source: The folder of last year's. own_id: The id of the new one. year: Its year; None:
            the one after. name: Its name; empty: last year's, with the year in it moved on.

    Raises:
        RulesUnusable: Last year's cannot be used.
        UsageProblem: The new one is not another edition, or cannot be written.
    """
    old = load_ruleset(Path(source).expanduser())
    year = old.year + 1 if year is None else year
    if own_id == old.id:
        raise UsageProblem(f"新方案的编号（文件夹名）与“{old.id}”一样，请换一个，一年一个编号。")
    if year == old.year:
        raise UsageProblem(f"“{old.id}”就是 {year} 年度的，请用 --year 写新的年度。")
    texts = dict(_texts(Path(source).expanduser()))
    for file in texts:
        if file == _RULES:
            texts[file] = _moved_on(texts[file], old, own_id, year, name)
        elif file.startswith("cases/"):
            texts[file] = _DATE.sub(lambda found: _shifted(found, year - old.year), texts[file])
        if file.endswith(".yaml"):
            texts[file] = modeline(file) + _MODELINE.sub("", texts[file])
    files = write_rules(folder, texts)
    return Copied(files, tuple(_dates(texts, folder)), year)


def _texts(source: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of a ruleset that are texts; hidden ones and the schema are left."""
    for path in sorted(source.rglob("*")):
        parts = path.relative_to(source).parts
        if path.is_file() and not any(part.startswith((".", "~")) for part in parts):
            file = "/".join(parts)
            if file != SCHEMA and path.suffix in (".yaml", ".md", ".txt"):
                yield file, path.read_bytes().decode("utf-8-sig")


def _moved_on(text: str, old: RuleSet, own_id: str, year: int, name: str) -> str:
    """Return ruleset.yaml with a new id, year and window, and last year's ruleset named."""
    root = parse_yaml(text.encode(), _RULES, Diagnostics())
    assert isinstance(root, MappingNode)  # it was loaded
    written = {canonical_keys().get(entry.key, ""): entry for entry in root}
    begin, end = (_later(day, year - old.year) for day in old.window)
    is_english = "id" in {entry.key for entry in root}
    last_key = "last_rulesets" if is_english else KEYS["last_rulesets"][0]
    window = written["window"]
    changes: list[Change] = [
        SetValue((written["id"].key,), own_id),
        SetValue((written["year"].key,), str(year)),
    ]
    if isinstance(window.value, MappingNode):
        for entry in window.value:
            edge = begin if canonical_keys().get(entry.key) == "from" else end
            changes.append(SetValue((window.key, entry.key), edge.isoformat()))
    new_name = name or old.name.replace(str(old.year), str(year))
    if new_name != old.name:
        quoted = "'" + new_name.replace("'", "''") + "'"
        changes.append(SetValue((written["name"].key,), quoted))
    if "last_rulesets" in written:
        changes.append(SetValue((written["last_rulesets"].key,), f"[{old.id}]"))
    else:
        changes.append(PutEntry((), last_key, f"[{old.id}]", before=None))
    if "accepted_forms" in written:  # fingerprints of last year's forms, which are refused anyway
        changes.append(Remove((written["accepted_forms"].key,)))
    return edit_text(text, _RULES, changes)


def _shifted(found: re.Match[str], years: int) -> str:
    return _later(date(int(found[1]), int(found[2]), int(found[3])), years).isoformat()


def _later(day: date, years: int) -> date:
    """Return the same day some years later; the last of February stays the last."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + years)


def _dates(texts: dict[str, str], folder: Path) -> Iterator[tuple[Place, str]]:
    """Yield where dates stand in rules and what is said there, window and cases apart."""
    for file, text in texts.items():
        if file.startswith("cases/") or not file.endswith(".yaml"):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            body = line.partition("#")[0]
            if _DATE.search(body) and not ("考核窗口" in body or "window" in body):
                place = Place(f"{folder.as_posix()}/{file}", line=number, column=1)
                inner = "、".join(found[0] for found in _INNERMOST.finditer(body))
                yield place, inner or body.strip().removeprefix("- ")
