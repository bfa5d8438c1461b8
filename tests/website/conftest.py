"""The report of the example cohort, written once, and one browser to open it in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine.reports.run_folder import open_run
from engine.website import Report, write_report

DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def written(datong_run: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    """Return what was written of the example cohort, and where."""
    folder = tmp_path_factory.mktemp("report")
    return write_report(open_run(datong_run), folder), folder


@dataclass
class Seen:
    """What a browser was asked for and complained of, beside the page itself."""

    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return a browser without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., tuple[Any, Seen]]]:
    """Return a function that opens a file, by default as wide as a desk, and what came of it."""
    contexts = []

    def open_file(path: Path, place: str = "", **options: Any) -> tuple[Any, Seen]:
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        page, seen = context.new_page(), Seen()
        page.set_default_timeout(5000)
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("console", lambda message: seen.said.append(message.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.goto(path.as_uri() + place)
        return page, seen

    yield open_file
    for each in contexts:
        each.close()
