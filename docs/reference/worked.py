"""Run the small examples of the reference page through the engine, so that they cannot be wrong.

An example is one YAML file: whatever it writes of a ruleset (方案, 字段清单, 台账清单, 派生值,
维度, 指标, 加分, 扣分, 否决条款), the facts of some schools (各校), and perhaps what to look at
(看: 得分, 台账 or 等次). The rest of a ruleset is filled in.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from engine.assess import Assessment, assess
from engine.diagnostics import Diagnostics, Severity
from engine.explain import Ledgers
from engine.explain.ledger import SchoolLedger
from engine.facts.reading import facts_from_nodes
from engine.ruleset import load_ruleset
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.reading import parse_yaml

PLACEHOLDER = "〔写法〕"
NAMES = "甲乙丙丁戊己庚辛"
_ID, _NAME = "标识", "学校名称"
_RULESET = {
    "编号": "reference",
    "名称": "例",
    "年度": "2025",
    "考核窗口": "{起: 2025-01-01, 止: 2025-12-31}",
    "小数位": "2",
    "学校": f"{{标识字段: {_ID}, 名称字段: {_NAME}}}",
    "缺失时": "计零",
}
_IN_FIELDS = ("字段清单", "台账清单", "派生值")
_IN_ADJUSTMENTS = ("加分", "扣分")
# What can be looked at, and the heading of its column.
_VIEWS = {"得分": ("得分", "怎么算的"), "台账": ("总分", "台账"), "等次": ("等次", "怎样得出")}


@dataclass(frozen=True, slots=True)
class Worked:
    """One example, worked by the engine.

    Args:
        text: The rules, as the example writes them. head: the columns of the rows.
    """

    text: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class NotWorking(Exception):
    """An example cannot be loaded or read: says what the engine said."""


def work(path: Path, words: Sequence[str] = ()) -> Worked:
    """Work one example.

    Args:
        path: The file. It may write 〔写法〕 where each of the words is to stand in turn.
        words: The words.

    Raises:
        NotWorking: The engine finds a mistake in it.
    """
    text = path.read_text(encoding="utf-8")
    heads = sections(text)
    view = heads.get("看", "看: 得分").partition(":")[2].strip()
    rows: list[tuple[str, ...]] = []
    for word in words or ("",):
        filled = text.replace(PLACEHOLDER, word)
        rows.extend((word, *row) if words else row for row in _work(filled, view, path.name))
    shown = "\n".join(heads[key].rstrip() for key in heads if key in _shown(heads))
    facts = ("写法", "学校", "事实") if words else ("学校", "事实")
    return Worked(shown, (*facts, *_VIEWS[view]), tuple(rows))


def _shown(heads: dict[str, str]) -> Sequence[str]:
    """Return what of the rules is worth showing: neither facts nor fields."""
    rules = ("方案", "派生值", "维度", "指标", *_IN_ADJUSTMENTS, "否决条款")
    return [key for key in rules if key in heads]


def sections(text: str) -> dict[str, str]:
    """Return top key -> its text with the key, comments left out.

    >>> sections("甲: 1\\n乙:\\n  丙: 2\\n")
    {'甲': '甲: 1\\n', '乙': '乙:\\n  丙: 2\\n'}
    """
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        if line.startswith("#"):
            continue
        if match := re.match(r"([^\s:#-][^:]*):", line):
            key = match.group(1)
            found[key] = ""
        found[key] += line
    return found


def _work(text: str, view: str, name: str) -> list[tuple[str, ...]]:
    schools = _schools(text, name)
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder)
        for file, content in _files(sections(text), yaml.safe_load(text)).items():
            (rules / file).parent.mkdir(exist_ok=True)
            (rules / file).write_text(content, encoding="utf-8")
        try:
            ruleset = load_ruleset(rules, "例")
        except Exception as problem:
            told = "\n".join(str(each) for each in getattr(problem, "diagnostics", ()))
            raise NotWorking(f"{name}: {problem}\n{told}") from problem
    facts = facts_from_nodes(ruleset, [school for school, _ in schools])
    wrong = [str(each) for each in facts.problems if each.severity is Severity.ERROR]
    if wrong:
        raise NotWorking(f"{name}: " + "\n".join(wrong))
    found = assess(ruleset, facts, engine="forward")
    ledgers = Ledgers(ruleset, found.facts, found.scores, found.trace, found.book)
    rows: list[tuple[str, ...]] = []
    for at, (_, said) in enumerate(schools):
        ledger = ledgers.of_school(at)
        rows.append((NAMES[at], said, *_view(view, found, ledger)))
    return rows


def _view(view: str, found: Assessment, ledger: SchoolLedger) -> tuple[str, str]:
    school, book = ledger.school, found.book
    if view == "得分":
        worked = ledger.workbook.work_out(0)
        return f"{ledger.said(worked.points)}（{worked.status.label}）", worked.sentence
    if view == "台账":
        total = ledger.said(ledger.batch.after["total"][school])
        lines = [f"{line.rule} {line.sentence}" for line in ledger.lines if line.kind != "full"]
        if not book.rated_mask[school]:
            total = "—"
        return f"{total}（{book.status[school].label}）", "；".join(lines) or "没有失分"
    moves = [move.reason for move in book.moves[school]]
    return book.grade[school] or book.status[school].label, "；".join(
        [*moves, *book.reasons[school]]
    )


def _files(heads: dict[str, str], data: dict[str, Any]) -> dict[str, str]:
    """Return the files of the ruleset that an example stands for."""
    full = sum((_points(each) for each in data["指标"]), Fraction(0))
    own = {key: _flow(value) for key, value in (data.get("方案") or {}).items()}
    ruleset = {"满分": str(full), **_RULESET, **own}
    if "等次设置" not in ruleset:
        ruleset["等次设置"] = f"[{{等次: 合格, 不低于: {full / 2}}}, {{等次: 不合格}}]"
    fields = heads.get("字段清单", "字段清单:\n").rstrip() + (
        f"\n  {_ID}: {{类型: 文本, 必填: 是}}\n  {_NAME}: {{类型: 文本, 必填: 是}}\n"
    )
    files = {
        "ruleset.yaml": "".join(f"{key}: {value}\n" for key, value in ruleset.items()),
        "fields.yaml": fields + "".join(heads.get(key, "") for key in _IN_FIELDS[1:]),
        "dimensions/x.yaml": f"维度: {{编号: X, 名称: 例, 分值: {full}{_head(data)}}}\n"
        + heads["指标"],
    }
    adjustments = "".join(heads.get(key, "") for key in _IN_ADJUSTMENTS)
    if adjustments:
        files["adjustments.yaml"] = adjustments
    if "否决条款" in heads:
        files["vetoes.yaml"] = heads["否决条款"]
    return files


def _head(data: dict[str, Any]) -> str:
    extra = data.get("维度") or {}
    return "".join(f", {key}: {_flow(value)}" for key, value in extra.items())


def _points(indicator: dict[str, Any]) -> Fraction:
    return Fraction(str(indicator.get("分值", 0)))


def _flow(value: Any) -> str:
    """Write one value on one line, as our reader likes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return "~" if value is None else str(value)


