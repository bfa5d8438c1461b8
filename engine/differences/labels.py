"""How each value of the model is called, and in which words it is said.

Values are called as the rule language calls them: by the key that writes them. Only where a name
of the model is no key does it stand here. What is named nowhere is told all the same, by its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.glossary import chinese_key
from engine.ruleset.checks import CheckKind
from engine.ruleset.combining import Combination
from engine.ruleset.data_sources import ConflictPolicy
from engine.ruleset.dictionary import FieldType
from engine.ruleset.evidence import EvidenceAction
from engine.ruleset.methods import Average, BeyondSpread, Counting
from engine.ruleset.model import (
    FigureKind,
    MissingPolicy,
    NotApplicablePolicy,
    ProposalPolicy,
    ResultKind,
    UnratedPolicy,
    Years,
)

# Values that follow from others, or say where a text stands.
NOT_TOLD = frozenset(
    {
        "place",
        "Check.values",  # drawn from the conditions
        "Below.columns",  # the same for all rulesets of one language
        "Clause.id",
        "Effect.id",  # the clause and the number of the effect
    }
)

# A value of the model -> the key under which it is written.
_KEY_OF: Mapping[str, str] = {
    "RuleSet.ignored": "ignored_findings",
    "Indicator.passes_to": "redistribute_to",
    "Indicator.method": "scoring",
    "Target.small": "small_sample",
    "SmallSample.method": "otherwise",
    "Less.taken": "less",
    "Ranked.peers": "within",
    "Votes.coefficients": "votes",
    "InProportion.ids": "in_proportion",
    "Result.nodes": "parts",
    "Check.rejects": "reject",
    "Check.holds": "condition",
    "Below.subject": "unit",
    "Parent.subject": "unit",
    "Field.low": "range",
    "CityFigure.since": "from",
    "CityFigure.until": "to",
    "DataSource.files": "file_names",
    "DataSource.fields": "only_fields",
    "DataSource.sheets": "sheet",
    "DataSource.is_roster": "roster",
    "RecordTable.none_without_last": "without_last",
    "DutyKind.id": "id",
    "Peers.decimals": "decimals",
}

# Values that are called otherwise than their key.
CALLED: Mapping[str, str] = {
    "RuleSet.subject": "考核对象",
    "Derived.kind": "算法",
    "Check.kind": "核对什么",
    "CityFigure.kind": "怎样算",
    "CityFigure.since": "时段起",
    "CityFigure.until": "时段止",
    "FromLastYear.kind": "取什么",
    "FromLastYear.name": "哪一样",
    "Result.kind": "怎样算",
    "Grade.at_least": "分数线",
    "CutCase.at_least": "分数线",
    "GradeLimit.at_least": "不低于",
    "GradeLimit.at_most": "不高于",
    "PointsLimit.at_least": "不低于",
    "PointsLimit.at_most": "不高于",
}

# Numbers of points; every other number is said plainly, or as what it is compared with.
POINTS = frozenset(
    {
        "RuleSet.full_points",
        "RuleSet.total_cap",
        "RuleSet.unit",
        "Indicator.points",
        "Group.points",
        "Adjustments.cap",
        "PointsLimit.at_least",
        "PointsLimit.at_most",
        "Grade.at_least",
        "CutCase.at_least",
        "Part.points",
        "Target.loss",
        "Target.floor",
        "Deduct.floor",
        "Charge.first",
        "Charge.each",
        "Charge.cap",
        "Less.down_to",
    }
)
PERCENTS = frozenset({"Quota.share", "Result.less_than", "Field.change_within"})

# A value of the model whose text is one of the fixed words -> the group of words.
WORDS_OF: Mapping[str, str] = {
    "Quota.rounding": "rounding",
    "Quota.ties": "ties",
    "Peers.ties": "rank_ties",
    "Peers.cut_at": "cut_at",
    "Peers.deviation": "deviation",
    "Ranked.by": "ranked_by",
    "Derived.period": "period",
    "Field.blank_as": "standing_for",
    "Field.marks": "standing_for",
    "FromLastYear.name": "last_result",
    "FromLastYear.if_differing": "if_differing",
    "RecordTable.from_last_year": "last_table",
}
WORDS_OF_ENUMS: Mapping[type, str] = {
    MissingPolicy: "missing",
    NotApplicablePolicy: "not_applicable",
    ProposalPolicy: "proposals",
    ConflictPolicy: "conflicts",
    EvidenceAction: "evidence_action",
    Combination: "combine",
    Average: "average",
    BeyondSpread: "beyond_spread",
    Counting: "counting",
    FieldType: "type",
    UnratedPolicy: "unrated",
    Years: "years",
}
WORDS_OF_RESULTS: Mapping[ResultKind, str] = {
    ResultKind.POINTS: "得分",
    ResultKind.SHARE: "得分率",
    ResultKind.LOWEST_SHARE: "最低得分率",
    ResultKind.N_BELOW: "低于项数",
    ResultKind.TOTAL: "总分",
    ResultKind.TOTAL_SHARE: "总分的得分率",
}
# Texts that are keys of the language: how a derived value is computed, what a check asks.
KEYS_AS_VALUES = frozenset({"Derived.kind", "FromLastYear.kind"})
ENUMS_OF_KEYS = (CheckKind, FigureKind)
# Lists whose order acts.
ORDERED = frozenset(
    {
        "Quota.compare_by",
        "Indicator.passes_to",
        "Group.limits",
        "Clause.reliefs",
        "Weight.cases",
    }
)


def key_behind(owner: str, attribute: str) -> str:
    """Return the canonical key under which a value of the model is written."""
    return _KEY_OF.get(f"{owner}.{attribute}", attribute)


def label_of(owner: str, attribute: str) -> str:
    """Return what a value of the model is called.

    >>> label_of("Target", "step"), label_of("Indicator", "passes_to")
    ('每差', '折给')
    """
    called = CALLED.get(f"{owner}.{attribute}")
    return called or chinese_key(key_behind(owner, attribute))
