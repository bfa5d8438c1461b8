"""Make last year's facts and results of two of the invented schools: datong-2025-last/.

    python examples/make_last_year.py

The facts are this year's of `datong-2025-formats/yaml`, put back by one year; the rules are this
year's with the year before in them. The same rules and facts give the same bytes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from engine.assess import assess
from engine.bundled import bundled_ruleset
from engine.facts import read_facts
from engine.reports.folder import Run, write_folder
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

HERE = Path(__file__).parent
NOW, LAST = 2025, 2024
FACTS, RESULT = "去年事实表", "去年结果"
# What this year's assessment reads of last year's result; the rest would only have to be made
# anew with every change of a table.
KEPT = ("scores.csv", "indicators.csv", "vetoes.csv", "trace.json", "trend.csv")
RECEIPT = "run.json"
# What was graver the year before: a veto that lasts into this year.
GRAVER = ('严重程度: "S3"', '严重程度: "S4"')


def rules_of_last_year(folder: Path) -> RuleSet:
    """Copy this year's rules into a folder, and return them as last year had them."""
    shutil.copytree(bundled_ruleset(), folder, dirs_exist_ok=True)
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if path.name == "ruleset.yaml":
            text = re.sub(
                rf"^(编号: datong-|年度: ){NOW}", rf"\g<1>{LAST}", text, flags=re.MULTILINE
            )
        # The window, and what has to be so on a day of it (有效期至 不早于 2025-12-31).
        path.write_text(re.sub(rf"\b{NOW}(?=-\d\d-\d\d)", str(LAST), text), encoding="utf-8")
    return load_ruleset(folder, f"datong-{LAST}")


def put_back(text: str) -> str:
    """Return the text of a fact sheet with every date and number of a document a year earlier."""
    return re.sub(r"\b20(\d\d)(?=[-.年〕/])", lambda found: f"20{int(found[1]) - 1:02}", text)


def keep_what_is_read(result: Path) -> None:
    """Take out of a result, and of its receipt, what no later year reads."""
    for path in result.iterdir():
        if path.name not in (*KEPT, RECEIPT):
            path.unlink()
    receipt = json.loads((result / RECEIPT).read_text(encoding="utf-8"))
    receipt["outputs"] = {name: receipt["outputs"][name] for name in KEPT}
    text = json.dumps(receipt, ensure_ascii=False, indent=1) + "\n"
    (result / RECEIPT).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write the facts and the result."""
    out = HERE / "datong-2025-last"
    (out / FACTS).mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "datong-2025-formats" / "yaml").glob("*.yaml")):
        text = put_back(path.read_text(encoding="utf-8")).replace(*GRAVER)
        (out / FACTS / path.name).write_text(text, encoding="utf-8", newline="\n")
    os.chdir(out)  # so that the receipt names files as whoever unpacks the example has them
    with tempfile.TemporaryDirectory() as folder:
        ruleset = rules_of_last_year(Path(folder))
    found = assess(ruleset, read_facts(ruleset, [FACTS]), engine="forward")
    write_folder(found, RESULT, Run(version="example", arguments=[]))
    keep_what_is_read(Path(RESULT))
    print(f"{found.facts.n_schools} 所学校，已写入 {out}")


if __name__ == "__main__":
    main()
