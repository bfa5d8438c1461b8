"""Find the school that each verification is about: by its id, or by its name."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import Diagnostics
from engine.facts.gathering import Gathering, cell_place
from engine.facts.near_ids import SchoolGuess
from engine.facts.sheet import plain
from engine.facts.stages.revision import RawRevision
from engine.ruleset.model import Subject

Located = tuple[int, RawRevision]


def locate(gathering: Gathering, school_ids: Sequence[str], names: Sequence[str]) -> list[Located]:
    """Return the gathered verifications with the positions of their schools.

    One whose school is not known, or is known by another name, is not taken (said once a school
    and sheet).
    """
    finder = _Finder(gathering, school_ids, names)
    found = ((finder.find(raw), raw) for raw in gathering.revisions)
    return [(school, raw) for school, raw in found if school >= 0]


class _Finder:
    def __init__(
        self, gathering: Gathering, school_ids: Sequence[str], names: Sequence[str]
    ) -> None:
        self._gathering, self._ids, self._names = gathering, school_ids, names
        self._index = {school_id: at for at, school_id in enumerate(school_ids)}
        self._named: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            self._named.setdefault(_close(name), []).append(at)
        self._guess = SchoolGuess(school_ids, dict(zip(school_ids, names, strict=True)))
        self._known: dict[tuple[str, str, int], int] = {}

    def find(self, raw: RawRevision) -> int:
        """Return a school's position, or -1."""
        key = raw.school_id, raw.school_name, raw.origin
        if key not in self._known:
            self._known[key] = self._search(raw)
        return self._known[key]

    def _search(self, raw: RawRevision) -> int:
        subject, diagnostics = self._gathering.ruleset.subject, self._gathering.diagnostics
        place = cell_place(self._gathering.origins[raw.origin], raw.row, raw.column)
        named = self._named.get(_close(raw.school_name), []) if raw.school_name else []
        if raw.school_id:
            at = self._index.get(raw.school_id, -1)
            if at < 0:
                self._report_unknown(raw, subject, diagnostics)
            elif raw.school_name and named and at not in named:
                other = self._ids[named[0]]
                diagnostics.error(
                    "F070",
                    f"核查的一行写的{subject.id_word}是“{raw.school_id}”（{self._names[at]}），"
                    f"名称却是“{raw.school_name}”（{other}），没有采用",
                    place,
                    raw.school_name,
                    "请改正标识码或名称",
                )
                return -1
            return at
        if len(named) == 1:
            diagnostics.note(
                "F070",
                f"核查表按名称“{raw.school_name}”认作{subject.called(self._ids[named[0]])}",
                place,
                raw.school_name,
                f"最好写{subject.id_word}",
            )
            return named[0]
        if named:
            listed = "、".join(self._ids[at] for at in named[:5])
            diagnostics.error(
                "F070",
                f"叫“{raw.school_name}”的{subject}有 {len(named)} {subject.measure}（{listed}），"
                "核查没有采用",
                place,
                raw.school_name,
                f"请写{subject.id_word}",
            )
            return -1
        self._report_unknown(raw, subject, diagnostics)
        return -1

    def _report_unknown(self, raw: RawRevision, subject: Subject, diagnostics: Diagnostics) -> None:
        written = raw.school_id or raw.school_name
        meant = self._guess.by_id(raw.school_id) if raw.school_id else ""
        meant = meant or self._guess.by_name(raw.school_name) or self._near(raw.school_name)
        diagnostics.error(
            "F070",
            f"核查的{subject.called(written)}没有交事实表，核查没有采用",
            cell_place(self._gathering.origins[raw.origin], raw.row, raw.column),
            written,
            f"是不是想写{self._guess.described(meant)}？"
            if meant
            else f"请改正{subject.id_word}或名称，或补交这{subject.counted}的事实表",
        )

    def _near(self, name: str) -> str:
        """Return the only school whose name holds this one, or is held by it."""
        text = _close(name)
        near = [at for each, found in self._named.items() for at in found
                if text and (text in each or each in text)]  # fmt: skip
        return self._ids[near[0]] if len(near) == 1 else ""


def _close(name: str) -> str:
    return "".join(plain(name).split())
