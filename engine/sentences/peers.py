"""Say how a value is compared with the peers, and what the standing gives: 排名赋分."""

from __future__ import annotations

from fractions import Fraction

from engine.ruleset.methods import Ranked
from engine.ruleset.model import Peers, RuleSet
from engine.sentences.phrases import Measure, named
from engine.sentences.values import bands_text
from engine.sentences.worth import Stake

_TIES = {
    "lowest": "并列的都取前面的名次",
    "highest": "并列的都取后面的名次",
    "average": "并列的取平均名次",
}


def cohort_text(peers: Peers, ruleset: RuleSet) -> str:
    """Say who is compared with whom: 全体, 同组, 同一学段."""
    if not peers.within:
        return "全体"
    return "同组" if peers.within == ruleset.cohorts.by else f"同一{'、'.join(peers.within)}"


def company_text(peers: Peers, ruleset: RuleSet) -> str:
    """Say who is compared, with what they are: 同组学校, 全体学校, 同一“学段”的学校."""
    word = cohort_text(peers, ruleset)
    return f"{word}的{ruleset.subject}" if word.startswith("同一") else f"{word}{ruleset.subject}"


def order_text(peers: Peers) -> str:
    """Say from which end places are counted."""
    return "从低到高" if peers.lower_is_better else "从高到低"


def best_word(peers: Peers) -> str:
    """Say which value is the best."""
    return "最低" if peers.lower_is_better else "最高"


def rank_text(peers: Peers) -> str:
    """Say how places are counted: 从高到低排名，并列的都取前面的名次."""
    return f"{order_text(peers)}排名，{_TIES[peers.ties]}"


def percentile_text(peers: Peers, ruleset: RuleSet) -> str:
    """Say what a percentile is the share of."""
    return f"百分位（{company_text(peers, ruleset)}中不比它好的所占比例，含它自己）"


def ranked_sentence(method: Ranked, stake: Stake) -> str:
    """Say what the standing among the peers gives."""
    peers, ruleset = method.peers, stake.ruleset
    head = f"{named(peers.value)}在{company_text(peers, ruleset)}中比较"
    none, whole = stake.worth(Fraction(0)), stake.worth(stake.full)
    if method.by == "proportion":
        return f"{head}，{best_word(peers)}的{whole}，{_proportion_text(peers, none)}"
    if method.by == "percentile":
        bands = bands_text(method.bands, Measure.PERCENT, "", stake.worth)
        return f"{named(peers.value)}的{percentile_text(peers, ruleset)}{bands}"
    if method.bands:
        bands = bands_text(method.bands, Measure.PLAIN, "名", stake.worth)
        return f"{head}，{rank_text(peers)}，名次{bands}"
    return f"{head}，{rank_text(peers)}，{way_down_text(stake)}，中间按名次递减"


def way_down_text(stake: Stake) -> str:
    """Say what the first and the last place give."""
    return f"第1名{stake.worth(stake.full)}、最后一名{stake.worth(Fraction(0))}"


def _proportion_text(peers: Peers, none: str) -> str:
    if peers.lower_is_better:
        return "其余按最低值占本值的比例计分；最低值不大于0的，只有最低的得分"
    return f"其余按占最高值的比例计分；不大于0的{none}"
