"""Find the rules and examples that come with the package, wherever it was installed.

A wheel holds them under `engine/bundle/`; a checkout (and an editable install of it) has
them beside `engine/`, at the top.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.diagnostics import UsageProblem, reason_of

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


def unpack(source: Path, target: Path) -> Path:
    """Copy a bundled folder to where it can be read and changed, and return the copy.

    Files that are there already stay as they are: they may have been changed on purpose.

    Raises:
        UsageProblem: The copy cannot be written.
    """
    try:
        for path in sorted(source.rglob("*")):
            copy = target / path.relative_to(source)
            if path.is_file() and not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    except OSError as problem:
        raise UsageProblem(
            f"示例不能复制到“{target.as_posix()}”：{reason_of(problem)}；请用 -o 换一个可以写的位置"
        ) from problem
    return target


def _find(kind: str, name: str) -> Path:
    for root in (_SHIPPED, _CHECKOUT):
        folder = root / kind / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"没有随附的“{kind}/{name}”：安装可能不完整，请重新安装 pingheng。")
