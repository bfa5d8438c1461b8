"""Every lint: how much it matters, and why; what each code means stands with the other codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagnostics import Severity
from engine.ruleset.codes import FINDINGS

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
    "L005": Lint(_NOTE, "说不出依据的扣分和否决，申诉时站不住"),
    "L010": Lint(_WARNING, "同一件事罚两次，违背一事不二罚，学校有理由申诉"),
    "L011": Lint(_NOTE, "计零已经是重罚，同一事实再扣，两样加起来可能过重"),
    "L070": Lint(_WARNING, "人人一样的指标分不出高下，只是把所有学校的分一起抬高或压低"),
    "L071": Lint(_NOTE, "对这一组来说，这一项等于没有考"),
    "L099": Lint(_NOTE, "情况变了以后，旧的“不再提示”会遮住以后真正的问题"),
}

# What only the marks of a cohort of schools can show (`check --facts`).
ONLY_ON_COHORTS = frozenset({"L070", "L071"})


def meaning_of(code: str) -> str:
    """Return what a code means, in Chinese."""
    return FINDINGS[code]


def why_of(code: str) -> str:
    """Return why a finding matters; nothing for codes of reading rules."""
    lint = LINTS.get(code)
    return lint.why if lint is not None else ""
