"""Find the profile that is meant among those of a folder."""

from __future__ import annotations

from collections.abc import Mapping

from engine.diagnostics import Diagnostics, Place
from engine.ruleset.nodes import MappingNode, ScalarNode
from engine.ruleset.suggesting import suggest

FOLDER = "profiles/"


def find_profile(
    texts: Mapping[str, MappingNode], name: str, place: Place, diagnostics: Diagnostics
) -> MappingNode | None:
    """Return the profile with a name, an id, or a file of that name; report that there is none.

    Args:
        texts: File -> its canonical text.
        name: As it was asked for.
        place: Of the folder. diagnostics: Gets an error with the list of those that there are.
    """
    profiles = {file: node for file, node in texts.items() if file.startswith(FOLDER)}
    for key in ("name", "id"):
        for node in profiles.values():
            if text_of(node, key) == name:
                return node
    for file, node in profiles.items():
        if file.removeprefix(FOLDER).removesuffix(".yaml") == name:
            return node
    known = profile_names(texts)
    hint = suggest(name, known) if known else "这套方案的 profiles 文件夹里还没有剪裁"
    diagnostics.error("R205", f"没有剪裁“{name}”", place, name, hint)
    return None


def profile_names(texts: Mapping[str, MappingNode]) -> tuple[str, ...]:
    """Return the names of all profiles, in the order of their files."""
    found = (text_of(node, "name") for file, node in texts.items() if file.startswith(FOLDER))
    return tuple(filter(None, found))


def check_names(texts: Mapping[str, MappingNode], diagnostics: Diagnostics) -> None:
    """Report two profiles of one folder that have the same id or name."""
    for key in ("id", "name"):
        seen: dict[str, Place] = {}
        for file, node in texts.items():
            value = node.get(key) if file.startswith(FOLDER) else None
            if not isinstance(value, ScalarNode):
                continue
            first = seen.setdefault(value.text, value.place)
            if first is not value.place:
                diagnostics.error(
                    "R206",
                    f"剪裁“{value.text}”与 {first} 的重名",
                    value.place,
                    value.text,
                    "请改其中一个，使 --profile 认得出是哪一份",
                )


def text_of(node: MappingNode | None, key: str) -> str:
    """Return the text under a key, or nothing."""
    value = node.get(key) if node is not None else None
    return value.text if isinstance(value, ScalarNode) and not value.is_blank else ""
