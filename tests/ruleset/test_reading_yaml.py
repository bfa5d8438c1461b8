"""A text becomes nodes that know where they stand, and no value is typed on the way."""

from __future__ import annotations

import pytest
import yaml

from engine.diagnostics import Diagnostics, Place
from engine.ruleset import reading
from engine.ruleset.nodes import MappingNode, ScalarNode, SequenceNode, describe_node
from engine.ruleset.reading import parse_yaml


def read(text: str) -> MappingNode:
    diagnostics = Diagnostics()
    node = parse_yaml(text.encode(), "a.yaml", diagnostics)
    assert isinstance(node, MappingNode), [str(item) for item in diagnostics]
    return node


def test_nodes_when_read_then_every_key_and_value_has_its_place() -> None:
    node = read("甲: 1\n乙:\n  - 丙: [x, y]\n")
    first, second = node.entries
    assert (first.key_place, first.value.place) == (
        Place("a.yaml", line=1, column=1),
        Place("a.yaml", line=1, column=4),
    )
    assert isinstance(second.value, SequenceNode)
    inner = second.value.items[0]
    assert isinstance(inner, MappingNode)
    assert inner.place == Place("a.yaml", line=3, column=5)
    value = inner.get("丙")
    assert isinstance(value, SequenceNode)
    assert [item.place.column for item in value.items] == [9, 12]


@pytest.mark.parametrize(
    "text",
    ["1:30", "012", "yes", "off", "1_000", "2025-01-01", "0x1F", "1e3", ".5", "true", "12e03", "<"],
)
def test_scalar_when_yaml_1_1_would_change_it_then_it_stays_as_written(text: str) -> None:
    value = read(f"甲: {text}\n").get("甲")
    assert value == ScalarNode(text, False, Place("a.yaml", line=1, column=4))


@pytest.mark.parametrize("written", ['"012"', "'012'", "|-\n  012", ">-\n  012"])
def test_scalar_when_quoted_or_a_block_then_it_is_marked_as_text(written: str) -> None:
    value = read(f"甲: {written}\n").get("甲")
    assert isinstance(value, ScalarNode)
    assert (value.text, value.quoted) == ("012", True)


@pytest.mark.parametrize("written", ["", "~", "null", "NULL"])
def test_scalar_when_nothing_is_written_then_it_is_blank(written: str) -> None:
    value = read(f"甲: {written}\n乙: 1\n").get("甲")
    assert isinstance(value, ScalarNode)
    assert value.is_blank


def test_scalar_when_quoted_null_then_it_is_text() -> None:
    value = read("甲: 'null'\n").get("甲")
    assert isinstance(value, ScalarNode)
    assert not value.is_blank


def test_json_when_read_then_it_is_the_same_as_yaml() -> None:
    node = read('{"甲": [1, "2", null, true],\n\t"乙": {}}')
    inner = node.get("甲")
    assert isinstance(inner, SequenceNode)
    assert [(item.text, item.quoted) for item in inner.items if isinstance(item, ScalarNode)] == [
        ("1", False),
        ("2", True),
        ("null", False),
        ("true", False),
    ]
    assert node.get("乙") == MappingNode((), Place("a.yaml", line=2, column=7))


def test_reading_when_the_c_parser_is_missing_then_nodes_and_places_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "甲: {乙: [1, 二, '三']}\n丁:\n- 戊: |\n    己\n  庚: >\n    辛\n"
    fast = read(text)
    monkeypatch.setattr(reading, "_Loader", yaml.SafeLoader)
    assert read(text) == fast


def test_prose_when_it_has_full_width_signs_then_it_is_left_alone() -> None:
    diagnostics = Diagnostics()
    text = "甲: 公办学校已实行的得2分，未实行的不得分：全有全无（2分）。\n乙: [1, “双带头人”工程]\n"
    assert parse_yaml(text.encode(), "a.yaml", diagnostics) is not None
    assert not list(diagnostics)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲: 乙", "“乙”"),
        ("甲:", "空白"),
        ("甲: [1, 2]", "列表（2 项）"),
        ("甲: {乙: 1}", "键值（乙）"),
    ],
)
def test_node_when_described_then_a_person_knows_it(text: str, said: str) -> None:
    value = read(text + "\n").get("甲")
    assert value is not None
    assert describe_node(value) == said
