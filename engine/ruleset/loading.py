"""Load a ruleset: read the folder → assemble → check → choose the unit of points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from engine.diagnostics import Diagnostic, Diagnostics, RulesUnusable, Severity
from engine.ruleset.assembling import assemble, choose_points_unit
from engine.ruleset.checking import Inspection, check_rules
from engine.ruleset.editions import NOTHING_IN_FORCE
from engine.ruleset.folder import RuleTexts, read_folder
from engine.ruleset.model import RuleSet
from engine.ruleset.nodes import MappingNode
from engine.ruleset.scales import put_scales
from engine.ruleset.tailoring import profile_names
from engine.ruleset.violations import UNKNOWN_KEY

NOT_USED = "R070"


def load(
    folder: Path,
    shown_as: str | None = None,
    as_of: date | None = None,
    profile: str | None = None,
) -> RuleSet:
    """Load the ruleset, or raise RulesUnusable with all diagnostics."""
    ruleset, found = check(folder, shown_as, as_of, profile)
    if ruleset is None:
        errors = sum(item.severity.value == "error" for item in found)
        shown = shown_as if shown_as is not None else folder.as_posix()
        by = f"（剪裁“{profile}”）" if profile is not None else ""
        raise RulesUnusable(f"规则“{shown}”{by}有 {errors} 处错误，不能使用", found)
    return ruleset


def check(
    folder: Path,
    shown_as: str | None = None,
    as_of: date | None = None,
    profile: str | None = None,
) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Return the ruleset (None where there is any error) and all diagnostics."""
    diagnostics = Diagnostics()
    texts = read_folder(folder, diagnostics, shown_as, as_of, profile)
    is_whole = texts is not None and texts.is_complete and not _lacks_section(diagnostics)
    ruleset = _build(texts, diagnostics) if texts is not None and is_whole else None
    found = diagnostics.sorted()
    if profile is not None:
        # What a profile leaves out leaves facts unread: they are for the whole ruleset.
        found = tuple(each for each in found if each.code != NOT_USED)
    return None if diagnostics.has_errors else ruleset, found


def _lacks_section(diagnostics: Diagnostics) -> bool:
    """Tell whether the name of a whole section is misspelt (字段清淡).

    Everything that is named in it would seem unknown: one mistake, told dozens of times.
    """
    return any(
        item.code == UNKNOWN_KEY and item.place is not None and item.place.column == 1
        for item in diagnostics
    )


def check_others(
    folder: Path, ruleset: RuleSet, found: Iterable[Diagnostic], shown_as: str | None = None
) -> dict[date, tuple[Diagnostic, ...]]:
    """Check a ruleset on each date when other editions were (or will be) in force.

    Args:
        folder: The folder of the ruleset.
        ruleset: As it was loaded on its own date.
        found: What was told of it on that date.
        shown_as: The name of the folder in places; as given without it.

    Returns:
        Date -> what is wrong then and was not told yet, where anything is. Dates on which some
        value has no edition at all are left out.
    """
    told = set(found)
    wrong: dict[date, tuple[Diagnostic, ...]] = {}
    for day in _other_days(ruleset):
        now = check(folder, shown_as, day)[1]
        if any(each.code == NOTHING_IN_FORCE for each in now):
            continue
        new = tuple(each for each in now if each not in told)
        told.update(new)
        if any(each.severity is Severity.ERROR for each in new):
            wrong[day] = new
    return wrong


def check_profiles(
    folder: Path, ruleset: RuleSet, found: Iterable[Diagnostic], shown_as: str | None = None
) -> dict[str, tuple[Diagnostic, ...]]:
    """Check a ruleset as each of its profiles tailors it.

    Args:
        folder: The folder of the ruleset.
        ruleset: As it was loaded without a profile.
        found: What was told of it then.
        shown_as: The name of the folder in places; as given without it.

    Returns:
        Name of a profile -> what is to be told of it and was not told yet, where anything is.
    """
    told = set(found)
    wanting: dict[str, tuple[Diagnostic, ...]] = {}
    texts = {file: node for file, node in ruleset.texts.items() if isinstance(node, MappingNode)}
    for name in profile_names(texts):
        now = check(folder, shown_as, ruleset.as_of, name)[1]
        new = tuple(each for each in now if each not in told)
        told.update(new)
        if any(each.severity is not Severity.NOTE for each in new):
            wanting[name] = new
    return wanting


def _other_days(ruleset: RuleSet) -> list[date]:
    """Return a day of each span between changes of editions, but the ruleset's own span."""
    starts = ruleset.edition_days
    if not starts:
        return []
    days = [starts[0] - timedelta(days=1), *starts]
    own = max((day for day in days if day <= ruleset.as_of), default=days[0])
    return [day for day in days if day != own]


def _build(texts: RuleTexts, diagnostics: Diagnostics) -> RuleSet:
    texts = put_scales(texts, diagnostics)
    ruleset, draft, clauses = assemble(texts, diagnostics)
    unit = choose_points_unit(ruleset, draft, texts)  # first: its errors leave sums unsound
    inspection = Inspection(ruleset, draft, texts, tuple(clauses))
    return replace(check_rules(inspection), unit=unit)
