"""What a school reads where methods are put together: 取高, 另扣, ways to count a checklist."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.explain import SchoolLedger
from engine.ruleset import load_ruleset

LedgerOf = Callable[..., SchoolLedger]
SMALL = Path(__file__).parent.parent / "rulesets" / "small"
LEVELS = "{方法: 等级对应, 取值: 劳动基地级别, 等级得分: {无: 0, 校: 1, 市: 2}}"
RATE = "{方法: 线性, 取值: 监测覆盖率, 零分值: 60%, 满分值: 100%}"
TAKEN = "另扣: [{取值: 监测覆盖率, 档次: [{不少于: 95%, 分值: 0}, {小于: 95%, 分值: 1.5}]}]"
PARTS = (
    "各项: [{名称: 封闭, 条件: 封闭管理, 分值: 1.5}, {名称: 隔离, 条件: 硬质隔离, 分值: 1},"
    " {名称: 食堂, 条件: 食堂管理制度, 分值: 0.5, 适用: 有食堂}]"
)
BEST = f"{{方法: 取高, 各法: [{LEVELS}, {RATE}]}}"
LESS = f"{LEVELS[:-1]}, {TAKEN}, 扣到: 1}}"


@pytest.fixture
def sentence(ledger_of: LedgerOf, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Return what is said of B4 (2 points) under a method, for changed facts."""

    def said(method: str, **facts: object) -> str:
        folder = tmp_path_factory.mktemp("rules") / "small"
        shutil.copytree(SMALL, folder)
        path = folder / "dimensions" / "b.yaml"
        text = path.read_text(encoding="utf-8")
        assert f"计分: {LEVELS}" in text
        path.write_text(text.replace(f"计分: {LEVELS}", f"计分: {method}"), encoding="utf-8")
        ledger = ledger_of(facts, rules=load_ruleset(folder))
        return ledger.workbook.work_out(ledger.batch.positions["B4"]).sentence

    return said


@pytest.mark.parametrize(
    ("method", "facts", "wanted"),
    [
        (
            BEST,
            {"劳动基地级别": "校", "监测覆盖率": "90%"},
            "各法取高：①劳动基地级别“校”，对应1分，得1分；②监测覆盖率 90%，按“达到100%得2分、"
            "60%及以下不得分，中间按比例”：2×(90%−60%)÷(100%−60%)=1.5，得1.5分，取第2种，得1.5分",
        ),
        (
            BEST,
            {"劳动基地级别": "市", "监测覆盖率": ""},
            "各法取高：①劳动基地级别“市”，对应2分，得2分；②监测覆盖率缺失（未填），不能判定，取第1种，得2分",
        ),
        (
            BEST,
            {"劳动基地级别": "校", "监测覆盖率": ""},
            "取高的各法中有不能判定的：监测覆盖率缺失（未填），按规则计1分",
        ),
        (BEST, {"劳动基地级别": "不适用", "监测覆盖率": "不适用"}, "各法均不适用"),
        (
            LESS,
            {"劳动基地级别": "市", "监测覆盖率": "90%"},
            "劳动基地级别“市”，对应2分，得2分；另扣：监测覆盖率 90%，属“小于95%”一档，扣1.5分，"
            "扣到1分为止，得1分",
        ),
        (LESS, {"监测覆盖率": "不适用"}, "另扣：监测覆盖率不适用，不扣，得2分"),
        (LESS, {"监测覆盖率": ""}, "监测覆盖率缺失（未填），按规则计0分"),
        (
            f"{{方法: 清单累加, 计法: 取最高, {PARTS.replace('1.5', '2')}}}",
            {"封闭管理": "否"},
            "取最高的一项“隔离”1分，得1分",
        ),
        (
            f"{{方法: 清单累加, 计法: 封顶累加, {PARTS}}}",
            {},
            "3项中3项做到，合计3分，封顶2分，得2分",
        ),
        (
            f"{{方法: 清单累加, 计法: 封顶累加, {PARTS}}}",
            {"食堂管理制度": ""},
            "3项中2项做到，食堂不能判定，不影响得分，合计2.5分，封顶2分，得2分",
        ),
        (
            f"{{方法: 清单累加, 计法: 封顶累加, 至少做到几项: 3, {PARTS}}}",
            {"有食堂": "否", "硬质隔离": "否"},
            "至少做到2项才得分，不得分",
        ),
    ],
)
def test_methods_when_put_together_then_each_step_is_told(
    sentence: Callable[..., str], method: str, facts: dict[str, str], wanted: str
) -> None:
    assert wanted in sentence(method, **facts)
