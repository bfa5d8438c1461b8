"""Open a finished result folder of ours (结果文件夹) and say whether a file in it is as written.

Such a folder is an input twice: the results of lower units (下级) and those of last year (上年).
Its receipt holds the digest of every file; what does not agree with it was changed afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.files import FactFile, printable_name
from engine.facts.books.sheet import Raw, plain

RECEIPT, SCORES = "run.json", "scores.csv"


@dataclass(frozen=True, slots=True)
class Finished:
    """A folder that should hold a finished result.

    Args:
        shown: Its name as given. receipt: What run.json says; empty where it cannot be read.
        digest: SHA-256 of the receipt, which holds the digests of all that stands in it.
    """

    path: Path
    shown: str
    receipt: Mapping[str, Any]
    digest: str

    @property
    def is_ours(self) -> bool:
        """Tell whether there is a receipt of ours, and scores beside it."""
        return self.receipt.get("product") == "pingheng" and bool(bytes_of(self.path / SCORES))

    @property
    def lacking(self) -> str:
        """Say what the folder lacks to be a result."""
        return f"缺 {RECEIPT} 或 {SCORES}" if self.path.is_dir() else "没有这个文件夹"

    def part(self, key: str) -> Mapping[str, Any]:
        """Return a mapping of the receipt; nothing where it is none."""
        return inner(self.receipt, key)

    def is_unchanged(self, name: str) -> bool:
        """Tell whether a file is as it was written."""
        data = bytes_of(self.path / name)
        return self.part("outputs").get(name) == sha256(data).hexdigest()

    def file(self, name: str) -> FactFile:
        """Return one file of the folder, to be read and shown."""
        return FactFile(f"{self.shown}/{name}", self.path / name)


def open_finished(path: Path) -> Finished:
    """Read the receipt of a folder."""
    data = bytes_of(path / RECEIPT)
    digest = sha256(data).hexdigest()
    return Finished(path, printable_name(path.as_posix()), _mapping(data), digest)


def note_profile(found: Finished, diagnostics: Diagnostics) -> None:
    """Note that a result was worked out by a profile (剪裁) of its rules, and not by the whole."""
    profile = inner(found.part("ruleset"), "profile")
    if not profile:
        return
    name, organ = profile.get("name", ""), profile.get("approved_by", "")
    why = profile.get("reason", "")
    diagnostics.note(
        "F118",
        f"这份结果是按剪裁“{name}”算的（{organ}批准；理由：{why}），照读",
        Place(f"{found.shown}/{RECEIPT}"),
        str(name),
        "满分、分值可能与没有剪裁的不同，相比时请留意",
    )


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes; nothing where it is not there or cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def inner(receipt: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a part of a receipt; nothing where it is no mapping."""
    part = receipt.get(key)
    return part if isinstance(part, dict) else {}


def cell_written(raw: Raw) -> str:
    """Return a cell without the sign that keeps spreadsheets from taking it for a formula."""
    text = plain(raw) if isinstance(raw, str) else ""
    return text[1:] if text.startswith("'") else text


def _mapping(data: bytes) -> dict[str, Any]:
    try:
        receipt = json.loads(data.decode("utf-8")) if data else {}
    except (ValueError, RecursionError):
        return {}
    return receipt if isinstance(receipt, dict) else {}
