"""Three schools of the small ruleset, assessed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.reports.folder import Run, write_folder

TESTS = Path(__file__).parent.parent
RULES = TESTS / "rulesets" / "small"
FACTS = TESTS / "golden" / "facts"


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return assess_files(RULES, [FACTS])


@pytest.fixture(scope="session")
def out(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the three schools."""
    folder = tmp_path_factory.mktemp("run") / "out"
    write_folder(assessment, folder, Run("9.9", ["assess"], "2025-12-31T08:00:00+08:00", {}))
    return folder
