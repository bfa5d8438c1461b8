"""The public names of the engine: each is there, and asking for none of them loads nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import engine


@pytest.mark.parametrize("name", engine.__all__)
def test_public_name_when_asked_for_then_is_there(name: str) -> None:
    assert getattr(engine, name).__name__ == name


def test_public_name_when_unknown_then_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute"):
        _ = engine.no_such_name


def test_engine_when_imported_then_loads_neither_numpy_nor_yaml() -> None:
    code = "import engine, sys; print([each for each in ('numpy', 'yaml') if each in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
