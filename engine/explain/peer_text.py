"""Say in Chinese how a school stands among its peers: 第3（同组12所，从高到低）."""

from __future__ import annotations

from fractions import Fraction

from engine.explain.dossier import Dossier
from engine.explain.exact import number_of
from engine.explain.peers import Circle
from engine.ruleset.model import Derived, Peers, RuleSet
from engine.sentences.peers import best_word, cohort_text, order_text
from engine.sentences.phrases import Measure, measure_of, number_text, unit_of


def standing_text(derived: Derived, dossier: Dossier) -> str:
    """Write a value over the batch with what it rests on: how many peers, in which order."""
    peers = derived.peers
    assert peers is not None
    circle, ruleset = dossier.archive.company(peers).circle(dossier), dossier.ruleset
    found = number_of(dossier.value(derived.id)[1] or Fraction(0))
    company = company_text(peers, circle, ruleset)
    if derived.kind in ("best", "peer_mean"):
        said = amount_text(found, ruleset, derived.id)
        what = f"{best_word(peers)}的" if derived.kind == "best" else "平均"
        return f"{said}（{company}{what}）"
    own = number_of(dossier.value(peers.value)[1] or Fraction(0))
    shown = f"{peers.value} {amount_text(own, ruleset, peers.value)}"
    match derived.kind:
        case "rank":
            return f"{place_text(found, own, circle)}（{shown}，{company}，{order_text(peers)}）"
        case "percentile":
            share = number_text(found, Measure.PERCENT)
            return f"{share}（{shown}，{company}{not_better_text(own, peers, circle, ruleset)}）"
    shown += _drawn_in_text(own, peers, circle, ruleset)
    return f"{number_text(found)}（{shown}，{company}{_spread_text(peers, circle, ruleset)}）"


def not_better_text(own: Fraction, peers: Peers, circle: Circle, ruleset: RuleSet) -> str:
    """Say of how many a percentile is the share: 中9所不比它好，含它自己."""
    n_not_better = circle.size - circle.n_better(own, peers)
    return f"中{n_not_better}{ruleset.subject.measure}不比它好，含它自己"


def _drawn_in_text(own: Fraction, peers: Peers, circle: Circle, ruleset: RuleSet) -> str:
    """Say with which value a school counts that lies beyond the limits (缩尾)."""
    if peers.winsorise is None:
        return ""
    low, high = circle.spread(peers).limits
    counted = min(max(own, low), high)
    return "" if counted == own else f"，按{amount_text(counted, ruleset, peers.value)}计"


def _spread_text(peers: Peers, circle: Circle, ruleset: RuleSet) -> str:
    spread = circle.spread(peers)
    said = f"平均{amount_text(spread.mean, ruleset, peers.value)}"
    deviation = amount_text(spread.deviation, ruleset, peers.value)
    about = "" if deviation.startswith("约") or spread.deviation**2 == spread.variance else "约"
    said += f"、标准差{about}{deviation}"
    if peers.winsorise is None:
        return said
    shares = "与".join(number_text(each, Measure.PERCENT) for each in peers.winsorise)
    low, high = (amount_text(each, ruleset, peers.value) for each in spread.limits)
    return f"{said}，按{shares}缩尾到{low}至{high}"


def amount_text(number: Fraction, ruleset: RuleSet, name: str) -> str:
    """Write a number as the value of that name reads."""
    measure = measure_of(ruleset, name)
    return number_text(number, measure) + (
        unit_of(ruleset, name) if measure is Measure.PLAIN else ""
    )


def company_text(peers: Peers, circle: Circle, ruleset: RuleSet) -> str:
    """Say who is compared with whom: 同组12所, 全体60所, 同一县区12所."""
    return f"{cohort_text(peers, ruleset)}{circle.size}{ruleset.subject.measure}"


def place_text(place: Fraction, value: Fraction, circle: Circle) -> str:
    """Write a place: 第3, or 并列第3."""
    return f"{'并列' if circle.n_equal(value) > 1 else ''}第{number_text(place)}"


def without_text(derived: Derived, dossier: Dossier) -> str:
    """Say why a value over the batch is not applicable though the school has its own."""
    peers = derived.peers
    assert peers is not None
    circle = dossier.archive.company(peers).circle(dossier)
    company = company_text(peers, circle, dossier.ruleset)
    if not circle.size:
        who = f"{cohort_text(peers, dossier.ruleset)}没有一{dossier.ruleset.subject.measure}"
        return f"不适用（{who}有“{peers.value}”）"
    return f"不适用（{company}的“{peers.value}”没有差别，算不出标准分）"
