"""Say which version of the engine this is, installed or run from a checkout."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path


def engine_version() -> str:
    """Return the version: of the checkout it runs from, else of the installed package."""
    project = Path(__file__).parent.parent / "pyproject.toml"
    if project.is_file():
        import tomllib

        with project.open("rb") as file:
            written = tomllib.load(file).get("project", {})
        if written.get("name") == "pingheng":
            return str(written["version"])
    try:
        return metadata.version("pingheng")
    except metadata.PackageNotFoundError:
        return "unknown"
