"""Rules that the two engines could read differently are refused."""

from __future__ import annotations

import pytest

from engine.diagnostics import InternalFault
from engine.veto.patterns import MOST_RULES, Pattern, Rule, check_rules, fact, literals_of
from engine.veto.rules import CHAIN, KINDS, MEANINGS

SMALL_KINDS = {"alpha": ("left", "right"), "beta": ("left",)}
GOOD = Rule("good", "", (fact("alpha", left="?x", right="yes"),), fact("beta", left="?x"))


def one(*premises: Pattern, conclusion: Pattern | None = None, name: str = "bad") -> Rule:
    return Rule(name, "", premises, conclusion or fact("beta", left="yes"))


def test_chain_when_it_is_checked_then_it_is_accepted() -> None:
    check_rules(CHAIN, KINDS)
    assert all(MEANINGS.values())


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (one(fact("gamma", left="?x")), "没有种类 gamma"),
        (one(fact("beta", right="?x")), "没有属性 right"),
        (one(fact("alpha", left="?x", right="?x")), "同一变量用了两次"),
        (one(fact("beta", left="师德")), "常量“师德”"),
        (one(fact("beta", left="")), "常量“”"),
        (one(fact("beta", left="v1")), "常量“v1”"),
        (one(fact("beta", left="0")), "常量“0”"),
        (one(), "前提共0个"),
        (one(*[fact("beta", left=f"?x{n}") for n in range(17)]), "前提共17个"),
        (one(fact("beta", left="?x"), conclusion=fact("alpha", left="?x")), "没有写全"),
        (one(fact("beta", left="?x"), conclusion=fact("beta", left="?y")), "没有来历"),
        (one(fact("beta", left="?x"), name="规则"), "名称只能用"),
    ],
)
def test_rule_when_it_is_malformed_then_it_is_refused_with_its_fault(
    rule: Rule, words: str
) -> None:
    with pytest.raises(InternalFault, match=words):
        check_rules([GOOD, rule], SMALL_KINDS)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({"alpha": ("left", "sid"), "beta": ("left",)}, "没有属性 sid"),
        ({"甲": ("left",), "beta": ("left",)}, "种类 甲"),
    ],
)
def test_kinds_when_their_names_are_reserved_or_foreign_then_they_are_refused(
    kinds: dict[str, tuple[str, ...]], words: str
) -> None:
    kind = next(iter(kinds))
    with pytest.raises(InternalFault, match=words):
        check_rules([one(fact(kind, **{kinds[kind][-1]: "?x"}))], kinds)


def test_rules_when_they_are_too_many_then_they_are_refused() -> None:
    names = [f"r_{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]
    many = [one(fact("beta", left="?x"), name=name) for name in names[: MOST_RULES + 1]]
    check_rules(many[:-1], SMALL_KINDS)
    with pytest.raises(InternalFault, match="61条"):
        check_rules(many, SMALL_KINDS)


def test_rules_when_two_share_a_name_then_they_are_refused() -> None:
    with pytest.raises(InternalFault, match="重名"):
        check_rules([GOOD, GOOD], SMALL_KINDS)


def test_literals_when_rules_compare_and_conclude_then_both_are_listed() -> None:
    assert literals_of([GOOD, one(fact("beta", left="no"))]) == {"yes", "no"}
