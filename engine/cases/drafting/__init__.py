"""Draft a case (案例初稿) from a fact sheet and today's result, for a person to check."""

from engine.cases.drafting.drafting import Draft, draft_case

__all__ = ["Draft", "draft_case"]
