"""Render the templates of the website."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_TEMPLATES = Path(__file__).parent / "page"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, *, made: Mapping[str, str], **content: Any) -> str:
    """Render a template.

    Args:
        template: Its name.
        made: What is HTML, CSS or a script already, and made safe.
        content: Everything else, escaped wherever it is shown.
    """
    safe = {name: Markup(text) for name, text in made.items()}
    return _environment().get_template(template).render(**safe, **content)


@cache
def text_of(name: str) -> str:
    """Return a style sheet or a script, which stands in a page as it is."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def script_digest(script: str) -> str:
    """Return by what a page's policy knows its script, so that no other can run in it."""
    held = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{b64encode(held).decode('ascii')}"
