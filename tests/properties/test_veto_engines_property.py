"""The two engines mean the same by a rule: on any rules, any facts, in any order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.veto.durable import DurableChainer, durable_is_available
from engine.veto.forward import ForwardChainer
from engine.veto.patterns import Pattern, Rule
from engine.veto.trace import ChainFact

KINDS = {"alpha": ("left", "right"), "beta": ("left", "right"), "gamma": ("left",)}
LITERALS = ("yes", "no")
TEXTS = ("yes", "甲", "“乙”", "", "0")


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    """Draw rules that `check_rules` accepts."""
    drawn = []
    for number in range(draw(st.integers(1, 5))):
        premises: list[Pattern] = []
        bound: list[str] = []
        for position in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(sorted(KINDS)))
            values: dict[str, str] = {}
            for name in KINDS[kind]:
                choice = draw(st.sampled_from(["any", "literal", "new", "old", "old"]))
                if choice == "literal":
                    values[name] = draw(st.sampled_from(LITERALS))
                elif choice == "new":
                    values[name] = f"?{number}_{position}_{name}"
                elif choice == "old" and bound:
                    values[name] = draw(st.sampled_from(bound))
            if len(set(values.values())) != len(values):
                del values["right"]  # a variable stands once in a premise
            premises.append(Pattern(kind, tuple(sorted(values.items()))))
            bound += [v for v in values.values() if v.startswith("?") and v not in bound]
        drawn.append(
            Rule(
                f"rule_{'abcde'[number]}",
                "",
                tuple(premises),
                Pattern("gamma", (("left", bound[0] if bound else "yes"),)),
            )
        )
    return drawn


@st.composite
def facts(draw: st.DrawFn) -> list[ChainFact]:
    """Draw facts, each with its own number."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=10))
    return [
        ChainFact(
            number,
            kind,
            tuple((name, draw(st.sampled_from(TEXTS))) for name in KINDS[kind]),
        )
        for number, kind in enumerate(kinds, start=1)
    ]


@pytest.mark.skipif(not durable_is_available(), reason="durable-rules is not on this platform")
@settings(max_examples=120)
@given(rules(), st.lists(facts(), min_size=1, max_size=2))
def test_engines_when_given_any_rules_and_facts_then_they_fire_the_same(
    drawn: list[Rule], schools: list[list[ChainFact]]
) -> None:
    durable, forward = DurableChainer(drawn, KINDS), ForwardChainer(drawn, KINDS)
    for school in schools:
        durable.open("001")
        forward.open("001")
        for fact in school:
            assert sorted(durable.assert_fact(fact)) == sorted(forward.assert_fact(fact))
        durable.close()
        forward.close()


@settings(max_examples=60)
@given(rules(), facts(), st.randoms(use_true_random=False))
def test_forward_when_facts_come_in_another_order_then_the_same_fires_in_all(
    drawn: list[Rule], school: list[ChainFact], random: object
) -> None:
    chainer = ForwardChainer(drawn, KINDS)
    shuffled = list(school)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    outcomes = []
    for order in (school, shuffled):
        chainer.open("001")
        fired = [firing for fact in order for firing in chainer.assert_fact(fact)]
        assert len(set(fired)) == len(fired)
        outcomes.append(sorted(fired))
    assert outcomes[0] == outcomes[1]
