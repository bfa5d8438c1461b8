"""Read the receipts that mark a folder as ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RECEIPT = "run.json"
PRODUCT = "pingheng"


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