def _schools(text: str, name: str) -> list[tuple[Node, str]]:
    """Return the facts of each school as a document, and as they are said."""
    diagnostics = Diagnostics()
    root = parse_yaml(text.encode(), name, diagnostics)
    listed = root.get("各校") if isinstance(root, MappingNode) else None
    if not isinstance(listed, SequenceNode) or diagnostics.has_errors:
        raise NotWorking(f"{name}: 没有“各校”，或读不懂：{[str(each) for each in diagnostics]}")
    return [_school(node, at) for at, node in enumerate(listed.items)]


def _school(node: Node, at: int) -> tuple[Node, str]:
    assert isinstance(node, MappingNode)
    place = node.place
    given = (
        (_ID, ScalarNode(str(at + 1), True, place)),
        (
            _NAME,
            ScalarNode(f"{NAMES[at]}校", False, place),
        ),
    )
    facts = [Entry(key, place, value) for key, value in given]
    records = [entry for entry in node if entry.key == "台账记录"]
    own = [entry for entry in node if entry.key != "台账记录"]
    document = MappingNode((*facts, *own), place)
    entries = (Entry("事实", place, document), *records)
    said = "，".join(f"{entry.key} {_said(entry.value)}" for entry in own)
    more = [
        f"{entry.key}：{_said(entry.value)}"
        for record in records
        if isinstance(record.value, MappingNode)
        for entry in record.value
    ]
    return MappingNode(entries, place), "；".join(each for each in (said, *more) if each)


def _said(node: Node) -> str:
    match node:
        case ScalarNode():
            return "没有填" if node.is_blank else node.text
        case SequenceNode():
            return "、".join(_said(item) for item in node.items) or "没有记录"
        case MappingNode():
            return "（" + "，".join(f"{each.key} {_said(each.value)}" for each in node) + "）"
