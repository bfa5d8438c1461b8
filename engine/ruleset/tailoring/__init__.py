"""Tailor the texts of a ruleset by a profile (剪裁), before anything is built or checked."""

from __future__ import annotations

from engine.ruleset.tailoring.applying import tailor
from engine.ruleset.tailoring.finding import find_profile, profile_names

__all__ = ["find_profile", "profile_names", "tailor"]
