"""Tell why a grade moved: the rule, the facts and results that its condition read, their cells."""

from __future__ import annotations

from typing import Any

from engine.explain.citations import FactRead, cite
from engine.explain.outcomes import Outcome
from engine.explain.wording import known_text, reasons_for
from engine.grading import GradeMove
from engine.ruleset.conditions import Condition, names_in
from engine.sentences.phrases import few


def move_story(move: GradeMove, outcome: Outcome) -> dict[str, Any]:
    """Tell one step; one by a condition with its rule, what held, and the cells it rests on."""
    story: dict[str, Any] = {
        "kind": move.kind.value,
        "from": move.from_grade,
        "to": move.to_grade,
        "by": move.by,
        "reason": move.reason,
    }
    condition = move.condition
    if condition is None:
        return story
    story["reason"] = f"{move.reason}（{few(reasons_for(condition, outcome))}）"
    story["place"] = str(move.place) if move.place is not None else ""
    story["facts"] = [
        [fact.name, fact.text, str(fact.place) if fact.place is not None else ""]
        for fact in cite_outcome(condition, outcome)
    ]
    return story


def cite_outcome(condition: Condition, outcome: Outcome) -> tuple[FactRead, ...]:
    """Cite what a condition read: facts with their cells, results with the points behind them."""
    found: list[FactRead] = []
    for name in dict.fromkeys(names_in(condition)):
        result = outcome.ruleset.results.get(name)
        if result is None:
            found.extend(cite(outcome.dossier, [name]))
            continue
        behind = few(outcome.behind(result))
        text = known_text(outcome, name) + (f"（{behind}）" if behind else "")
        found.append(FactRead(name, text, None))
    return tuple(dict.fromkeys(found))
