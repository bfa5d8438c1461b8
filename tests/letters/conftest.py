"""Letters of the example cohort, and templates that offices restyled."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest

from engine.letters.default_templates import feedback_template
from engine.letters.letter import Letters
from engine.letters.office import Office
from engine.letters.tags import LETTER_TAGS
from engine.letters.template_file import template_of
from engine.letters.word_template import WordTemplate
from engine.reports.run_folder import RunFolder, open_run


@pytest.fixture(scope="session")
def run(datong_run: Path) -> RunFolder:
    return open_run(datong_run)


@pytest.fixture(scope="session")
def values(run: RunFolder) -> dict[str, dict[str, Any]]:
    """The values of the tags, by name of school."""
    letters = Letters(run.catalogue, Office(name="市委教育工委"))
    return {story["name"]: letters.values(story) for story in run.stories()}


@pytest.fixture(scope="session")
def feedback() -> WordTemplate:
    return WordTemplate(template_of("反馈意见书.docx", feedback_template()), LETTER_TAGS)


def template_with(*paragraphs: str) -> bytes:
    """Return a Word file with a paragraph for each text."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    written = BytesIO()
    word.save(written)
    return written.getvalue()


def changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return a package in which the text of one of its files is another."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(written, "w") as target:
        for each in source.namelist():
            held = source.read(each)
            target.writestr(each, change(held.decode()) if each == name else held)
    return written.getvalue()


def text_of(data: bytes) -> str:
    """Return all text of a Word file: paragraphs, and cells of tables row by row."""
    word = docx.Document(BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in word.paragraphs), *cells])


@pytest.fixture(scope="session")
def word_files() -> SimpleNamespace:
    """Everything above that makes and reads Word files, by name."""
    return SimpleNamespace(template_with=template_with, changed=changed, text_of=text_of)
