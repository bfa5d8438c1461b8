"""Find names in the tags of a template that no letter has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from jinja2 import meta, nodes

from engine.letters.tags import Tag

_Scope = Mapping[str, Sequence[Tag] | None]


def unknown_names(tree: nodes.Template, tags: Sequence[Tag]) -> Iterator[str]:
    """Yield a sentence for each name in a template that is no tag, and each list shown bare.

    Args:
        tree: The template as Jinja parsed it. tags: All tags there are.
    """
    known = {each.name: each for each in tags}
    for name in sorted(meta.find_undeclared_variables(tree) - known.keys()):
        yield f"没有“{name}”这个标签{_near(name, known)}"
    for output in tree.find_all(nodes.Output):
        for shown in output.nodes:
            if isinstance(shown, nodes.Name) and shown.name in known:
                tag = known[shown.name]
                if isinstance(tag.sample, list):
                    yield f"“{tag.name}”是一张清单，要写成 {{%p for 每项 in {tag.name} %}} 逐项列出"
    yield from dict.fromkeys(_unknown_inner(tree, {each.name: each.inner for each in tags}))


def _unknown_inner(node: nodes.Node, scope: _Scope) -> Iterator[str]:
    """Yield a sentence for each name behind a dot that the rows of a list do not have."""
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        yield from _unknown_inner(node.iter, scope)
        inner = _rows(node.iter, scope)
        held: dict[str, Sequence[Tag] | None] = {**scope, node.target.name: inner}
        held["loop"] = None
        for each in (*node.body, *node.else_):
            yield from _unknown_inner(each, held)
        return
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        inner = scope.get(node.node.name)
        names = [each.name for each in inner or ()]
        if inner and node.attr not in names:
            near = _near(node.attr, names)
            yield f"“{node.node.name}.{node.attr}”里没有“{node.attr}”这一项{near}"
    for child in node.iter_child_nodes():
        yield from _unknown_inner(child, scope)


def _rows(node: nodes.Node, scope: _Scope) -> Sequence[Tag] | None:
    """Return what the rows of a list have, where that is plain to see."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        inner = scope.get(node.node.name) or ()
        return next((each.inner for each in inner if each.name == node.attr), None)
    return None


def _near(name: str, names: Sequence[str] | Mapping[str, object]) -> str:
    close = get_close_matches(name, list(names), 1, 0.5)
    return f"，是不是“{close[0]}”？" if close else "；全部标签见《标签说明》"
