"""Time the whole command `pingheng preview`: two rulesets, one cohort, every face written.

    python tests/bench/bench_preview.py [--schools 1000] [--rounds 5]

The proposed rules are the city's with two weights, a cut score and a quota changed, in a folder of
their own. Each round is a new process, as a user starts it. Prints wall-clock and processor seconds
(the median of the rounds); nothing here is asserted.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))

from engine.bundled import bundled_ruleset
from engine.ruleset import load_ruleset
from make_cohort import make_cohort

TOP = Path(__file__).parents[2]
_NO_COMPILED = "PYTHONDONTWRITEBYTECODE"

EDITS = {
    "ruleset.yaml": (
        ("{等次: 良好, 不低于: 80}", "{等次: 良好, 不低于: 82}"),
        ("{等次: 优秀, 比例: 30%,", "{等次: 优秀, 比例: 25%,"),
    ),
    "dimensions/a-organization.yaml": (
        ("校长负责制\n        分值: 1.5\n", "校长负责制\n        分值: 1.25\n"),
        ("新体制修订\n        分值: 0.75\n", "新体制修订\n        分值: 1\n"),
    ),
}


def propose(rules: Path, folder: Path) -> Path:
    """Copy the rules and change them."""
    shutil.copytree(rules, folder)
    for name, pairs in EDITS.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    return folder


# Modules are compiled once, in the first round, as where the program is installed.
_ENVIRONMENT = {name: each for name, each in os.environ.items() if name != _NO_COMPILED}


def run_once(rules: Path, proposed: Path, sheets: Path, out: Path) -> tuple[float, float]:
    """Run the command once; return wall-clock and processor seconds."""
    begin, used = time.perf_counter(), _processor_seconds()
    subprocess.run(
        [sys.executable, str(TOP / "cli.py"), "preview", rules, proposed, sheets, "-o", out],
        check=False,
        stdout=subprocess.DEVNULL,
        env={**_ENVIRONMENT, "PYTHONPATH": str(TOP)},
    )
    return time.perf_counter() - begin, _processor_seconds() - used


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Make the cohort, run the rounds, print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    rules = bundled_ruleset()
    with tempfile.TemporaryDirectory() as place:
        make_cohort(load_ruleset(rules), Path(place, "in"), chosen.schools)
        proposed = propose(rules, Path(place, "rules", "proposed"))
        times = [
            run_once(rules, proposed, Path(place, "in"), Path(place, f"out-{number}"))
            for number in range(chosen.rounds)
        ]
        size = sum(path.stat().st_size for path in Path(place, "out-0").iterdir()) / 1e6
    wall, used = (statistics.median(each) for each in zip(*times, strict=True))
    print(f"{chosen.schools} schools, {os.cpu_count()} processors, {size:.1f} MB written")
    print(f"{'wall clock':20} {wall:8.2f} s, least {min(each for each, _ in times):.2f} s")
    print(f"{'processor':20} {used:8.2f} s")


if __name__ == "__main__":
    main()
