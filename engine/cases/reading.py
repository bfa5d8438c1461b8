"""Read hand-worked cases: `cases/*.yaml` of a folder of rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from engine.cases.case import Case, SchoolCase
from engine.cases.expecting import read_expected
from engine.cases.naming import check_fact_names
from engine.diagnostics import Diagnostics, Place, RulesUnusable
from engine.facts.schools.school_ids import id_in_nodes
from engine.glossary import KEYS
from engine.ruleset import load_ruleset
from engine.ruleset.editions import Editions
from engine.ruleset.folder import canonicalise_as
from engine.ruleset.model import RuleSet
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.reading import read_yaml
from engine.ruleset.scalars import read_boolean, read_date
from engine.ruleset.suggesting import suggest
from engine.ruleset.validating import validate_node


def read_cases(ruleset: RuleSet, folder: Path | str, diagnostics: Diagnostics) -> tuple[Case, ...]:
    """Read every case of a ruleset, in the order of file names.

    Args:
        ruleset: The rules that the cases are about.
        folder: The folder of the rules; the cases stand in its `cases`.
        diagnostics: Gets every problem; a case with an error is left out.

    Returns:
        The cases. Files whose name begins with `_` are only there to be built on (基于). Of rules
        tailored by a profile, only the cases that name it: the others are for the whole.
    """
    readers = _Readers(ruleset, Path(folder), diagnostics)
    cases = []
    for path in sorted((Path(folder) / "cases").glob("*.yml")):
        diagnostics.error(
            "R016",
            f"文件“{path.name}”不会被读取",
            Place(f"{ruleset.folder}/cases/{path.name}"),
            path.name,
            f"请改名为 {path.stem}.yaml",
        )
    left_out = 0
    for path in sorted((Path(folder) / "cases").glob("*.yaml")):
        if path.name.startswith(("_", ".")):
            continue
        if not readers.is_for_these_rules(path.name):
            left_out += 1
            continue
        case = readers.case(path.name)
        if case is not None:
            cases.append(case)
    if left_out:
        diagnostics.note(
            "R231",
            f"另有 {left_out} 个案例没有写明这份剪裁，没有运行",
            Place(f"{ruleset.folder}/cases"),
            str(left_out),
            f"要按它运行的案例请写 剪裁: {_profile_of(ruleset)}；不写 --profile 则全部运行",
        )
    return tuple(cases)


class _Readers:
    """Reads each case by the rules of its own date (基准日) and profile (剪裁), if it names any."""

    def __init__(self, ruleset: RuleSet, folder: Path, diagnostics: Diagnostics) -> None:
        self._folder = folder
        self._diagnostics = diagnostics
        self._own = _Reader(ruleset, folder / "cases", diagnostics)
        self._others: dict[tuple[date, str | None], _Reader | None] = {}

    def is_for_these_rules(self, name: str) -> bool:
        """Tell whether a case was worked out for the profile of these rules, if they have one."""
        own = _profile_of(self._own.ruleset)
        written = self._own.written(name, "profile") if own is not None else None
        return own is None or (isinstance(written, ScalarNode) and written.text == own)

    def case(self, name: str) -> Case | None:
        """Return one case, or None where its file has errors or its rules cannot be used."""
        own = self._own.ruleset
        written, profile = (self._own.written(name, key) for key in ("as_of", "profile"))
        at = written or profile
        if at is None:
            return self._own.case(name)
        day = read_date(written) if written is not None else own.as_of
        if not isinstance(day, date):
            return None  # the schema has refused it
        by = profile.text if isinstance(profile, ScalarNode) else _profile_of(own)
        if (day, by) not in self._others:
            self._others[day, by] = self._reader(day, by, at)
        reader = self._others[day, by]
        case = reader.case(name) if reader is not None else None
        return replace(case, ruleset=reader.ruleset) if case and reader else None

    def _reader(self, day: date, profile: str | None, written: Node) -> _Reader | None:
        own = self._own.ruleset
        try:
            ruleset = load_ruleset(self._folder, own.folder, day, profile)
        except RulesUnusable as problem:
            options = f"--as-of {day}" + (f" --profile {profile}" if profile is not None else "")
            self._diagnostics.error(
                "R067",
                f"案例所用的方案（基准日 {day}）不能使用：{problem}",
                written.place,
                profile if profile is not None else str(day),
                f"请先运行 pingheng check {options}，照提示改正，或改案例的基准日、剪裁",
            )
            return None
        return _Reader(ruleset, self._folder / "cases", self._diagnostics)


class _Reader:
    """Reads cases and remembers the files that others build on."""

    def __init__(self, ruleset: RuleSet, folder: Path, diagnostics: Diagnostics) -> None:
        self.ruleset = ruleset
        self._folder = folder
        self._diagnostics = diagnostics
        self._nodes: dict[str, MappingNode | None] = {}
        self._ids = {
            name: field.id
            for field in ruleset.fields.values()
            for name in (field.id, *field.aliases)
        }

    def case(self, name: str) -> Case | None:
        """Return one case, or None where its file has errors."""
        node = self._node(name)
        if node is None:
            return None
        common = self._based_on(node, (name,))
        if common is None:
            return None
        inner = node.get("schools")
        parts = inner.items if isinstance(inner, SequenceNode) else (node,)
        schools = []
        for part in parts:
            school = self._school(part, common, name) if isinstance(part, MappingNode) else None
            if school is None:
                return None
            schools.append(school)
        if not self._are_distinct(schools):
            return None
        confirmed = self._confirmed(node)
        if confirmed is None:
            return None
        title, note, day = (node.get(key) for key in ("name", "note", "evidence_date"))
        looked_on = read_date(day) if isinstance(day, ScalarNode) else None
        return Case(
            name=title.text if isinstance(title, ScalarNode) else name,
            place=node.place,
            schools=tuple(schools),
            note=note.text if isinstance(note, ScalarNode) else "",
            evidence_date=looked_on if isinstance(looked_on, date) else None,
            confirmed=confirmed,
        )

    def _confirmed(self, node: MappingNode) -> bool | None:
        """Return whether somebody has worked the case out; None where it does not say who."""
        written = node.get("confirmed")
        if written is None:
            return True
        if read_boolean(written) is not True:
            return False
        if "confirmed_by" in node:
            return True
        self._diagnostics.error(
            "R230",
            "案例写着已核对，没有写核对人",
            written.place,
            "是",
            f"请加一行 {_shown('confirmed_by')}: 姓名；还没有核对的写 {_shown('confirmed')}: 否",
        )
        return None

    def _node(self, name: str) -> MappingNode | None:
        """Return a file's canonical node, read once."""
        if name not in self._nodes:
            mine = Diagnostics()
            node = read_yaml(self._folder / name, mine, f"{self.ruleset.folder}/cases/{name}")
            canonical = self._canonical(node, mine) if node is not None else None
            sound = canonical is not None and not mine.has_errors
            self._diagnostics.extend(mine)
            self._nodes[name] = canonical if sound else None
        return self._nodes[name]

    def _canonical(self, node: Node, diagnostics: Diagnostics) -> MappingNode | None:
        """Return a file's node, what it expects by editions resolved, checked."""
        canonical = canonicalise_as(node, "case_file", diagnostics)
        resolved = Editions(self.ruleset.as_of, diagnostics).resolve(canonical)
        if resolved is not None:
            validate_node(resolved, "case_file", diagnostics)
        if not isinstance(resolved, MappingNode):
            return None
        check_fact_names(resolved, self.ruleset, diagnostics)
        return resolved

    def written(self, name: str, key: str) -> Node | None:
        """Return where a file names the date (基准日) or profile (剪裁) of its rules, or None."""
        unread = Diagnostics()
        node = read_yaml(self._folder / name, unread)
        if node is None:
            return None
        canonical = canonicalise_as(node, "case_file", unread)
        return canonical.get(key) if isinstance(canonical, MappingNode) else None

    def _based_on(self, node: MappingNode, path: tuple[str, ...]) -> MappingNode | None:
        """Return facts and records of a file, laid over what it builds on."""
        written = node.get("based_on")
        base = MappingNode((), node.place)
        if isinstance(written, ScalarNode):
            found = self._base(written, path)
            if found is None:
                return None
            base = found
        return self._lay_over(base, node)

    def _base(self, written: ScalarNode, path: tuple[str, ...]) -> MappingNode | None:
        name = written.text
        if name in path:
            self._diagnostics.error(
                "R068",
                f"案例循环引用：{' → '.join((*path, name))}",
                written.place,
                name,
                "请改“基于”",
            )
            return None
        if "/" in name or "\\" in name or not (self._folder / name).is_file():
            known = sorted(path.name for path in self._folder.glob("*.yaml"))
            self._diagnostics.error(
                "R068",
                f"没有案例文件“{name}”",
                written.place,
                name,
                suggest(name, known),
            )
            return None
        inner = self._node(name)
        return self._based_on(inner, (*path, name)) if inner is not None else None

    def _lay_over(self, base: MappingNode, over: MappingNode) -> MappingNode:
        """Return base with the facts and the record tables of another node laid over it."""
        entries = []
        for key in ("facts", "records"):
            merged: dict[str, Entry] = {}
            for node in (base.get(key), over.get(key)):
                for entry in node if isinstance(node, MappingNode) else ():
                    name = self._ids.get(entry.key, entry.key) if key == "facts" else entry.key
                    merged[name] = entry
            entries.append(
                Entry(key, over.place, MappingNode(tuple(merged.values()), over.place), _shown(key))
            )
        catalogue = over.entry("catalogue") or base.entry("catalogue")
        entries += [catalogue] if catalogue is not None else []
        return MappingNode(tuple(entries), over.place)

    def _school(self, node: MappingNode, common: MappingNode, name: str) -> SchoolCase | None:
        is_whole_file = node is self._nodes.get(name)
        facts = common if is_whole_file else self._own(node, common, name)
        if facts is None:
            return None
        school_id, lacking = self._school_id(facts)
        if not school_id:
            self._diagnostics.error(
                "R067",
                f"案例里没有写{'、'.join(f'“{name}”' for name in lacking)}",
                node.place,
                hint=f'请在“事实”里写 {lacking[0]}: "0001"',
            )
            return None
        written = node.get("expected")
        if not isinstance(written, MappingNode):
            self._diagnostics.error(
                "R067", "案例没有写“期望”", node.place, hint="请写上手算的结果，如 期望: {总分: 90}"
            )
            return None
        expected = read_expected(written, self.ruleset, self._diagnostics)
        return SchoolCase(school_id, facts, expected) if expected is not None else None

    def _own(self, node: MappingNode, common: MappingNode, name: str) -> MappingNode | None:
        """Return the facts of one school of several: its own base, if any, under its facts."""
        written = node.get("based_on")
        if isinstance(written, ScalarNode):
            base = self._base(written, (name,))
            return self._lay_over(base, node) if base is not None else None
        return self._lay_over(common, node)

    def _school_id(self, facts: MappingNode) -> tuple[str, list[str]]:
        """Return a school's id, and the fields of it that are not written."""
        inner = facts.get("facts")
        values: dict[str, Node] = {}
        for entry in inner if isinstance(inner, MappingNode) else ():
            values.setdefault(self._ids.get(entry.key, entry.key), entry.value)
        school_id, lacking, _ = id_in_nodes(self.ruleset, values.get)
        return school_id, lacking

    def _are_distinct(self, schools: list[SchoolCase]) -> bool:
        seen: dict[str, Place] = {}
        for school in schools:
            if school.school_id in seen:
                self._diagnostics.error(
                    "R067",
                    f"案例里有两{self.ruleset.subject.counted}的标识码都是“{school.school_id}”",
                    school.facts.place,
                    school.school_id,
                    f"请改其中一处；前一处在 {seen[school.school_id]}",
                )
                return False
            seen[school.school_id] = school.facts.place
        return True


def _shown(key: str) -> str:
    return KEYS[key][0]


def _profile_of(ruleset: RuleSet) -> str | None:
    return ruleset.profile.name if ruleset.profile is not None else None
