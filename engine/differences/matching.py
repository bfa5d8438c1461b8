"""Find which item of one list became which item of another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

from engine.differences.tree import Branch, Item

Pair = tuple[Item | None, Item | None]


def match_items(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Pair the items of two lists.

    By identity first; then those with the same content under another identity, and those with the
    same second name; items without an identity by content and by where they stand.

    Returns:
        The pairs in the order of `after`; what is gone stands where it stood.
    """
    matched = _Matching(before, after)
    matched.by(lambda item: item.identity)
    matched.by(_content, only_single=True)
    matched.by(lambda item: item.alias or None, only_single=True)
    matched.by_standing()
    return matched.pairs()


def _content(item: Item) -> Hashable:
    """Return the content of a part that is known by a name; the name of a value is its content."""
    return item.content if isinstance(item.node, Branch) and item.node.identity else None


class _Matching:
    """The items matched so far: position before -> position after."""

    def __init__(self, before: Sequence[Item], after: Sequence[Item]) -> None:
        self._before, self._after = before, after
        self._found: dict[int, int] = {}

    def by(self, key: Callable[[Item], Hashable], *, only_single: bool = False) -> None:
        """Match by a key; `only_single`: where it stands for one item on each side alone."""
        old = _positions(self._before, key, set(self._found))
        new = _positions(self._after, key, set(self._found.values()))
        for each, positions in old.items():
            others = new.get(each, [])
            if only_single and not len(positions) == len(others) == 1:
                continue
            self._found.update(zip(positions, others, strict=False))

    def by_standing(self) -> None:
        """Match items without an identity: the same ones, then those that stand between them."""
        old = [at for at, each in enumerate(self._before) if self._is_open(each, at, self._found)]
        taken = set(self._found.values())
        new = [at for at, each in enumerate(self._after) if self._is_open(each, at, taken)]
        same = SequenceMatcher(
            None,
            [self._before[at].content for at in old],
            [self._after[at].content for at in new],
            autojunk=False,
        )
        for _, first, past, other, other_past in same.get_opcodes():
            self._pair_up(old[first:past], new[other:other_past])

    def _pair_up(self, old: Sequence[int], new: Sequence[int]) -> None:
        """Pair what was replaced: those of one kin, then one by one."""
        left, right = list(old), list(new)
        for at in old:
            kin = self._before[at].kin
            other = next((to for to in right if self._after[to].kin == kin), None)
            if other is not None:
                self._found[at] = other
                left.remove(at)
                right.remove(other)
        free = [at for at in left if self._before[at].kin is None]
        self._found.update(zip(free, right, strict=False))

    @staticmethod
    def _is_open(item: Item, at: int, taken: object) -> bool:
        return item.identity is None and at not in taken  # type: ignore[operator]

    def pairs(self) -> list[Pair]:
        """Return the pairs, each item that is gone behind the one that stood before it."""
        back = {to: at for at, to in self._found.items()}
        gone = [at for at in range(len(self._before)) if at not in self._found]
        placed: dict[int, list[int]] = {}
        for at in gone:
            kept = (self._found[each] for each in range(at - 1, -1, -1) if each in self._found)
            placed.setdefault(next(kept, -1), []).append(at)
        found: list[Pair] = [(self._before[at], None) for at in placed.get(-1, ())]
        for to, item in enumerate(self._after):
            found.append((self._before[back[to]] if to in back else None, item))
            found += [(self._before[at], None) for at in placed.get(to, ())]
        return found


def _positions(
    items: Sequence[Item], key: Callable[[Item], Hashable], taken: set[int]
) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for at, item in enumerate(items):
        value = key(item)
        if at not in taken and value is not None:
            found.setdefault(value, []).append(at)
    return found
