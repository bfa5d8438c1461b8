"""Make an invented cohort of schools as the workbooks that offices would hand in.

    python examples/make_cohort.py                        the 60 schools beside this file
    python examples/make_cohort.py --schools 1000 -o DIR  as many as wanted, elsewhere

The same ruleset, number and seed give the same bytes. Schools, counties and persons are
invented; the special ones among the first 60 are listed in datong-2025/README.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cohort.consistency import make_consistent
from cohort.facts import Filler
from cohort.records import write_records
from cohort.schools import School, invent_schools, workbooks_of
from cohort.special import make_contradictions, make_special
from cohort.text_files import write_csv, write_json, write_yaml
from cohort.untidy import make_untidy
from cohort.workbooks import office_name, write_workbook
from engine.bundled import bundled_ruleset
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

HERE = Path(__file__).parent
SEED = 2025
# One with vetoes, out of the workbook of many schools; one that has a workbook of its own.
ALSO_AS_TEXT = {2: "gb18030", 57: "utf-8-sig"}


def invent_cohort(ruleset: RuleSet, n_schools: int = 60, seed: int = SEED) -> list[School]:
    """Invent schools and everything that is reported about them."""
    schools = invent_schools(n_schools, seed)
    for school in schools:
        filler = Filler(ruleset, school, seed)
        filler.fill()
        write_records(filler)
    extra_rows = make_special(ruleset, schools)
    make_consistent(ruleset, schools)
    make_contradictions(ruleset, schools)
    make_untidy(ruleset, schools, seed)
    return schools + extra_rows


def make_cohort(
    ruleset: RuleSet,
    folder: Path,
    n_schools: int = 60,
    seed: int = SEED,
    lifted: Collection[str] = (),
) -> list[Path]:
    """Write the workbooks of an invented cohort into a folder, and return their paths.

    Args:
        ruleset: Its field dictionary makes the sheets, its rules the facts.
        folder: Is made where it is missing.
        n_schools: How many schools. seed: Another one gives other schools.
        lifted: Names of schools whose ethics cases an appeal has lifted: they report 「无」.
    """
    folder.mkdir(parents=True, exist_ok=True)
    schools = invent_cohort(ruleset, n_schools, seed)
    for school in schools:
        if school.name in lifted:
            school.records["师德案件"] = None
    books = workbooks_of(schools)
    paths = []
    for name, listed in books.items():
        office = office_name(name, books)
        paths.append(folder / f"{office}.xlsx")
        write_workbook(ruleset, paths[-1], office, listed)
    return paths


def make_formats(ruleset: RuleSet, folder: Path, seed: int = SEED) -> list[Path]:
    """Write two of the 60 schools as CSV, YAML and JSON too: the same facts, other files."""
    schools = invent_cohort(ruleset, 60, seed)
    paths = []
    for number, encoding in ALSO_AS_TEXT.items():
        school = schools[number]
        paths += write_csv(ruleset, school, folder / "csv" / school.name, encoding)
        paths.append(write_yaml(ruleset, school, folder / "yaml" / f"{school.name}.yaml"))
        paths.append(write_json(ruleset, school, folder / "json" / f"{school.name}.json"))
    return paths


def main() -> None:
    """Read the command line and make the cohort."""
    parser = argparse.ArgumentParser(description="生成虚构的示例学校事实表")
    parser.add_argument("--rules", type=Path, default=bundled_ruleset(), help="考核方案文件夹")
    parser.add_argument("--schools", type=int, default=60, help="学校数")
    parser.add_argument("--seed", type=int, default=SEED, help="随机种子")
    parser.add_argument(
        "-o", "--output", type=Path, default=HERE / "datong-2025", help="输出文件夹"
    )
    chosen = parser.parse_args()
    ruleset = load_ruleset(chosen.rules)
    paths = make_cohort(ruleset, chosen.output, chosen.schools, chosen.seed)
    if chosen.output == HERE / "datong-2025":
        make_formats(ruleset, HERE / "datong-2025-formats", chosen.seed)
    print(f"{chosen.schools} 所学校，{len(paths)} 个工作簿，已写入 {chosen.output}")


if __name__ == "__main__":
    main()
