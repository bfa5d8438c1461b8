"""FactTable and RuleSet become a ScoreTable: the arithmetic, all schools at once."""

from engine.scoring.batch import PART_SIZE, score_schools
from engine.scoring.derived import school_view
from engine.scoring.table import RollUp, ScoreTable, Status
from engine.scoring.views import RecordView, SchoolRows, View

__all__ = [
    "PART_SIZE",
    "RecordView",
    "RollUp",
    "SchoolRows",
    "ScoreTable",
    "Status",
    "View",
    "school_view",
    "score_schools",
]
