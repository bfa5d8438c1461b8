"""Find the rules and examples that come with the package, wherever it was installed.

A wheel holds them under `engine/bundle/`; a checkout (and an editable install of it) has
them beside `engine/`, at the top.
"""

from __future__ import annotations

from pathlib import Path

_SHIPPED = Path(__file__).parent / "bundle"
_CHECKOUT = Path(__file__).parent.parent


def bundled_ruleset(name: str = "datong-2025") -> Path:
    """Return the folder of a bundled ruleset (随附考核方案).

    Raises:
        FileNotFoundError: No ruleset of that name was shipped.
    """
    return _find("rules", name)


def bundled_example(name: str = "datong-2025") -> Path:
    """Return the folder of bundled example fact sheets (随附示例事实表).

    Raises:
        FileNotFoundError: No example of that name was shipped.
    """
    return _find("examples", name)


def _find(kind: str, name: str) -> Path:
    for root in (_SHIPPED, _CHECKOUT):
        folder = root / kind / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"没有随附的“{kind}/{name}”：安装可能不完整，请重新安装 pingheng。")
