"""Time what people look at: the page, the score book with its sheets, and all letters of a run.

    python tests/bench/bench_reports.py [--schools 1000] [--one-page 500]

The cohort comes from examples/make_cohort.py. Prints seconds of each and how much of a minute all
of them take, and the size of the page that holds every school; nothing here is asserted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))

from engine.assess import assess_files
from engine.bundled import bundled_ruleset
from engine.letters import Office, Paper, Wish, write_letters
from engine.reports.folder import Run, write_folder
from engine.reports.run_folder import RunFolder, open_run
from engine.ruleset import load_ruleset
from engine.scorebook import write_scorebook
from engine.website import write_report
from make_cohort import make_cohort

# What all of it may take, in seconds, and what a page of 500 schools may weigh.
MOST_SECONDS, MOST_BYTES = 60, 3_000_000


def run_of(n_schools: int, place: Path) -> RunFolder:
    """Assess a made cohort."""
    sheets = make_cohort(load_ruleset(bundled_ruleset()), place / f"in-{n_schools}", n_schools)
    out = place / f"out-{n_schools}"
    write_folder(assess_files(bundled_ruleset(), sheets), out, Run("bench"))
    return open_run(out)


def timed(what: str, work: Callable[[], object]) -> float:
    """Do one thing, and say how long it took, by the clock and of all processors."""
    begin, busy = time.perf_counter(), sum(os.times()[:4])
    work()
    seconds, busy = time.perf_counter() - begin, sum(os.times()[:4]) - busy
    print(f"{what:28} {seconds:8.1f} s {busy:8.1f} s of processors", flush=True)
    return seconds


def main() -> None:
    """Make the cohorts, write everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=1000)
    parser.add_argument("--one-page", type=int, default=500)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        run = run_of(chosen.schools, place)
        print(f"{chosen.schools} schools, {os.cpu_count()} processors")
        for folder in ("page", "book"):
            (place / folder).mkdir()
        wish = Wish(tuple(Paper), Office(), out=place / "letters")
        seconds = sum(
            (
                timed("page", lambda: write_report(run, place / "page")),
                timed("score book and sheets", lambda: write_scorebook(run, place / "book")),
                timed("all letters", lambda: write_letters(run, wish)),
            )
        )
        print(f"{'in all':28} {seconds:8.1f} s = {seconds / MOST_SECONDS:.0%} of a minute")
        small = run if chosen.one_page == chosen.schools else run_of(chosen.one_page, place)
        (place / "one").mkdir()
        timed(f"one page, {chosen.one_page} schools", lambda: write_report(small, place / "one"))
        size = (place / "one" / "report.html").stat().st_size
        print(f"{'its size':28} {size / 1e6:8.2f} MB = {size / MOST_BYTES:.0%} of 3 MB")


if __name__ == "__main__":
    main()
