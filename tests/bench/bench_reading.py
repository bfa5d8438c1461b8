"""Time reading fact sheets: many workbooks of one school, and one workbook of many schools.

The workbooks of one school are of two models: plain ones, and those that `pingheng template`
made and a school filled in, with all their lists, comments and blank rows.

    python tests/bench/bench_reading.py [--books 2000] [--schools 15000] [--columns 90]

The workbooks are made in a temporary folder. Every figure comes from a process of its own,
so that peak memory is that of the one thing measured. What python-calamine alone takes to
load the large workbook and turn it into Python values is measured in the same way, and the
difference is ours. Nothing here is asserted; the goals stand beside the figures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.bundled import bundled_ruleset
from engine.checks import check_facts
from engine.facts import read_facts
from engine.ruleset import load_ruleset


def clock() -> float:
    """Return the seconds of work of this process: other programs on the machine do not count."""
    return time.process_time()


def measure(what: str, path: Path) -> dict[str, float]:
    """Do one thing in this process and return seconds, peak memory, and what came of it."""
    if what == "calamine":
        begin = clock()
        from python_calamine import load_workbook

        rows = load_workbook(path).get_sheet_by_index(0).to_python()
        seconds, counts = clock() - begin, {"rows": len(rows)}
    else:
        ruleset = load_ruleset(bundled_ruleset())
        begin = clock()
        facts = read_facts(ruleset, [path])
        if what == "books":
            check_facts(ruleset, facts)
        seconds = clock() - begin
        counts = {"schools": facts.n_schools, "problems": len(facts.problems)}
    return {"seconds": seconds, "memory": peak_memory(), **counts}


def peak_memory() -> float:
    """Return the most memory that this process ever took, in MB."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def measured_apart(what: str, path: Path) -> dict[str, float]:
    """Measure in a fresh process."""
    command = [sys.executable, __file__, "--measure", what, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Make the workbooks, measure, print the figures beside the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=2000)
    parser.add_argument("--schools", type=int, default=15_000)
    parser.add_argument("--columns", type=int, default=90)
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "PATH"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        print(json.dumps(measure(chosen.measure[0], Path(chosen.measure[1]))))
        return
    from bulk_sheets import (
        write_filled_templates,
        write_one_school_workbooks,
        write_one_workbook,
    )

    ruleset = load_ruleset(bundled_ruleset())
    with tempfile.TemporaryDirectory() as place:
        begin = time.perf_counter()
        write_one_school_workbooks(ruleset, Path(place, "各校"), chosen.books)
        write_filled_templates(ruleset, Path(place, "填报表"), chosen.books)
        large = write_one_workbook(
            ruleset, Path(place, "大表.xlsx"), chosen.schools, chosen.columns
        )
        print(f"workbooks made in {time.perf_counter() - begin:.1f} s")
        books = measured_apart("books", Path(place, "各校"))
        filled = measured_apart("books", Path(place, "填报表"))
        alone, whole = (measured_apart(what, large) for what in ("calamine", "large"))
    ours = whole["seconds"] - alone["seconds"]
    told(f"{chosen.books} workbooks of one school", books["seconds"], 60, books)
    told(f"{chosen.books} filled templates of one school", filled["seconds"], 60, filled)
    told(f"{chosen.schools} x {chosen.columns} in one workbook", ours, 3, whole)
    print(
        f"  in all {whole['seconds']:.2f} s, python-calamine alone {alone['seconds']:.2f} s, "
        f"{alone['memory']:.0f} MB"
    )


def told(what: str, seconds: float, goal: int, figures: dict[str, float]) -> None:
    """Print one figure beside its goal."""
    print(
        f"{what}: {seconds:.2f} s (goal {goal} s), {figures['memory']:.0f} MB (goal 1536 MB); "
        f"{figures['schools']} schools, {figures['problems']} problems"
    )


if __name__ == "__main__":
    main()
