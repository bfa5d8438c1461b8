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

# What the first line of every rule file points an editor to.
SCHEMA = "rule-language.schema.json"


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


def bundled_schema() -> Path:
    """Return the schema of the rule language for editors, which stands beside the rulesets.

    Raises:
        FileNotFoundError: It was not shipped.
    """
    return _find("rules", SCHEMA)


def unpack(source: Path, target: Path) -> Path:
    """Copy a bundled folder or file to where it can be read and changed, and return the copy.

    Files that are there already stay as they are: they may have been changed on purpose.

    Raises:
        UsageProblem: The copy cannot be written.
    """
    try:
        for path in sorted(source.rglob("*")) or [source]:
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
        found = root / kind / name
        if found.exists():
            return found
    raise FileNotFoundError(f"没有随附的“{kind}/{name}”：安装可能不完整，请重新安装 pingheng。")
