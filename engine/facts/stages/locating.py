"""Find the school that each verification is about; its name must not speak against its id."""

from __future__ import annotations

from collections.abc import Sequence

from engine.facts.gathering import Gathering, cell_place
from engine.facts.schools.near_ids import SchoolGuess
from engine.facts.schools.school_names import name_key
from engine.facts.stages.revision import RawRevision

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
            self._named.setdefault(name_key(name), []).append(at)
        self._guess = SchoolGuess(school_ids, dict(zip(school_ids, names, strict=True)))
        self._known: dict[tuple[str, str, int], int] = {}

    def find(self, raw: RawRevision) -> int:
        """Return a school's position, or -1."""
        key = raw.school_id, raw.school_name, raw.origin
        if key not in self._known:
            self._known[key] = self._search(raw)
        return self._known[key]

    def _search(self, raw: RawRevision) -> int:
        subject, at = self._gathering.ruleset.subject, self._index.get(raw.school_id, -1)
        named = self._named.get(name_key(raw.school_name), []) if raw.school_name else []
        if at < 0:
            self._report_unknown(raw)
        elif named and at not in named:
            self._gathering.diagnostics.error(
                "F070",
                f"核查的一行写的{subject.id_word}是“{raw.school_id}”（{self._names[at]}），"
                f"名称却是“{raw.school_name}”（{self._ids[named[0]]}），没有采用",
                cell_place(self._gathering.origins[raw.origin], raw.row, raw.column),
                raw.school_name,
                "请改正标识码或名称",
            )
            return -1
        elif raw.school_name and not named:
            self._gathering.diagnostics.warning(
                "F070",
                f"核查的一行写的名称“{raw.school_name}”与{subject.id_word}“{raw.school_id}”的名称"
                f"“{self._names[at]}”不同，按{subject.id_word}读",
                cell_place(self._gathering.origins[raw.origin], raw.row, raw.column),
                raw.school_name,
                "请核对是不是写错了行",
            )
        return at

    def _report_unknown(self, raw: RawRevision) -> None:
        subject, place = self._gathering.ruleset.subject, self._gathering.origins[raw.origin]
        meant = self._guess.by_id(raw.school_id) or self._guess.by_name(raw.school_name)
        self._gathering.diagnostics.error(
            "F070",
            f"核查的{subject.called(raw.school_id)}没有交事实表，核查没有采用",
            cell_place(place, raw.row, raw.column),
            raw.school_id,
            f"是不是想写{self._guess.described(meant)}？"
            if meant
            else f"请改正{subject.id_word}，或补交这{subject.counted}的事实表",
        )
