"""A unit of points that is written too coarse for weighted means."""

from __future__ import annotations

import re
from pathlib import Path

from engine.ruleset import check_ruleset

PAGE = Path(__file__).parent.parent.parent / "docs" / "rule-language.md"


def test_unit_when_too_coarse_for_a_weighted_mean_then_it_is_told(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for block in re.findall(r"```yaml weighted\n(.*?)```", text, re.DOTALL):
        path = tmp_path / "rules" / block.partition("\n")[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        coarse = block.replace("小数位: 1\n学校", "小数位: 1\n计分单位: 1/30000\n学校")
        path.write_text(coarse, encoding="utf-8")
    ruleset, found = check_ruleset(tmp_path / "rules", "rules")
    assert ruleset is not None
    assert [(each.code, str(each.place)) for each in found] == [("R099", "rules/ruleset.yaml:8:7")]
    assert "删去" in found[0].hint
