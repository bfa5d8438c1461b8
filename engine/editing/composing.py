"""Write new text into a page: in the style, and at the indent, of where it goes."""

from __future__ import annotations

from engine.editing.drafts import Source
from engine.editing.page import Page
from engine.editing.scalars import Position, key_source, quoted, scalar_source
from engine.editing.written import Part, Written


def flow_source(source: Source, position: Position, page: Page, like: str = "") -> str:
    """Return a value as one line, brackets and all."""
    value = source.written
    if value.kind == "scalar":
        return scalar_source(value, position, like, page.quote)
    written = source.text[value.start : value.end]
    if value.style == "flow" and "\n" not in written and "\r" not in written:
        return written
    if value.kind == "list":
        items = [flow_source(_inner(source, part), "brackets", page) for part in value.parts]
        return "[" + ", ".join(items) + "]"
    entries = [
        entry_source(part.name or "", flow_source(_inner(source, part), "braces", page))
        for part in value.parts
    ]
    return "{" + ", ".join(entries) + "}"


def entry_source(key: str, value: str, like: Part | None = None, gap: str = ": ") -> str:
    """Return `key: value`, its key quoted as another one is."""
    is_quoted = like is not None and like.key is not None and like.key.style in ("'", '"')
    name = quoted(key, like.key.style) if is_quoted and like and like.key else key_source(key)
    return f"{name}{gap if is_quoted else ': '}{value}".rstrip(" ")


def lines_of(source: Source, column: int) -> list[str]:
    """Return a block or a bracket over several lines, as lines; the first is not indented.

    The lines keep their places to one another; the first stands at the column.
    """
    value, text = source.written, source.text
    first = max(text.rfind("\n", 0, value.start), text.rfind("\r", 0, value.start)) + 1
    end = value.end
    if value.is_block:
        behind = text[end:].splitlines()
        end += len(behind[0]) if behind else 0
        own = value.start - first
    else:
        own = len(text[first:]) - len(text[first:].lstrip(" "))
    lines = text[value.start : end].splitlines()
    return [lines[0].rstrip(), *(_moved(line, own, column) for line in lines[1:])]


def _moved(line: str, own: int, column: int) -> str:
    """Return a line indented as far behind the column as it was behind its own."""
    bare = line.lstrip(" ")
    return " " * max(column + len(line) - len(bare) - own, 0) + bare if bare else ""


def part_lines(
    source: Source, key: str | None, column: int, page: Page, siblings: tuple[Part, ...]
) -> list[str]:
    """Return a new entry or item as lines at a column, in the manner of its siblings."""
    lead = " " * column
    like = siblings[0] if siblings else None
    mark = "-" if key is None else entry_source(key, "", like)
    value = source.written
    style = _style_among(value, siblings) if key is None else value.style
    if value.kind == "scalar":
        neighbour = _scalar_style(siblings) if key is None else ""
        text = scalar_source(value, "line", neighbour, page.quote, column + page.step)
        return f"{lead}{mark} {text}".rstrip(" ").split("\n")
    if style == "flow" or not value.parts:
        first, *rest = (
            lines_of(source, column)
            if value.style == "flow"
            else [flow_source(source, "line", page)]
        )
        return [f"{lead}{mark} {first}", *rest]
    if key is None:
        hang = column + _dash_gap(like, page)
        first, *rest = block_lines(source, hang, page)
        return [f"{lead}-{' ' * (hang - column - 1)}{first}", *rest]
    inner = column + (page.dash_step if value.kind == "list" else page.step)
    first, *rest = block_lines(source, inner, page)
    return [f"{lead}{mark}", " " * inner + first, *rest]


def block_lines(source: Source, column: int, page: Page) -> list[str]:
    """Return a list or mapping as lines; a mapping in brackets is opened by one layer."""
    value = source.written
    if value.is_block:
        return lines_of(source, column)
    lines: list[str] = []
    for part in value.parts:
        key = part.name if value.kind == "mapping" else None
        lines += part_lines(_inner(source, part), key, column, page, ())
    return [lines[0].lstrip(" "), *lines[1:]]


def _inner(source: Source, part: Part) -> Source:
    return Source(source.text, part.value)


def _style_among(value: Written, siblings: tuple[Part, ...]) -> str:
    """Return how a new item is laid out: as the other items of its kind all are."""
    styles = {part.value.style for part in siblings if part.value.kind == value.kind}
    return styles.pop() if len(styles) == 1 else value.style


def _scalar_style(siblings: tuple[Part, ...]) -> str:
    styles = {part.value.style for part in siblings}
    return styles.pop() if len(styles) == 1 else ""


def _dash_gap(like: Part | None, page: Page) -> int:
    """Return how far behind its dash an item begins."""
    if like is None or like.value.is_empty or not page.is_inline(like):
        return 2
    return like.value.start - like.start
