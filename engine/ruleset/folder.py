"""Read a folder of rules: every YAML file, validated, with canonical keys and places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeGuard

from engine.diagnostics import Diagnostics, Place, reason_of
from engine.glossary import chinese_key
from engine.ruleset.editions import Editions, default_as_of
from engine.ruleset.keys import canonical_keys, canonicalise
from engine.ruleset.nodes import Entry, MappingNode, Node, SequenceNode
from engine.ruleset.profile import Profile
from engine.ruleset.reading import parse_yaml
from engine.ruleset.suggesting import suggest
from engine.ruleset.tailoring import find_profile, tailor
from engine.ruleset.tailoring.finding import check_names
from engine.ruleset.validating import validate_node

FILES = {
    "ruleset.yaml": "ruleset_file",
    "fields.yaml": "fields_file",
    "checks.yaml": "checks_file",
    "adjustments.yaml": "adjustments_file",
    "vetoes.yaml": "vetoes_file",
    "duties.yaml": "duties_file",
    "city.yaml": "city_file",
    "coverage.yaml": "coverage_file",
}
FOLDERS = {
    "dimensions": "dimension_file",
    "fields": "fields_file",
    "profiles": "profile_file",
}
_CASES = "cases"
_OF_FIELDS = ("fields.yaml", "checks.yaml")
# What a file begins with -> where it belongs.
_HEADS = {
    "dimension": "dimensions/",
    "vetoes": "vetoes.yaml",
    "duties": "duties.yaml",
    "bonuses": "adjustments.yaml",
    "deductions": "adjustments.yaml",
    "city_figures": "city.yaml",
    "coverage": "coverage.yaml",
    "fields": "fields/",
    "tables": "fields/",
    "derived": "fields/",
    "checks": "checks.yaml",
    "approved_by": "profiles/",
    "expected": "cases/",
}


@dataclass(frozen=True, slots=True)
class RuleTexts:
    """The texts of one folder, each with canonical keys; None where there is no such file.

    Args:
        is_complete: False where a file (or a choice of editions) could not be read at all, or a
            required one is not there: then what refers to it cannot be judged.
        digest: SHA-256 over relative names and bytes of all YAML files except the cases.
        as_of: The date by which editions were chosen; None where none could be told.
        editions: What was chosen, and when editions begin.
        written: File -> its canonical text, before editions were chosen.
        profile: By which the texts are tailored.
    """

    folder: str
    place: Place
    ruleset: MappingNode | None
    fields: MappingNode
    dimensions: tuple[MappingNode, ...]
    adjustments: MappingNode | None
    vetoes: MappingNode | None
    duties: MappingNode | None
    city: MappingNode | None
    coverage: MappingNode | None
    is_complete: bool
    digest: str
    as_of: date | None
    editions: Editions
    written: Mapping[str, Node]
    profile: Profile | None = None

    def roots(self) -> Iterator[MappingNode]:
        """Yield the root of every text there is."""
        for node in (self.ruleset, self.fields, *self.dimensions):
            if node is not None:
                yield node
        for node in (self.adjustments, self.vetoes, self.duties, self.city, self.coverage):
            if node is not None:
                yield node


def read_folder(
    folder: Path,
    diagnostics: Diagnostics,
    shown_as: str | None = None,
    as_of: date | None = None,
    profile: str | None = None,
) -> RuleTexts | None:
    """Read all texts of a ruleset, as they stand on one date.

    Args:
        folder: The folder of one edition of rules.
        diagnostics: Gets every problem of every file.
        shown_as: The name of the folder in places; as given without it.
        as_of: The date whose editions are in force; the end of the window without it.
        profile: The name of the profile by which they are tailored.

    Returns:
        The texts; None where the folder is no folder of rules at all.
    """
    shown = (shown_as if shown_as is not None else folder.as_posix()).rstrip("/") or "."
    if not _is_rules_folder(folder, shown, diagnostics):
        return None
    names = sorted(_yaml_names(folder, shown, diagnostics))
    digest = hashlib.sha256()
    nodes: dict[str, Node | None] = {}
    for name in names:
        node, data = _read_file(folder / name, f"{shown}/{name}", diagnostics)
        digest.update(name.encode() + b"\0" + str(len(data)).encode() + b"\0" + data)
        nodes[name] = canonicalise_as(node, _kind_of(name), diagnostics) if node else None
    if profile is not None:
        digest.update(b"\0profile\0" + profile.encode())
    return put_together(nodes, diagnostics, shown, as_of, digest.hexdigest(), profile)


def put_together(
    nodes: Mapping[str, Node | None],
    diagnostics: Diagnostics,
    shown: str,
    as_of: date | None = None,
    digest: str = "",
    profile: str | None = None,
) -> RuleTexts:
    """Put the canonical files of a ruleset together as they stand on one date.

    Args:
        nodes: Relative name -> the file; None where it could not be read.
        diagnostics: Gets what is wrong.
        shown: The name of the folder in places.
        as_of: The date whose editions are in force; the end of the window without it.
        digest: Of the files.
        profile: The name of the profile by which they are tailored.
    """
    editions = Editions(as_of or default_as_of(nodes["ruleset.yaml"]), diagnostics)
    texts, absent = _resolve(nodes, editions, diagnostics)
    names = [name for name in nodes if name not in absent]
    is_complete = len(texts) == len(names) and editions.is_readable
    texts, tailored_by = _tailor(texts, profile, Place(shown), diagnostics)
    dimensions = tuple(node for name, node in texts.items() if name.startswith("dimensions/"))
    is_complete &= _has_required_files(names, shown, diagnostics)
    return RuleTexts(
        folder=shown,
        place=Place(f"{shown}/ruleset.yaml", line=1, column=1),
        ruleset=texts.get("ruleset.yaml"),
        fields=_merge_fields(texts, Place(f"{shown}/fields.yaml", line=1, column=1), diagnostics),
        dimensions=dimensions,
        adjustments=texts.get("adjustments.yaml"),
        vetoes=texts.get("vetoes.yaml"),
        duties=texts.get("duties.yaml"),
        city=texts.get("city.yaml"),
        coverage=texts.get("coverage.yaml"),
        is_complete=is_complete,
        digest=digest,
        as_of=editions.as_of,
        editions=editions,
        written={name: node for name, node in nodes.items() if node is not None},
        profile=tailored_by,
    )


def _resolve(
    nodes: Mapping[str, Node | None], editions: Editions, diagnostics: Diagnostics
) -> tuple[dict[str, MappingNode], set[str]]:
    """Return the files that are mappings once editions are chosen, and those not there then."""
    texts, absent = {}, set()
    for name, node in nodes.items():
        resolved = editions.resolve(node) if node is not None else None
        if resolved is not None:
            validate_node(resolved, _kind_of(name), diagnostics)
        if isinstance(resolved, MappingNode):
            texts[name] = resolved
        elif node is not None and resolved is None:
            absent.add(name)
    return texts, absent


def _tailor(
    texts: dict[str, MappingNode], name: str | None, place: Place, diagnostics: Diagnostics
) -> tuple[dict[str, MappingNode], Profile | None]:
    """Tailor the texts by a profile, where one is asked for."""
    check_names(texts, diagnostics)
    node = find_profile(texts, name, place, diagnostics) if name is not None else None
    if node is None:
        return texts, None
    tailored, profile = tailor(texts, node, diagnostics)
    for file, each in tailored.items():
        if each is not texts.get(file):
            validate_node(each, _kind_of(file), diagnostics)
    return tailored, profile


def _is_rules_folder(folder: Path, shown: str, diagnostics: Diagnostics) -> bool:
    place = Place(shown)
    if folder.is_file():
        diagnostics.error(
            "R001",
            f"“{shown}”是文件，不是规则文件夹",
            place,
            shown,
            "请给出装有 ruleset.yaml 的文件夹，例如 rules/datong-2025",
        )
    elif not folder.is_dir():
        diagnostics.error(
            "R001",
            f"没有文件夹“{shown}”",
            place,
            shown,
            "请核对路径，例如 rules/datong-2025",
        )
    elif not (folder / "ruleset.yaml").is_file():
        inner = sorted(path.parent.name for path in folder.glob("*/ruleset.yaml"))
        hint = f"是不是想用其中的“{shown}/{inner[0]}”？" if inner else "请先写 ruleset.yaml"
        diagnostics.error("R001", f"文件夹“{shown}”里没有 ruleset.yaml", place, shown, hint)
    else:
        return True
    return False


def _yaml_names(folder: Path, shown: str, diagnostics: Diagnostics) -> list[str]:
    """Return the relative names of the rule files; report files that nothing would read."""
    names = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = name.split("/")
        if any(part.startswith((".", "~")) for part in parts) or not path.is_file():
            continue
        if path.suffix.lower() not in (".yaml", ".yml") or parts[0] == _CASES:
            continue
        if path.suffix != ".yaml":
            hint = f"请改名为 {path.stem}.yaml"
        elif name in FILES or (len(parts) == 2 and parts[0] in FOLDERS):
            names.append(name)
            continue
        else:
            hint = _proper_place(path, name)
        diagnostics.error("R016", f"文件“{name}”不会被读取", Place(f"{shown}/{name}"), name, hint)
    return names


def _proper_place(path: Path, name: str) -> str:
    """Say where a file belongs, by what stands in it, or else by its name."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    node = parse_yaml(data, name, Diagnostics())
    heads = {canonical_keys().get(entry.key, "") for entry in node} if _is_mapping(node) else set()
    for head, place in _HEADS.items():
        if head in heads:
            wanted = f"{place}{path.stem}.yaml" if place.endswith("/") else place
            return f"看内容应当放在 {wanted}，请移动或改名"
    return suggest(name, [*FILES, *(f"{inner}/{path.name}" for inner in FOLDERS)])


