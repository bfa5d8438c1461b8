"""Hold the plan of the house: what a linter of imports cannot say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
ENGINE = TOP / "engine"
SOURCES = sorted([*ENGINE.rglob("*.py"), *TOP.glob("*.py"), *(TOP / "examples").rglob("*.py")])
TESTS = sorted((TOP / "tests").rglob("*.py"))

TOP_LEVEL = {
    "rules", "engine", "cli.py", "examples", "pyproject.toml", "tests", "README.md",
    "docs", "Makefile", "CHANGELOG.md", "LICENSE",
}  # fmt: skip
MADE_BY_TOOLS = {"out", "dist", "build", "__pycache__", "pingheng.egg-info"}
# Guesses a decimal number and keeps it only where it is the very same number.
ROUNDS_NO_POINTS = {"engine/points.py", "engine/facts/columns.py"}
VAGUE_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|core|managers?|services?|misc)($|_)")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def name_of(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def syntax_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules_imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def rounding_calls(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of round(…), x.round(…), np.rint(…), np.around(…)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in {"round", "rint", "around", "round_", "fix"}:
                yield node.lineno


def test_top_level_when_listed_then_holds_only_what_was_agreed() -> None:
    found = {path.name for path in TOP.iterdir() if not path.name.startswith(".")}
    reports = {name for name in found if name.startswith("pingheng-fault-")}
    assert found - MADE_BY_TOOLS - reports <= TOP_LEVEL


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_file_when_counted_then_is_within_length(path: Path) -> None:
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    assert n_lines <= LONGEST_FILE, f"{name_of(path)} has {n_lines} lines: what moved in?"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_function_when_counted_then_fits_on_a_screen(path: Path) -> None:
    too_long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not too_long


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_name_when_read_then_says_what_is_inside(path: Path) -> None:
    assert not VAGUE_NAMES.search(path.stem)
    assert not any(VAGUE_NAMES.search(folder.name) for folder in path.relative_to(TOP).parents)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_points_when_rounded_then_only_in_points(path: Path) -> None:
    if name_of(path) in ROUNDS_NO_POINTS:
        return
    lines = list(rounding_calls(syntax_of(path)))
    assert not lines, f"{name_of(path)}:{lines} rounds on its own; use engine.points"


@pytest.mark.parametrize("path", sorted(ENGINE.rglob("*.py")), ids=name_of)
def test_engine_when_imported_then_knows_neither_command_line_nor_eval(path: Path) -> None:
    tree = syntax_of(path)
    roots = {module.split(".")[0] for module in modules_imported(tree)}
    assert not roots & {"cli", "click", "examples", "tests"}
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"eval", "exec", "print"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_durable_rules_when_imported_then_only_by_its_one_module(path: Path) -> None:
    roots = {module.split(".")[0] for module in modules_imported(syntax_of(path))}
    assert "durable" not in roots or name_of(path) == "engine/veto/durable.py"


def test_text_when_searched_then_holds_no_path_of_one_machine() -> None:
    texts = [
        path
        for pattern in ("*.py", "*.md", "*.toml", "*.yaml", "*.json", "Makefile")
        for path in TOP.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(TOP).parts)
        and path.relative_to(TOP).parts[0] not in MADE_BY_TOOLS
    ]
    home = re.compile(r"(?<![\w.])/(home|root|work|Users|tmp)/\w|[A-Z]:\\Users\\")
    guilty = [name_of(path) for path in texts if home.search(path.read_text(encoding="utf-8"))]
    assert not guilty


def modules_loaded_by(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint('\\n'.join(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=TOP, check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return {name.split(".")[0] for name in done.stdout.split()}


def test_help_when_shown_then_loads_no_table_library() -> None:
    ask = (
        "import cli, contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    sys.argv = ['pingheng', '--help']; cli.main()"
    )
    loaded = modules_loaded_by(ask)
    assert "click" in loaded
    assert not loaded & {"pandas", "numpy", "durable", "python_calamine", "xlsxwriter"}


def test_rules_when_loaded_then_no_table_library_is_needed() -> None:
    loaded = modules_loaded_by("import engine.ruleset, engine.glossary, engine.diagnostics")
    assert not loaded & {"pandas", "durable", "python_calamine"}
