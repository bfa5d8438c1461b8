"""Write a score sheet to a file, in the form that its name asks for."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from os import PathLike
from pathlib import Path

from engine.diagnostics import UsageProblem
from engine.rendering.document import Document
from engine.rendering.markdown import markdown
from engine.reports.list_place import check_list_place
from engine.reports.staging import staged_file

_WHAT = "评分表"
_MARKDOWN, _WORD = (".md", ".markdown"), (".docx",)
# Stands in a Word file until Word or WPS saves it: what a person has worked on is theirs.
_MARK_OF_WORD = b"pingheng rules render"
_MARK_OF_MARKDOWN = "<!-- pingheng rules render "


def write_document(document: Document, path: Path, given: Iterable[str | PathLike[str]]) -> None:
    """Write a document as Markdown or Word, over nothing but an untouched one of ours.

    Args:
        given: What the command reads.

    Raises:
        UsageProblem: The name asks for neither, or what stands there is not ours.
    """
    kind = path.suffix.lower()
    if kind not in (*_MARKDOWN, *_WORD):
        raise UsageProblem(f"“{path}”写不成：文件名请以 .docx（Word）或 .md（Markdown）结尾。")
    check_list_place(path, given, _WHAT, _is_untouched)
    with staged_file(path, _WHAT) as stage:
        if kind in _WORD:
            from engine.rendering.word import word_bytes

            stage.write_bytes(marked_word(word_bytes(document)))
        else:
            stage.write_bytes(marked_markdown(markdown(document)).encode())


def marked_markdown(text: str) -> str:
    """Return the text with a last line that tells whether it was changed since."""
    return f"{text}\n{_MARK_OF_MARKDOWN}{_digest(text)} -->\n"


def marked_word(file: bytes) -> bytes:
    """Return the bytes of a Word file with our mark behind them."""
    # The last two bytes of a zip file say how long the comment behind them is: none so far.
    return file[:-2] + len(_MARK_OF_WORD).to_bytes(2, "little") + _MARK_OF_WORD


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _is_untouched(path: Path) -> bool:
    with suppress(OSError, UnicodeDecodeError, zipfile.BadZipFile):
        if path.suffix.lower() in _WORD:
            with zipfile.ZipFile(path) as file:
                return file.comment == _MARK_OF_WORD
        text, mark, rest = path.read_bytes().decode().rpartition(f"\n{_MARK_OF_MARKDOWN}")
        return bool(mark) and rest == f"{_digest(text)} -->\n"
    return False
