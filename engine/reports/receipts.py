"""Read the receipts that mark a folder as ours."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from engine.diagnostics import UsageProblem

RECEIPT = "run.json"
PRODUCT = "pingheng"

# What the receipt of a run says, each with what it is.
_PARTS = {
    "version": str,
    "ruleset": dict,
    "facts": dict,
    "counts": dict,
    "outputs": dict,
    "started": str,
}


def read_receipt(folder: Path, name: str = RECEIPT) -> dict[str, Any]:
    """Return the receipt of a folder; empty where there is none that can be read."""
    try:
        receipt = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return receipt if isinstance(receipt, dict) else {}


def own_receipt(folder: Path, name: str) -> dict[str, Any]:
    """Return the receipt of a folder that we wrote; empty where it is not ours."""
    receipt = read_receipt(folder, name)
    return receipt if receipt.get("product") == PRODUCT else {}


def check_receipt(folder: Path, receipt: dict[str, Any]) -> None:
    """Refuse the receipt of a run that lacks what reports are made from.

    Raises:
        UsageProblem: Somebody changed it, or it was not written to its end.
    """
    lacking = [key for key, kind in _PARTS.items() if not isinstance(receipt.get(key), kind)]
    if lacking:
        raise UsageProblem(
            f"“{folder / RECEIPT}”不完整或被改过（{lacking[0]}不对），不能由它写报告和信。"
            "请重新运行 pingheng assess。"
        )


def check_as_written(path: Path, receipt: dict[str, Any]) -> None:
    """Refuse a file of a run that was altered or taken away after it was written.

    A spreadsheet that saves a table drops the zeros in front of ids, and schools would get what
    is said of others.

    Raises:
        UsageProblem: It does not hold what the receipt says.
    """
    outputs = receipt.get("outputs")
    held = outputs.get(path.name) if isinstance(outputs, dict) else None
    if held is not None and (not path.is_file() or digest(path) != held):
        raise UsageProblem(
            f"“{path}”写出后被改过或移走了（用 Excel 打开再保存，也算改过），"
            "不能再由它写报告和信。请重新运行 pingheng assess；要在表里改，请先另存一份。"
        )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()
