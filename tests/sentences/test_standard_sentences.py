"""Hold the sentence of each method against the one that an assessor wrote beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.sentences.standard import standard_sentence

Fragment = Mapping[str, Any]


def test_standards_when_said_then_read_as_written_by_hand(
    rules_of: Any, standards: Sequence[Fragment]
) -> None:
    ruleset = rules_of(standards)
    by_id = {each.id: each for each in ruleset.all_indicators()}
    said = [standard_sentence(by_id[f"X{at}"], ruleset) for at in range(1, len(standards) + 1)]
    assert said == [each["写成"] for each in standards]
