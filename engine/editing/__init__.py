"""Change YAML texts where they differ and nowhere else; comments and layout stay."""

from engine.editing.changes import (
    Change,
    EditingFault,
    EditRefused,
    MoveItem,
    Path,
    PutEntry,
    PutItem,
    Remove,
    RenameKey,
    SetValue,
)
from engine.editing.editing import edit_text, source_of
from engine.editing.scalars import text_source

__all__ = [
    "Change",
    "EditRefused",
    "EditingFault",
    "MoveItem",
    "Path",
    "PutEntry",
    "PutItem",
    "Remove",
    "RenameKey",
    "SetValue",
    "edit_text",
    "source_of",
    "text_source",
]
