"""Check the facts before scoring, over columns, three-valued.

Nothing is guessed: what cannot be decided for want of a fact is no failure and no pass; it is
counted and told once. The order of schools, of files and of checks changes nothing.
"""

from __future__ import annotations

from engine.checks.applying import check_applying
from engine.checks.between_facts import check_between_facts
from engine.checks.book import CheckBook
from engine.checks.copied_sheets import find_copied_sheets
from engine.checks.findings import Findings
from engine.checks.last_year import check_against_last_year
from engine.checks.repeated_records import find_repeated_records
from engine.checks.unique_values import find_shared_values
from engine.facts.table import FactTable
from engine.ruleset.model import RuleSet
from engine.scoring import school_view


def check_facts(ruleset: RuleSet, facts: FactTable) -> CheckBook:
    """Check all facts of a batch.

    Args:
        ruleset: The rules with their checks (核对, 唯一, 不得重复, 较上年变动).
        facts: The facts as they were read.
    """
    found = Findings(ruleset, facts, school_view(ruleset, facts))
    for check in ruleset.checks:
        check_between_facts(check, found)
    check_applying(found)
    check_against_last_year(found)
    find_shared_values(found)
    find_repeated_records(found)
    find_copied_sheets(found)
    found.tell_open()
    return found.book()
