"""An index of ids finds what comparing them one by one finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.facts.schools.near_ids import _MOST_SCANS, _alike, _NearIds

IDS = st.lists(st.text("012", min_size=3, max_size=8), unique=True, max_size=30)


@given(IDS, st.lists(st.text("012", min_size=3, max_size=8), max_size=10))
def test_index_when_asked_then_it_finds_what_a_scan_finds(
    known: list[str], written: list[str]
) -> None:
    near = _NearIds(known)
    for _ in range(_MOST_SCANS):
        near.to("00000")  # afterwards the index answers
    for each in written:
        assert near.to(each) == [other for other in known if _alike(each, other)]
