"""What is told school by school is the same however the schools are shared out."""

from __future__ import annotations

import os
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from engine.assess import Assessment
from engine.diagnostics import InternalFault
from engine.reports import sharing
from engine.reports.school_files import write_school_files


def written(assessment: Assessment, folder: Path) -> tuple[dict[str, bytes], int]:
    folder.mkdir()
    n_lines = write_school_files(assessment, folder, None)
    return {each.name: each.read_bytes() for each in folder.iterdir()}, n_lines


@pytest.mark.parametrize("run", [1, 2])
def test_school_files_when_shared_out_over_processes_then_not_a_byte_differs(
    assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: int
) -> None:
    alone = written(assessment, tmp_path / "alone")
    monkeypatch.setattr(sharing, "_WORTH_SHARING", 0)
    monkeypatch.setattr(sharing, "_RUN_OF_SCHOOLS", run)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert written(assessment, tmp_path / "shared") == alone


def test_school_files_when_told_then_progress_reaches_the_end(
    assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "_RUN_OF_SCHOOLS", 1)
    seen: list[tuple[int, int]] = []
    write_school_files(assessment, tmp_path, lambda done, whole: seen.append((done, whole)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


class _BrokenPool:
    """A pool whose workers are gone."""

    def __init__(self, *_args: object, **_options: object) -> None: ...

    def __enter__(self) -> _BrokenPool:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def map(self, *_args: object) -> object:
        future: Future[None] = Future()
        future.set_exception(BrokenProcessPool("gone"))
        return iter([future.result()])


def test_school_files_when_a_process_dies_then_it_is_our_fault_and_said_so(
    assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "_WORTH_SHARING", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sharing, "ProcessPoolExecutor", _BrokenPool)
    with pytest.raises(InternalFault, match="意外中止"):
        write_school_files(assessment, tmp_path, None)


def test_school_files_when_a_machine_has_many_cores_then_no_more_processes_than_windows_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    class Pool:
        def __init__(self, n_workers: int, **_: object) -> None:
            asked.append(n_workers)
            raise BrokenProcessPool

    monkeypatch.setattr(sharing, "_WORTH_SHARING", 0)
    monkeypatch.setattr(sharing, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(sharing.os, "cpu_count", lambda: 128)
    with pytest.raises(InternalFault):
        list(sharing.share_out(lambda: lambda schools: schools, 100, "写说明"))
    assert asked == [61]
