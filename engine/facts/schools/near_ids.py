"""Guess which school was meant by an id that is not known, or by a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_SHORTEST = 5  # shorter ids are too alike to guess
_MOST_SCANS = 20  # so many ids are compared one by one; for more an index is worth its memory


class SchoolGuess:
    """Guesses which school was meant by an id that is not known, or by a name."""

    def __init__(self, ids: Iterable[str], names: Mapping[str, str]) -> None:
        known = list(ids)
        self._near = _NearIds(known)
        self._name_of = names
        self._by_bare = _unique((school_id.lstrip("0"), school_id) for school_id in known)
        self._by_name = _unique((name, school_id) for school_id, name in names.items())

    def by_id(self, written: str) -> str:
        """Return the school that differs by zeros in front, or by one sign; else nothing."""
        if found := self._by_bare.get(written.lstrip("0")):
            return found
        near = self._near.to(written)
        return near[0] if len(near) == 1 else ""

    def by_name(self, name: str) -> str:
        """Return the only school with this name, or nothing."""
        return self._by_name.get(name, "")

    def described(self, school_id: str) -> str:
        """Return an id with its name behind."""
        name = self._name_of.get(school_id)
        return f"“{school_id}”（{name}）" if name and name != school_id else f"“{school_id}”"


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return key -> value; a key with two values stands for none."""
    found: dict[str, str] = {}
    for key, value in pairs:
        found[key] = "" if found.get(key, value) != value else value
    return found


class _NearIds:
    """Finds the ids that one slip of the hand makes of another, among many for many."""

    def __init__(self, ids: list[str]) -> None:
        self._ids = [each for each in ids if len(each) >= _SHORTEST]
        self._scans = 0
        # An id without one of its signs -> the ids that it may be; made when it is needed.
        self._shortened: dict[str, list[int]] = {}

    def to(self, written: str) -> list[str]:
        """Return all ids that are alike, in their order."""
        if self._scans < _MOST_SCANS:
            self._scans += 1
            return [each for each in self._ids if _alike(written, each)]
        if not self._shortened:
            for at, each in enumerate(self._ids):
                for short in (each, *_shortened(each)):
                    self._shortened.setdefault(short, []).append(at)
        shapes = {written, *_shortened(written)}
        shapes.update(
            written[:at] + written[at + 1] + written[at] + written[at + 2 :]
            for at in range(len(written) - 1)
        )
        found = {at for shape in shapes for at in self._shortened.get(shape, ())}
        return [self._ids[at] for at in sorted(found) if _alike(written, self._ids[at])]


def _shortened(text: str) -> Iterator[str]:
    return (text[:at] + text[at + 1 :] for at in range(len(text)))


def _alike(written: str, known: str) -> bool:
    """Tell whether one slip of the hand leads from one id to the other.

    >>> _alike("0220O47", "0220047"), _alike("220047", "0220047"), _alike("0220074", "0220047")
    (True, True, True)
    """
    if min(len(written), len(known)) < _SHORTEST:
        return False
    if len(written) < len(known):
        written, known = known, written
    if len(written) - len(known) == 1:
        return any(written[:at] + written[at + 1 :] == known for at in range(len(written)))
    differing = [
        at for at, (one, other) in enumerate(zip(written, known, strict=False)) if one != other
    ]
    if len(written) != len(known) or len(differing) > 2:
        return False
    if len(differing) < 2:
        return True
    first, second = differing
    swapped = written[first] == known[second] and written[second] == known[first]
    return second == first + 1 and swapped
