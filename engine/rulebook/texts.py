"""Read the rule files of a folder as texts, and their nodes with keys as written beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.diagnostics import Diagnostics, RulesUnusable
from engine.rulebook.layout import Files, RuleFile
from engine.ruleset.folder import FILES, FOLDERS, canonicalise_as
from engine.ruleset.nodes import MappingNode
from engine.ruleset.reading import parse_yaml

CASES = "cases"


def read_texts(folder: Path) -> dict[str, str]:
    """Return the texts of all rule files, cases too, by name relative to the folder.

    A byte order mark and the ends of lines are kept, so that a text can be written back as it was.

    Raises:
        RulesUnusable: A file is not in UTF-8.
    """
    texts = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith((".", "~")) for part in name.split("/")) or not _is_read(name):
            continue
        try:
            texts[name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as problem:
            raise RulesUnusable(
                f"“{path}”不是 UTF-8 编码，没有导出。请先另存为 UTF-8。"
            ) from problem
    return texts


def rule_files(texts: Mapping[str, str]) -> dict[str, RuleFile]:
    """Return the texts that a rulebook shows, with their nodes: all but the cases."""
    files = {}
    for name, text in texts.items():
        kind = kind_of_file(name)
        if not kind:
            continue
        root = parse_yaml(text.encode(), name, Diagnostics())
        node = canonicalise_as(root, kind, Diagnostics()) if root is not None else None
        if isinstance(node, MappingNode):
            files[name] = RuleFile(name, text, node, kind)
    return files


def is_english(files: Files) -> bool:
    """Tell whether the keys of the rules are English."""
    written = [entry.shown for file in files.values() for entry in file.root]
    return sum(key.isascii() for key in written) * 2 > len(written)


def kind_of_file(name: str) -> str:
    """Return the definition that a file follows; empty for cases and files that are not read."""
    return FILES.get(name) or FOLDERS.get(name.rpartition("/")[0], "")


def _is_read(name: str) -> bool:
    return bool(kind_of_file(name)) or name.startswith(f"{CASES}/")
