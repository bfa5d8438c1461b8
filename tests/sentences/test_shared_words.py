"""The words of a rule in a sheet and in an explanation are the same words."""

from __future__ import annotations

import dataclasses
import enum
import typing
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.assess import assess
from engine.diagnostics import Place
from engine.explain import Ledgers
from engine.facts import read_facts
from engine.ruleset import load_ruleset, methods
from engine.ruleset.building.fields import _KINDS
from engine.ruleset.clauses import Effect, EffectKind
from engine.ruleset.conditions import Comparison
from engine.ruleset.dictionary import Derived, Peers
from engine.ruleset.methods import Band, Bands, Linear, Target
from engine.ruleset.model import (
    EvidenceAction,
    Indicator,
    MissingPolicy,
    NotApplicablePolicy,
    ProposalPolicy,
    RuleSet,
)
from engine.ruleset.roles import Role
from engine.sentences import derived, standard
from engine.sentences.effects import effect_text
from engine.sentences.evidence import action_text
from engine.sentences.grading import proposal_sentence
from engine.sentences.phrases import measure_of, unit_of
from engine.sentences.policies import missing_text, not_applicable_text
from engine.sentences.standard import method_sentence, standard_sentence
from engine.sentences.values import band_text, bands_sentence, line_text, step_text
from engine.sentences.worth import Stake

TOP = Path(__file__).parent.parent.parent
HERE = Place("rules.yaml", line=1, column=1)


@pytest.fixture(scope="module")
def datong() -> RuleSet:
    return load_ruleset(TOP / "rules" / "datong-2025", "rules/datong-2025")


def test_explanations_when_told_then_cite_the_words_of_the_sheet(datong: RuleSet) -> None:
    facts = read_facts(datong, [TOP / "examples" / "datong-2025"])
    done = assess(datong, facts)
    ledgers = Ledgers(datong, done.facts, done.scores, done.trace, done.book)
    cited = 0
    for school in range(0, len(facts.school_ids), 6):
        for working in ledgers.of_school(school).workings.values():
            for phrase in _phrases(working.indicator, datong):
                if phrase[0] in working.sentence:
                    assert phrase[1] in standard_sentence(working.indicator, datong)
                    cited += 1
    assert cited > 40


def _phrases(indicator: Indicator, ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield what an explanation says of a rule, and where a sheet must say the same."""
    stake = Stake(indicator.points, Role.BASE, ruleset)
    match indicator.method:
        case Bands(value=value, bands=bands):
            for band in bands:
                said = band_text(band, measure_of(ruleset, value), unit_of(ruleset, value))
                yield f"属“{said}”一档", f"{said}的"
        case Linear() as line:
            yield line_text(line, stake), line_text(line, stake)
        case Target() as target:
            yield step_text(target, ruleset), step_text(target, ruleset)


@cache
def _small() -> RuleSet:
    return load_ruleset(TOP / "tests" / "rulesets" / "small")


@given(
    low=st.fractions(0, 50, max_denominator=100),
    points=st.fractions(0, 5, max_denominator=20),
)
def test_band_when_said_then_the_sheet_holds_its_words(low: Fraction, points: Fraction) -> None:
    ruleset = _small()
    band = Band(((Comparison.AT_LEAST, low),), points, HERE)
    rest = Band(((Comparison.LESS_THAN, low),), Fraction(0), HERE)
    stake = Stake(Fraction(5), Role.BASE, ruleset)
    said = bands_sentence(Bands("运动会次数", (band, rest), HERE), stake)
    for each in (band, rest):
        assert band_text(each, measure_of(ruleset, "运动会次数"), "次") in said
    assert said.endswith("的不得分")


def test_methods_when_listed_then_each_has_its_sentence() -> None:
    """The match over methods is exhaustive: mypy holds it by assert_never, this by the names."""
    source = Path(standard.__file__).read_text(encoding="utf-8")
    for method in typing.get_args(methods.Method):
        assert f"case {method.__name__}():" in source


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (MissingPolicy, missing_text),
        (NotApplicablePolicy, not_applicable_text),
        (EvidenceAction, action_text),
    ],
)
def test_policies_when_said_then_each_has_words_of_its_own(
    kinds: type[enum.Enum], said: Callable[[typing.Any], str]
) -> None:
    texts = [said(kind) for kind in kinds]
    assert len(set(texts)) == len(texts)


def test_effects_when_said_then_each_has_words_of_its_own(datong: RuleSet) -> None:
    texts = [effect_text(Effect("x/1", kind, HERE, targets=("甲",)), datong) for kind in EffectKind]
    assert len(set(texts)) == len(texts) == len(EffectKind)


def test_proposals_when_applied_first_then_are_said_otherwise(datong: RuleSet) -> None:
    applied = dataclasses.replace(datong, proposals=ProposalPolicy.APPLY)
    assert "暂缓定等；缺少" in proposal_sentence(datong)
    assert "先按生效适用" in proposal_sentence(applied)


def test_derived_values_when_listed_then_each_kind_has_its_sentence(datong: RuleSet) -> None:
    assert set(derived._SAID) == set(_KINDS)
    peers = Peers("甲")
    for kind in _KINDS:
        value = Derived(
            "x", kind, HERE, ("甲", "乙"), "甲", "乙", "丙", "列", "应交", "month", peers=peers
        )
        assert derived.derived_sentence(value, datong)


def test_deduction_when_it_keeps_points_then_says_that_the_rest_is_deducted(
    datong: RuleSet,
) -> None:
    method = methods.Direct("评议得分", Fraction(100), HERE)
    said = method_sentence(method, Stake(Fraction(2), Role.DEDUCTION, datong))
    assert said.endswith("得分与2分的差额为扣分")
