"""Every lint: how much it matters, and why; what each code means stands with the other codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagnostics import Severity

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Lint:
    """What is known of one code.

    Args:
        severity: A warning wants a look (exit code 1); a note only informs.
        why: Why it matters, one sentence for the clerk.
    """

    severity: Severity
    why: str


LINTS: Mapping[str, Lint] = {
    "L001": Lint(_WARNING, "学校照评分标准申诉，程序照计分算分，两处的数不同，总有一处是错的"),
    "L002": Lint(_NOTE, "填了没有规则看，学校白费工夫，也可能是规则漏写了它"),
    "L003": Lint(_NOTE, "列了不用，读规则的人会以为有规则管着它"),
    "L004": Lint(_WARNING, "学校照样要填，算出来的却没有人看"),
    "L005": Lint(_NOTE, "说不出依据的扣分和否决，申诉时站不住"),
    "L006": Lint(_WARNING, "填表的人填错一格，写规则的人引错一个，谁也看不出来"),
    "L007": Lint(_WARNING, "学校照评分标准对线，程序照计分的线算，差一点就是另一档"),
    "L010": Lint(_WARNING, "同一件事罚两次，违背一事不二罚，学校有理由申诉"),
    "L011": Lint(_NOTE, "计零已经是重罚，同一事实再扣，两样加起来可能过重"),
    "L020": Lint(_WARNING, "这个等次形同虚设"),
    "L021": Lint(_WARNING, "同样的成绩，在小组里永远评不上"),
    "L022": Lint(_WARNING, "写了等于没写，多半是适用条件或档次写错了"),
    "L023": Lint(_WARNING, "再差也落不到这一等，它吓不住人也帮不了人"),
    "L030": Lint(_WARNING, "没有定论的事当作没有发生，否决和扣分就漏了"),
    "L031": Lint(_WARNING, "还没有定论就否决，一旦查清没有责任，收不回来"),
    "L032": Lint(_NOTE, "没有填和没有发生分不开，漏报的学校和清白的学校一样"),
    "L033": Lint(_WARNING, "出了事的学校只要不填就没有事"),
    "L034": Lint(_WARNING, "认定是否决生效的唯一关口，关口不灵，否决就落空或误伤"),
    "L040": Lint(_WARNING, "条款写着追责，却永远没有人担责"),
    "L041": Lint(_WARNING, "这条否决永远不会按原样生效"),
    "L042": Lint(_WARNING, "写明可以减轻，却没有一所学校减得了"),
    "L050": Lint(_WARNING, "做得更好反而得分更少，学校会照着分数做"),
    "L051": Lint(_WARNING, "做得好的在一处得分、在另一处失分，学校无所适从"),
    "L052": Lint(_NOTE, "多半是抄错了一格：高一级的反而少得"),
    "L070": Lint(_WARNING, "人人一样的指标分不出高下，只是把所有学校的分一起抬高或压低"),
    "L071": Lint(_NOTE, "对这一组来说，这一项等于没有考"),
    "L072": Lint(_NOTE, "占着分值，只有极少数学校分得出来"),
    "L073": Lint(_NOTE, "满分的标准没有人达到过，等于分值打了折"),
    "L074": Lint(_WARNING, "得的分不是考出来的，是缺失时的办法给的"),
    "L075": Lint(_NOTE, "同一件事算了两份分值"),
    "L076": Lint(_WARNING, "一票否决是例外，多数学校都否决，不是条件写错就是标准失当"),
    "L077": Lint(_WARNING, "多数学校因它暂缓定等，名次和等次都出不来"),
    "L078": Lint(_NOTE, "可能是好事，也可能是条件写得谁也碰不上"),
    "L079": Lint(_NOTE, "分出来的档没有人在里面，多半是上下限定得太窄"),
    "L099": Lint(_NOTE, "情况变了以后，旧的“不再提示”会遮住以后真正的问题"),
}

# What only the marks of a cohort of schools can show (`check --facts`).
ONLY_ON_COHORTS = frozenset(code for code in LINTS if "L070" <= code < "L099")


def why_of(code: str) -> str:
    """Return why a finding matters; nothing for codes of reading rules."""
    lint = LINTS.get(code)
    return lint.why if lint is not None else ""
