"""Read the evidence catalogue (佐证目录): gathered like a record table, then line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.sheet import plain
from engine.facts.cells.display import texts_of
from engine.facts.evidence import titles
from engine.facts.evidence.items import ItemNames
from engine.facts.evidence.proof import Proof
from engine.facts.evidence.titles import Verdict
from engine.facts.gathering import RawRecords
from engine.facts.records.record_sets import make_columns, report_strangers
from engine.facts.schools.near_ids import SchoolGuess
from engine.facts.table import Origin
from engine.ruleset.model import RuleSet

_HERE = Place("")
_VERDICTS: Mapping[str, Verdict] = {
    "认可": Verdict.ACCEPTED,
    "通过": Verdict.ACCEPTED,
    "全部认可": Verdict.ACCEPTED,
    "部分": Verdict.PARTLY,
    "部分认可": Verdict.PARTLY,
    "不认可": Verdict.REJECTED,
    "不予认可": Verdict.REJECTED,
    "不通过": Verdict.REJECTED,
    "未通过": Verdict.REJECTED,
}
_UNDECIDED = frozenset({"待核验", "未核验", "待定", "待核实", "待补"})
_DASHES = re.compile("[‐‑‒–—−]")


def number_of(text: str) -> str:
    """Write the number of a piece of evidence in one way.

    >>> number_of(" ｅ—０１ ")
    'E-01'
    """
    return "".join(_DASHES.sub("-", plain(text)).split()).upper()


def read_catalogue(
    raw: RawRecords,
    school_index: Mapping[str, int],
    origins: tuple[Origin, ...],
    ruleset: RuleSet,
    items: ItemNames,
    guess: SchoolGuess,
    diagnostics: Diagnostics,
) -> list[Proof]:
    """Return the lines of all catalogues, by school, then in their order; equal ones once."""
    owner = np.array([school_index.get(each, -1) for each in raw.school_ids], np.int32)
    first = raw.first.places(origins)
    report_strangers(raw, owner, first, school_index, guess, ruleset.subject, diagnostics)
    order = np.lexsort((np.arange(len(owner)), owner))
    order = order[owner[order] >= 0]
    columns = make_columns(raw, order, origins, diagnostics)
    texts = {title: texts_of(columns[title]) for title in titles.COLUMNS}
    found: list[Proof] = []
    bare: list[Place] = []
    for at, line in enumerate(order.tolist()):
        place = first.place(line) or _HERE
        proof = _proof(int(owner[line]), {key: each[at] for key, each in texts.items()}, place)
        if proof.name or proof.file or proof.verdict or texts[titles.VERDICT][at]:
            written, where = texts[titles.VERDICT][at], columns[titles.VERDICT].places
            _check_verdict(proof, written, (where and where.place(at)) or place, diagnostics)
            if not proof.of and not proof.number:
                _report_unbound(proof, place, diagnostics)
            of_places = columns[titles.OF].places
            of_place = (of_places and of_places.place(at)) or place
            found.append(replace(proof, items=items.resolve(proof.of, of_place, diagnostics)))
        else:
            bare.append(place)
    _report_bare(bare, diagnostics)
    _report_unsigned(found, diagnostics)
    return found


def _proof(school: int, texts: Mapping[str, str], place: Place) -> Proof:
    return Proof(
        school,
        number_of(texts[titles.NUMBER]),
        (),
        texts[titles.OF].strip(),
        texts[titles.NAME].strip(),
        texts[titles.FILE].strip(),
        texts[titles.CHECKER].strip(),
        texts[titles.CHECKED_ON],
        _VERDICTS.get("".join(plain(texts[titles.VERDICT]).split())),
        texts[titles.REASON].strip(),
        place,
    )


def _check_verdict(proof: Proof, written: str, place: Place, diagnostics: Diagnostics) -> None:
    """Say where a verdict is none, and where one against the school gives no reason."""
    if written and proof.verdict is None and plain(written) not in _UNDECIDED:
        diagnostics.error(
            "F082",
            f"{proof.said}的核验结论“{written}”看不懂，按没有核验",
            place,
            written,
            f"请填{'、'.join(f'“{each}”' for each in Verdict)}",
        )
    if proof.verdict in (Verdict.REJECTED, Verdict.PARTLY) and not proof.reason:
        diagnostics.warning(
            "F083",
            f"{proof.said}核验为“{proof.verdict}”，没有写理由",
            place,
            proof.verdict,
            "请补写理由：扣了谁的，谁有权知道，申诉时也要用",
        )


def _report_unbound(proof: Proof, place: Place, diagnostics: Diagnostics) -> None:
    diagnostics.warning(
        "F081",
        f"{proof.said}没有写对应字段，也没有编号，对不上任何事实",
        place,
        hint="请写明它证的是哪个字段或台账",
    )


def _report_unsigned(proofs: list[Proof], diagnostics: Diagnostics) -> None:
    """Say once which verdicts nobody has put a name to."""
    unsigned = [each for each in proofs if each.verdict is not None and not each.checker]
    if unsigned:
        many = f"等 {len(unsigned)} 件" if len(unsigned) > 1 else ""
        diagnostics.note(
            "F083",
            f"{unsigned[0].said}{many}有核验结论，没有写核验人",
            unsigned[0].place,
            hint="请补写核验人和日期：谁认可、谁不认可，要查得到",
        )


def _report_bare(bare: list[Place], diagnostics: Diagnostics) -> None:
    if bare:
        diagnostics.note(
            "F080",
            f"佐证目录有 {len(bare)} 行既没有佐证名称，也没有文件，不算佐证",
            bare[0],
            hint="有佐证的请补填；没有的可删去这些行",
        )
