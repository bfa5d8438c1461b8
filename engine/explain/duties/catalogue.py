"""Tell what the duty sheets of all schools share: kinds of duty, sources, what is asked."""

from __future__ import annotations

from typing import Any

from engine.explain.extract import names_behind_deed
from engine.points import decimal_text
from engine.ruleset.model import RuleSet
from engine.sentences.duties import asked_text, duty_sentences


def duty_catalogue(ruleset: RuleSet) -> dict[str, Any]:
    """Return what is shared, or nothing where the rules name no leaders."""
    duties = ruleset.duties
    if not duties.table:
        return {}
    return {
        "table": duties.table,
        "kinds": {
            kind.id: {"name": kind.name, "coefficient": decimal_text(kind.coefficient)}
            for kind in duties.kinds.values()
        },
        "areas": {
            row.area: {"source": str(row.source) if row.source else "", "place": str(row.place)}
            for row in duties.matrix
        },
        "deeds": [
            {
                "name": deed.name,
                "area": deed.area,
                "posts": list(deed.posts),
                "asks": asked_text(deed, ruleset),
                "source": str(deed.source) if deed.source else "",
                "place": str(deed.place),
                "reads": [name for names in names_behind_deed(deed, ruleset) for name in names],
            }
            for deed in duties.deeds
        ],
        "rules": duty_sentences(duties),
    }
