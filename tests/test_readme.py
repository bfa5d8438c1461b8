"""Hold the README's terminal excerpt to what the program prints today."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
# Rules move down when a line is written above them; the excerpt need not follow each time.
LINE_OF_RULES = re.compile(r"(?<=\.yaml):\d+:\d+")


def excerpts() -> dict[str, list[str]]:
    """Return command line -> the lines that the README shows below it."""
    shown: dict[str, list[str]] = {}
    blocks = re.findall(r"^```\n(\$ .*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    for part in re.split(r"^\$ ", "".join(blocks), flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines()
        shown[command] = [line.rstrip() for line in lines if line.strip() not in ("", "…")]
    return shown


def run(*arguments: str) -> str:
    """Return what a command prints, as the shell would show it."""
    done = subprocess.run(
        [sys.executable, "cli.py", *arguments],
        cwd=TOP, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme") / "out"
    run("assess", "rules/datong-2025", "examples/datong-2025", "-o", str(folder))
    return folder


@pytest.mark.parametrize("command", sorted(excerpts()))
def test_excerpt_when_run_again_then_prints_the_same_lines(command: str, out: Path) -> None:
    arguments = [str(out) if word == "out" else word for word in command.split()[1:]]
    printed = LINE_OF_RULES.sub("", run(*arguments)).splitlines()
    printed = [line.rstrip() for line in printed]
    for line in excerpts()[command]:
        assert LINE_OF_RULES.sub("", line) in printed


def test_readme_when_read_then_begins_with_the_two_commands() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("py -m venv")
