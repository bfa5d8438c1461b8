"""Hold the plan of the house: what a linter of imports cannot say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parent.parent
ENGINE = TOP / "engine"
BESIDE = [*(TOP / "examples").rglob("*.py"), *(TOP / "docs").rglob("*.py")]
SOURCES = sorted([*ENGINE.rglob("*.py"), *TOP.glob("*.py"), *BESIDE])
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


def names_called(tree: ast.AST) -> set[str]:
    """Return the plain names that are called: eval(…), but not frame.eval(…)."""
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_top_level_when_listed_then_holds_only_what_was_agreed() -> None:
    found = {path.name for path in TOP.iterdir() if not path.name.startswith(".")}
    reports = {name for name in found if name.startswith("pingheng-fault-")}
    assert found - MADE_BY_TOOLS - reports <= TOP_LEVEL


def test_files_when_counted_then_are_within_length() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*SOURCES, *TESTS]
    }
    too_long = {name: length for name, length in lengths.items() if length > LONGEST_FILE}
    assert not too_long, "what second thing moved in?"


def test_functions_when_counted_then_fit_on_a_screen() -> None:
    lengths = {
        f"{name_of(path)}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.FunctionDef)
    }
    assert lengths
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def test_names_when_read_then_say_what_is_inside() -> None:
    names = {name_of(path.with_suffix("")) for path in [*SOURCES, *TESTS]}
    vague = {name for name in names if any(VAGUE_NAMES.search(part) for part in name.split("/"))}
    assert not vague


def test_points_when_rounded_then_only_in_points() -> None:
    guilty = {
        f"{name_of(path)}:{line}"
        for path in SOURCES
        if name_of(path) not in ROUNDS_NO_POINTS
        for line in rounding_calls(syntax_of(path))
    }
    assert not guilty, "use engine.points"


def test_engine_when_imported_then_knows_no_command_line_and_evaluates_no_text() -> None:
    guilty = set()
    for path in ENGINE.rglob("*.py"):
        tree = syntax_of(path)
        roots = {module.split(".")[0] for module in modules_imported(tree)}
        knows_click = path.parent.name == "commandline"
        forbidden = {"cli", "examples", "tests"} | (set() if knows_click else {"click"})
        guilty |= {(name_of(path), root) for root in roots & forbidden}
        guilty |= {(name_of(path), name) for name in names_called(tree) & {"eval", "exec", "print"}}
    assert not guilty


def test_durable_rules_when_imported_then_only_by_its_one_module() -> None:
    importing = {
        name_of(path)
        for path in SOURCES
        if any(module.split(".")[0] == "durable" for module in modules_imported(syntax_of(path)))
    }
    assert importing == {"engine/veto/durable.py"}


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
