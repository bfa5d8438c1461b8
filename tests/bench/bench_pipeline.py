"""Time the whole job: fact sheets in Excel to the finished output folder.

    python tests/bench/bench_pipeline.py [--schools 1000] [--rounds 3]

The cohort comes from examples/make_cohort.py. Prints seconds a stage (the median of the
rounds) and the peak memory of the process; nothing here is asserted.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))

from engine.assess import Assessment
from engine.bundled import bundled_ruleset
from engine.checks import check_facts
from engine.collecting import uncollected
from engine.facts import read_facts
from engine.grading import assign_grades
from engine.reports.folder import Run, write_folder
from engine.ruleset import load_ruleset
from engine.scoring import score_schools
from engine.veto import trace_vetoes
from make_cohort import make_cohort

Result = TypeVar("Result")
Seconds = dict[str, list[float]]


def timed(seconds: Seconds, stage: str, work: Callable[[], Result]) -> Result:
    """Do one stage and note how long it took."""
    begin = time.perf_counter()
    result = work()
    seconds.setdefault(stage, []).append(time.perf_counter() - begin)
    return result


@uncollected()  # as `assess_files` and `write_folder` do
def run_once(seconds: Seconds, sheets: list[Path], out: Path) -> Assessment:
    """Go from the rules and the sheets to the output folder, stage by stage."""
    ruleset = timed(seconds, "load rules", lambda: load_ruleset(bundled_ruleset()))
    facts = timed(seconds, "read facts", lambda: read_facts(ruleset, sheets))
    checks = timed(seconds, "check", lambda: check_facts(ruleset, facts))
    facts = checks.facts
    scores = timed(seconds, "score", lambda: score_schools(ruleset, facts, view=checks.view))
    trace = timed(seconds, "veto", lambda: trace_vetoes(ruleset, facts, scores.view))
    book = timed(seconds, "grade", lambda: assign_grades(ruleset, scores, trace))
    problems = (*facts.problems, *checks.problems)
    assessment = Assessment(ruleset, facts, scores, trace, book, problems, checks)
    timed(seconds, "explain and write", lambda: write_folder(assessment, out, Run("bench")))
    return assessment


def main() -> None:
    """Make the cohort, run the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    seconds: Seconds = {}
    with tempfile.TemporaryDirectory() as place:
        sheets = make_cohort(load_ruleset(bundled_ruleset()), Path(place, "in"), chosen.schools)
        size = sum(path.stat().st_size for path in sheets) / 1e6
        print(f"{chosen.schools} schools in {len(sheets)} workbooks, {size:.1f} MB")
        for number in range(chosen.rounds):
            assessment = run_once(seconds, sheets, Path(place, f"out-{number}"))
    print(f"{assessment.facts.n_schools} schools read, {len(assessment.problems)} problems")
    medians = {stage: statistics.median(times) for stage, times in seconds.items()}
    for stage, median in medians.items():
        print(f"{stage:20} {median:8.2f} s")
    print(f"{'in all':20} {sum(medians.values()):8.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'peak memory':20} {peak / 1024:8.0f} MB")


if __name__ == "__main__":
    main()
