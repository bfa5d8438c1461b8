"""Read one raw cell by the type of its field: one reader a type, chosen from a table.

Blank is missing, 0 is zero, 「不适用」 is not applicable, 「无」 depends on the type, and what
cannot be read is an error of its own: nothing turns into a value that was not written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from engine.facts.books.merged import MISSING as MISSING_TEXT
from engine.facts.books.merged import UNREADABLE
from engine.facts.books.sheet import (
    Measured,
    Raw,
    Unreadable,
    is_blank,
    number_text,
    plain,
    shown,
    visible,
)
from engine.facts.cells.cell_reading import (
    BLANK_NOT_APPLICABLE,
    MISSING,
    NOT_APPLICABLE,
    CellReader,
    Finding,
    Reading,
    note,
    present,
    unreadable,
)
from engine.facts.cells.dates import read_date
from engine.facts.cells.numerals import numeral_reader
from engine.facts.table import State
from engine.ruleset.dictionary import MISSING_WORD, NO_WORDS, NOT_APPLICABLE_WORD, YES_WORDS
from engine.ruleset.model import Field, FieldType
from engine.ruleset.suggesting import closest

_NOT_APPLICABLE = frozenset({"不适用", "/", "—", "——", "–", "n/a"})
_ERRORS = frozenset(
    {"#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!"}
)
# What people write where there is nothing to write, or not yet: no document's number, no name.
_NOTHING = frozenset(
    {"无", "暂无", "没有", "未填", "未定", "待定", "待补", "待填", "待认定", "待核实", "未认定"}
    | {"不详", "不明", "略", "空", "null", "none", "nan"}
)
_DITTO = frozenset({"同上", "同左", "如上", "〃", '"', "′′", "”", "“"})
_SEE_LISTS = "请按冲突清单和问题清单核实，再填实际的值"
_LONGEST_TEXT = 2000
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SEPARATORS = re.compile(r"[、,;/\s]+")


def cell_reader(field: Field) -> CellReader:
    """Return the function that reads the cells of a field.

    What is the same for every type (blank, special texts, 不适用, error values) is settled here.
    """
    read_typed = _READERS[field.type](field)
    own_words = {plain(choice).casefold() for choice in field.choices}
    blank = BLANK_NOT_APPLICABLE if field.blank_is_not_applicable else MISSING
    marks = {plain(mark).casefold(): _STANDING_FOR[word] for mark, word in field.marks.items()}

    def read(raw: Raw) -> Reading:
        if is_blank(raw) or (isinstance(raw, Measured) and is_blank(raw.raw)):
            return blank
        if marks and (found := marks.get(_mark_of(raw))):
            return found
        if isinstance(raw, Unreadable):
            return _unreadable_cell(raw)
        if isinstance(raw, str):
            text = plain(raw).casefold()
            if text not in own_words:
                if text in _NOT_APPLICABLE:
                    return _not_applicable(field, raw)
                if text in _ERRORS:
                    return _unreadable_cell(Unreadable("F043", plain(raw)))
                if text in ("-", "--"):
                    return _dash(field, raw)
                if text == UNREADABLE:
                    return unreadable(
                        "F043",
                        f"写着“{UNREADABLE}”：合并时就没有读出来，或有两处不一致",
                        _SEE_LISTS,
                    )
                if text == MISSING_TEXT:
                    return Reading(0, State.MISSING, (note("F044", f"填“{text}”，按没有填读"),))
                if text in _DITTO:
                    return unreadable("F048", f"填“{text}”，看不出是什么", "请写全")
        return read_typed(raw)

    return read


_STANDING_FOR = {NOT_APPLICABLE_WORD: NOT_APPLICABLE, MISSING_WORD: MISSING}


def _mark_of(raw: Raw) -> str:
    """Return a cell as it would be written among the special texts of a field."""
    if isinstance(raw, Unreadable):
        return raw.shown.casefold() if raw.code == "F043" else ""
    return _text_of(raw).casefold()


def is_mark(field: Field, raw: Raw) -> bool:
    """Tell whether a cell is one of the special texts of its field."""
    return bool(field.marks) and _mark_of(raw) in {plain(each).casefold() for each in field.marks}


def _unreadable_cell(raw: Unreadable) -> Reading:
    if raw.code == "F042":
        return unreadable(
            "F042",
            "是公式，但文件里没有保存它的结果",
            "请用 Excel 或 WPS 打开并保存一次，或直接填写数值",
        )
    if raw.code == "F016":  # said once, at the header
        return Reading(0, State.UNREADABLE)
    return unreadable("F043", f"是错误值 {raw.shown}", "请改正公式，或直接填写数值")


def _not_applicable(field: Field, raw: str) -> Reading:
    """Take 「不适用」 as said, except where the field asks every school (必填)."""
    if not field.required or field.applies is not None:
        return NOT_APPLICABLE
    zero = "没有的填 0" if field.type.is_numeric else "没有的填“否”或“无”"
    return unreadable(
        "F047", f"填“{raw.strip()}”，但这个字段必填，没有“不适用”", f"请如实填写；{zero}"
    )


def _dash(field: Field, raw: str) -> Reading:
    return unreadable(
        "F045",
        f"填“{raw.strip()}”，看不出是 0、不适用还是没有填",
        "是零请填 0，不适用请填“不适用”，没有就空着"
        if field.type.is_numeric
        else "不适用请填“不适用”，没有就空着",
    )


def _boolean_reader(_field: Field) -> CellReader:
    def read(raw: Raw) -> Reading:
        if isinstance(raw, bool):
            return present(int(raw))
        text = _text_of(raw).casefold()
        if text in YES_WORDS:
            return present(1, *_other_word(raw, "是", _PLAIN_YES))
        if text in NO_WORDS:
            return present(0, *_other_word(raw, "否", _PLAIN_NO))
        return unreadable("F030", f"“{shown(raw)}”不是“是”或“否”", "请填“是”或“否”")

    return read


_PLAIN_YES, _PLAIN_NO = frozenset({"是", "true"}), frozenset({"否", "false"})


def _other_word(raw: Raw, word: str, usual: frozenset[str]) -> tuple[Finding, ...]:
    """Say that another word or sign was taken for 是 or 否."""
    if isinstance(raw, str) and raw.strip().casefold() in usual:
        return ()
    return (note("F111", f"“{shown(raw)}”按“{word}”读", "请填“是”或“否”"),)


def _rewritten(raw: Raw, read_as: str) -> tuple[Finding, ...]:
    """Say that a choice was recognised although it is written otherwise (全角, 空格)."""
    if not isinstance(raw, str) or raw.strip() == read_as:
        return ()
    return (note("F111", f"“{shown(raw)}”按“{read_as}”读"),)


def _text_reader(_field: Field) -> CellReader:
    def read(raw: Raw) -> Reading:
        text = visible(raw) if isinstance(raw, str) else _text_of(raw)
        word = plain(text).casefold()
        if word in _NOTHING or not word.strip("?.。"):
            # 「待定」 as a document's number would make a decision look taken.
            return Reading("", MISSING.state, (note("F044", f"填“{text}”，按没有填读"),))
        if len(text) > _LONGEST_TEXT:
            return unreadable(
                "F048", f"有 {len(text)} 个字，超过 {_LONGEST_TEXT} 个", "请删到必要的内容"
            )
        return present(text, *_odd_signs(raw, text))

    return read


def _odd_signs(raw: Raw, text: str) -> tuple[Finding, ...]:
    """Say that signs which cannot be seen were left out, or that others may not be shown."""
    if text.isprintable() and (not isinstance(raw, str) or raw.strip() == text):
        return ()
    found = []
    if isinstance(raw, str) and raw.strip() != text:
        found.append(note("F114", f"“{text}”里有看不见的字符，已去掉"))
    if _PRIVATE.search(text):
        found.append(
            note("F114", f"“{text}”里有造字，换一台电脑就显示不出", "请改用标准字，或在字旁注明")
        )
    return tuple(found)


def _choice_reader(field: Field) -> CellReader:
    known = {plain(choice): choice for choice in field.choices}

    def read(raw: Raw) -> Reading:
        text = _text_of(raw)
        if not known:
            return present(text)
        choice = known.get(text) or known.get(text.replace(" ", ""))
        if choice is not None:
            return present(choice, *_rewritten(raw, choice))
        return _not_a_choice(shown(raw), text, known)

    return read


def _set_reader(field: Field) -> CellReader:
    known = {plain(choice): choice for choice in field.choices}

    def read(raw: Raw) -> Reading:
        whole = _text_of(raw)
        if whole == "无" and whole not in known:
            return present(frozenset())
        if whole in known:
            return present(frozenset({known[whole]}))
        parts = (
            [plain(part) for part in raw]
            if isinstance(raw, tuple)
            else [part for part in _SEPARATORS.split(whole) if part]
        )
        if known:
            whole_parts = [plain(part) for part in whole.split("、")]
            if all(part in known for part in whole_parts):  # 「足/篮球、排球」
                parts = whole_parts
            for part in parts:
                if part not in known:
                    return _not_a_choice(shown(raw), part, known)
            parts = [known[part] for part in parts]
        return present(frozenset(parts))

    return read


def _not_a_choice(written: str, part: str, known: Mapping[str, str]) -> Reading:
    guess = known.get(closest(part, known))
    listed = "、".join(list(known.values())[:12]) + ("…" if len(known) > 12 else "")
    about = f"“{written}”" if part == plain(written) else f"“{written}”里的“{part}”"
    hint = (f"是不是想写“{guess}”？" if guess else "") + f"可选：{listed}"
    return unreadable("F039", f"{about}不在选项里", hint)


def _text_of(raw: Raw) -> str:
    """Return a cell as text: 1.0 of a choice 「1」 is 1."""
    match raw:
        case str():
            return plain(raw)
        case bool():
            return "TRUE" if raw else "FALSE"
        case int() | float():
            return number_text(raw)
        case date():
            return shown(raw).removesuffix(" 00:00:00")
        case Measured():
            return _text_of(raw.raw)
        case tuple():
            return "、".join(plain(part) for part in raw)
        case _:
            return shown(raw)


def _date_reader(field: Field) -> CellReader:
    return lambda raw: read_date(field, raw)


_READERS: Mapping[FieldType, Callable[[Field], CellReader]] = {
    FieldType.BOOLEAN: _boolean_reader,
    FieldType.INTEGER: numeral_reader,
    FieldType.NUMBER: numeral_reader,
    FieldType.PERCENT: numeral_reader,
    FieldType.DATE: _date_reader,
    FieldType.CHOICE: _choice_reader,
    FieldType.TEXT: _text_reader,
    FieldType.SET: _set_reader,
}
