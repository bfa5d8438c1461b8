"""The rulebook (规则手册): the rules as a workbook that clerks edit, and back again."""

from engine.rulebook.exporting import Exported, export_rulebook
from engine.rulebook.proposal import Proposal, read_rulebook

__all__ = ["Exported", "Proposal", "export_rulebook", "read_rulebook"]
