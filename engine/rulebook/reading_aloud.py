"""Say beside each rule, in a column that is not filled in, how it reads as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.rulebook.layout import Page, Row, Section, Shown
from engine.rulebook.plans import READS
from engine.ruleset.model import RuleSet
from engine.sentences.checks import check_sentence
from engine.sentences.city import figure_sentence
from engine.sentences.clause import clause_sentences
from engine.sentences.derived import derived_sentence
from engine.sentences.standard import standard_sentence

_NAMING = ("编号", "名称")


def read_aloud(pages: Iterable[Page], ruleset: RuleSet) -> None:
    """Fill in how the rules read, as they stand when the rulebook is made."""
    said = _sentences(ruleset)
    for page in pages:
        for section in page.sections:
            sentences = said.get(section.id, {})
            if not sentences or section.column(READS) is None:
                continue
            for row in section.rows:
                text = sentences.get(_name(section, row))
                if text:
                    row.cells[READS] = Shown(text)


def _sentences(ruleset: RuleSet) -> Mapping[str, Mapping[str, str]]:
    adjusting = (*ruleset.bonuses.items, *ruleset.deductions.items)
    return {
        "indicators": {
            each.id: standard_sentence(each, ruleset) for each in ruleset.all_indicators()
        },
        "adjustments": {each.id: standard_sentence(each, ruleset) for each in adjusting},
        "vetoes": {
            id_: clause_sentences(clause, ruleset).whole()
            for id_, clause in ruleset.clauses.items()
        },
        "derived": {
            name: derived_sentence(derived, ruleset) for name, derived in ruleset.derived.items()
        },
        "city": {each.id: figure_sentence(each, ruleset) for each in ruleset.city},
        "checks": {check.id: check_sentence(check, ruleset) for check in ruleset.checks},
    }


def _name(section: Section, row: Row) -> str:
    """Return the id, or else the name, by which the rule of a row is known."""
    for title in _NAMING:
        shown = row.cells.get(title)
        if section.column(title) is not None and shown is not None and not shown.is_blank:
            value = shown.value
            return str(int(value)) if isinstance(value, float) else str(value)
    return ""