def _is_mapping(node: Node | None) -> TypeGuard[MappingNode]:
    return isinstance(node, MappingNode)


def _kind_of(name: str) -> str:
    return FILES.get(name) or FOLDERS[name.split("/")[0]]


def _read_file(path: Path, shown: str, diagnostics: Diagnostics) -> tuple[Node | None, bytes]:
    try:
        data = path.read_bytes()
    except OSError as problem:
        reason = reason_of(problem)
        diagnostics.error("Y001", f"文件打不开：{reason}", Place(shown), hint="请检查文件的权限")
        return None, b""
    return parse_yaml(data, shown, diagnostics), data


def canonicalise_as(node: Node, kind: str, diagnostics: Diagnostics) -> Node:
    """Return one file's node with canonical keys, by one definition of the schema."""
    return canonicalise(node, {"$ref": f"#/$defs/{kind}"}, diagnostics)


def _has_required_files(names: list[str], shown: str, diagnostics: Diagnostics) -> bool:
    """Report what is lacking; tell whether nothing is."""
    has_fields = any(name == "fields.yaml" or name.startswith("fields/") for name in names)
    has_dimensions = any(name.startswith("dimensions/") for name in names)
    has_ruleset = "ruleset.yaml" in names
    if not has_ruleset:
        diagnostics.error(
            "R001",
            "这一天没有 ruleset.yaml：它的“值”写了 ~",
            Place(f"{shown}/ruleset.yaml", line=1, column=1),
            hint="请写上这一期的内容，或换一个基准日",
        )
    if not has_fields:
        diagnostics.error(
            "R001",
            "没有 fields.yaml（字段清单）",
            Place(shown),
            hint="请写 fields.yaml，或在 fields 文件夹里写若干 .yaml 文件",
        )
    if not has_dimensions:
        diagnostics.error(
            "R001",
            "一个维度也没有",
            Place(shown),
            hint="请在 dimensions 文件夹里一个维度写一个文件",
        )
    return has_fields and has_dimensions and has_ruleset


