"""The score book of the example cohort, and of schools whose every text is hostile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.reports.run_folder import RunFolder, open_run
from engine.scorebook import write_scorebook


@pytest.fixture(scope="session")
def run(datong_run: Path) -> RunFolder:
    return open_run(datong_run)


@pytest.fixture(scope="session")
def written(run: RunFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the score book and the score sheets of the example cohort."""
    folder = tmp_path_factory.mktemp("scorebook")
    write_scorebook(run, folder)
    return folder


@pytest.fixture(scope="session")
def book(written: Path) -> Any:
    return openpyxl.load_workbook(written / "scorebook.xlsx")
