"""The rule language page is true: its examples are rules that work, and nothing is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.cases import read_cases, run_cases
from engine.diagnostics import Diagnostics, Severity
from engine.glossary import KEYS, WORDS
from engine.grading import GradingStatus
from engine.ruleset import check_ruleset, load_ruleset
from engine.ruleset.codes import CODES
from engine.ruleset.dictionary import FieldType
from engine.scoring import Status
from engine.veto.trace import VetoStatus

PAGE = (Path(__file__).parent.parent.parent / "docs" / "rule-language.md").read_text(
    encoding="utf-8"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the page's examples are, each under the name in its first line."""
    return put_together(tmp_path_factory.mktemp("page") / "sample", "yaml")


def put_together(folder: Path, mark: str) -> Path:
    for block in re.findall(rf"```{mark}\n(.*?)```", PAGE, re.DOTALL):
        name = block.partition("\n")[0].removeprefix("# ")
        path = folder / name
        assert not path.exists(), name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    return folder


def test_examples_when_put_together_then_they_are_rules_without_an_error(sample: Path) -> None:
    ruleset, found = check_ruleset(sample, "sample")
    assert ruleset is not None, [str(item) for item in found]
    told = {(item.code, item.severity) for item in found}
    assert told <= {("R070", Severity.WARNING)}, [str(item) for item in found]


def test_examples_when_their_cases_are_run_then_all_agree(sample: Path) -> None:
    ruleset, diagnostics = load_ruleset(sample, "sample"), Diagnostics()
    results = run_cases(ruleset, read_cases(ruleset, sample, diagnostics), engine="forward")
    assert not list(diagnostics)
    assert [str(each) for result in results for each in result.differences] == []
    assert sum(result.compared for result in results) > 20


def test_weighted_examples_when_their_cases_are_run_then_all_agree(tmp_path: Path) -> None:
    folder = put_together(tmp_path / "weighted", "yaml weighted")
    ruleset, diagnostics = load_ruleset(folder, "weighted"), Diagnostics()
    results = run_cases(ruleset, read_cases(ruleset, folder, diagnostics), engine="forward")
    assert not list(diagnostics)
    assert [[str(each) for each in result.differences] for result in results] == [[]]
    assert sum(result.compared for result in results) == 11


def test_examples_when_read_then_every_key_of_the_language_is_shown() -> None:
    blocks = "\n".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
    told = blocks + "\n".join(re.findall(r"`[^`\n]+`|\|.*\|", PAGE))
    assert not [words[0] for words in KEYS.values() if words[0] not in told]


@pytest.mark.parametrize("key", KEYS)
def test_page_when_it_lists_keys_then_each_has_all_its_spellings(key: str) -> None:
    assert f"{'、'.join(KEYS[key])} `{key}`" in PAGE


@pytest.mark.parametrize("group", WORDS)
def test_page_when_it_lists_words_then_none_is_left_out(group: str) -> None:
    for word, spellings in WORDS[group].items():
        assert f"{'、'.join(spellings)} `{word}`" in PAGE


def test_page_when_it_lists_codes_then_they_are_those_that_can_be_told() -> None:
    listed = dict(re.findall(r"^\| ([RY]\d{3}) \| (.+) \|$", PAGE, re.MULTILINE))
    assert listed == dict(CODES)


def test_page_when_it_lists_what_a_case_expects_then_every_label_is_there() -> None:
    section = PAGE.partition("## 9.")[2].partition("## 10.")[0]
    for labels in (Status, GradingStatus, VetoStatus):
        assert not [each.label for each in labels if each.label not in section]


def test_page_when_it_tells_types_then_each_has_its_row() -> None:
    section = PAGE.partition("### 类型")[2].partition("## 4.")[0]
    for kind in FieldType:
        assert re.search(rf"^\| {WORDS['type'][kind.value][0]} \|", section, re.MULTILINE)
