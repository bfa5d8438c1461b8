"""What can be changed in a YAML text: data that says where and what, never how.

A path names keys as they are written in the file and positions of the list as the text has
it. All changes of one call speak of the text as it is before any of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.diagnostics import InternalFault, PinghengError, Place

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SetValue:
    """Give a value another text.

    Args:
        path: The value; `()` is the whole text.
        text: YAML source of the new value, dedented. A list or a mapping is compared with what
            stands there, and only what differs is touched.
        cause: The cell (or line) that asked for it: where a refusal is told.
    """

    path: Path
    text: str
    cause: Place | None = None


@dataclass(frozen=True, slots=True)
class PutEntry:
    """Add `key: text` to a mapping.

    Args:
        path: The mapping.
        key: The key, as text; quotes are put where they are needed.
        text: YAML source of the value, dedented.
        before: The key before which the entry goes; None puts it at the end.
        cause: As in `SetValue`.
    """

    path: Path
    key: str
    text: str
    before: str | None = None
    cause: Place | None = None


@dataclass(frozen=True, slots=True)
class PutItem:
    """Add an item to a list.

    Args:
        path: The list.
        position: Before which item of the old list; its length puts the item at the end.
            Several at one position keep the order in which they are given.
        text: YAML source of the item, dedented.
        cause: As in `SetValue`.
    """

    path: Path
    position: int
    text: str
    cause: Place | None = None


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Give the entry at a path another key; its value and its comments stay."""

    path: Path
    key: str
    cause: Place | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out an entry of a mapping or an item of a list.

    A list or a mapping that is empty then goes too, with its key: the rule language has no
    empty ones.
    """

    path: Path
    cause: Place | None = None


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Move an item of a list.

    Args:
        path: The list.
        position: The item. to: Before which item of the old list; its length is the end.
        cause: As in `SetValue`.
    """

    path: Path
    position: int
    to: int
    cause: Place | None = None


Change = SetValue | PutEntry | PutItem | RenameKey | Remove | MoveItem


class EditRefused(PinghengError):
    """Changes cannot be made: a path that is not there, a text that is no value (退出码 3)."""

    exit_code = 3


class EditingFault(InternalFault):
    """The edited text does not say what it was to say; it is never handed out."""
