"""Find out what is known of the schools beforehand: from the roster, and from last year."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import Diagnostic, Diagnostics, Severity, UsageProblem
from engine.facts import FactTable, Inputs, read_facts
from engine.facts.lastyear.aligning import align_table
from engine.facts.lastyear.sheets import read_last_sheets
from engine.facts.schools.roster import Roster, read_roster
from engine.ruleset.model import RuleSet
from engine.ruleset.suggesting import closest


def open_roster(ruleset: RuleSet, path: str) -> tuple[Roster, tuple[Diagnostic, ...]]:
    """Read a roster, and return it with what there is to say about it.

    Raises:
        FactsUnusable: Not one school could be read.
    """
    diagnostics = Diagnostics()
    roster = read_roster(ruleset, path, diagnostics)
    said = (each for each in diagnostics if each.severity is not Severity.NOTE)
    return roster, tuple(said)


def last_facts(
    ruleset: RuleSet, paths: Sequence[str], rules: str | None, roster: Roster
) -> tuple[FactTable, tuple[Diagnostic, ...]]:
    """Read last year's facts, put in the order of this year's schools.

    Args:
        rules: Last year's rules; None: this year's fit.
    """
    diagnostics = Diagnostics()
    given = Inputs((), last_facts=tuple(paths), last_rules=rules)
    sheets = read_last_sheets(given, ruleset, read_facts, diagnostics)
    table = sheets.table if sheets else None
    # A school of which nothing is known is left blank, whatever the reason.
    last = align_table(table, ruleset, roster.facts.school_ids, roster.former_ids, is_whole=False)
    return last, tuple(each for each in diagnostics if each.severity is not Severity.NOTE)


def find_school(ruleset: RuleSet, schools: FactTable, wanted: str, among: str = "名册") -> int:
    """Return where a school stands in a table, by its id or its whole name.

    Args:
        among: What the table is, as the user knows it.

    Raises:
        UsageProblem: It is not there, or two have that name.
    """
    if wanted in schools.school_ids:
        return schools.school_ids.index(wanted)
    named = [at for at, name in enumerate(schools.names) if name == wanted]
    if len(named) == 1:
        return named[0]
    subject = ruleset.subject
    if named:
        ids = "、".join(schools.school_ids[at] for at in named)
        raise UsageProblem(
            f"{among}里叫“{wanted}”的不止一{subject.measure}（{ids}）。请写{subject.id_word}。"
        )
    near = closest(wanted, [*schools.school_ids, *schools.names])
    guess = f"是不是“{near}”？" if near else f"请核对{subject.id_word}。"
    raise UsageProblem(f"{among}里没有{subject.called(wanted)}。{guess}")
