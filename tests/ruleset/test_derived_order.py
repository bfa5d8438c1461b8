"""Derived values come in an order in which each needs only earlier ones."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.ruleset.checking.derived import order_names

names = st.sampled_from("abcdefgh")
graphs = st.dictionaries(names, st.lists(names, max_size=3).map(tuple), max_size=8)


def reaches_itself(graph: dict[str, tuple[str, ...]], start: str) -> bool:
    seen: set[str] = set()
    waiting = [name for name in graph[start] if name in graph]
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(needed for needed in graph[name] if needed in graph)
    return False


@given(graphs)
def test_names_when_ordered_then_each_comes_once_and_after_what_it_reads(
    graph: dict[str, tuple[str, ...]],
) -> None:
    ordered, circle = order_names(graph)
    assert sorted(ordered) == sorted(graph)
    if not circle:
        for name in ordered:
            for needed in graph[name]:
                assert needed not in graph or ordered.index(needed) < ordered.index(name)


@given(graphs)
def test_circle_when_there_is_one_then_it_is_found_and_is_one(
    graph: dict[str, tuple[str, ...]],
) -> None:
    _, circle = order_names(graph)
    assert bool(circle) == any(reaches_itself(graph, name) for name in graph)
    for name, needed in pairwise(circle):
        assert needed in graph[name]
    assert not circle or circle[0] == circle[-1]


def test_names_when_long_then_no_depth_is_too_much() -> None:
    graph = {f"n{number}": (f"n{number + 1}",) for number in range(5000)}
    ordered, circle = order_names(graph)
    assert (len(ordered), ordered[0], circle) == (5000, "n4999", ())


def test_names_when_independent_then_the_order_of_the_text_is_kept() -> None:
    assert order_names({"b": (), "a": (), "c": ("a",)})[0] == ["b", "a", "c"]
