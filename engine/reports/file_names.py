"""Make file names of ids and names that any system takes, and that lead nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# In the link to a file, # and % mean something else.
_REFUSED = re.compile(r'[#%<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
_LONGEST = 60
# Windows takes none of these as a file's name, whatever its extension.
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def file_names(pairs: Iterable[tuple[str, str]], ending: str = ".xlsx") -> list[str]:
    """Return one file name for each (id, name), no two alike even where case is ignored.

    >>> file_names([("0012", "甲/乙小学"), ("..", "../../x")])
    ['0012_甲-乙小学.xlsx', '_x.xlsx']
    """
    taken: set[str] = set()
    names = []
    for school_id, name in pairs:
        stem = harmless(f"{harmless(school_id)}_{harmless(name)}" if name else school_id)
        stem = stem or "_"
        unique, number = stem, 2
        while unique.casefold() in taken:
            unique, number = f"{stem}_{number}", number + 1
        taken.add(unique.casefold())
        names.append(unique + ending)
    return names


def harmless(text: str) -> str:
    """Return a text as a part of a file name: no path, no device, no sign that cannot be seen."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cs"
    )
    joined = _REFUSED.sub("-", plain)
    joined = re.sub(r"\s+", " ", joined).strip(" .-")[:_LONGEST].strip(" .-")
    return f"_{joined}" if _DEVICES.match(joined) else joined