def _merge_fields(
    texts: dict[str, MappingNode], place: Place, diagnostics: Diagnostics
) -> MappingNode:
    """Merge `fields.yaml`, `fields/*.yaml` and `checks.yaml`; a name in two is an error."""
    parts: dict[str, dict[str, Entry]] = {}
    heads: dict[str, Entry] = {}
    checks: list[Node] = []
    for name in texts:
        if name not in _OF_FIELDS and not name.startswith("fields/"):
            continue
        for head in texts[name]:
            heads.setdefault(head.key, head)
            if isinstance(head.value, SequenceNode):
                checks.extend(head.value.items if head.key == "checks" else ())
                continue
            merged = parts.setdefault(head.key, {})
            for entry in head.value if isinstance(head.value, MappingNode) else ():
                first = merged.setdefault(entry.key, entry)
                if first is not entry:
                    _report_twice(head, entry, first, diagnostics)
    entries = [
        Entry(key, heads[key].key_place, MappingNode(tuple(inner.values()), heads[key].value.place))
        for key, inner in parts.items()
    ]
    if checks:
        head = heads["checks"]
        entries.append(
            Entry("checks", head.key_place, SequenceNode(tuple(checks), head.value.place))
        )
    return MappingNode(tuple(entries), place)


def _report_twice(head: Entry, entry: Entry, first: Entry, diagnostics: Diagnostics) -> None:
    diagnostics.error(
        "R020",
        f"{chinese_key(head.key)}里“{entry.key}”写了两次，前一次在 {first.key_place}",
        entry.key_place,
        entry.key,
        "请删去或改名其中一处",
    )
