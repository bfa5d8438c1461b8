"""Walk over a method and the methods inside it: what it reads, and where its charges stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diagnostics import Place
from engine.ruleset.conditions import names_in
from engine.ruleset.methods import (
    AllOrNothing,
    Bands,
    BestOf,
    Charge,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Less,
    Levels,
    Linear,
    Method,
    Ranked,
    Ratings,
    SmallSample,
    Target,
    Votes,
)


@dataclass(frozen=True, slots=True)
class ChargeUse:
    """A record charge where it stands in a method.

    Args:
        samples: The small samples that it is for: in use only where each is too small.
        option: The option of 取高 that it belongs to; None for a charge that always stands.
    """

    charge: Charge
    is_deduction: bool
    samples: tuple[SmallSample, ...] = ()
    option: Place | None = None


def methods_in(method: Method | None) -> Iterator[Method]:
    """Yield a method and every method inside it, the outer first."""
    for use in uses_of(method):
        yield use.method


def names_read(method: Method | None) -> Iterator[str]:
    """Yield the names of school-level values that a method reads (record columns excepted)."""
    for each in methods_in(method):
        yield from _own_names(each)


def needed_together(method: Method | None) -> Iterator[tuple[str, ...]]:
    """Yield, for each way in which a method gives points, the values it needs for that.

    Nothing is yielded for a method that can give points whatever single values it lacks.
    """
    match method:
        case Target() if method.small is None:
            yield (method.value,)
        case Bands() | Linear() | Levels() | Direct():
            yield (method.value,)
        case BestOf():
            ways = [list(needed_together(option)) for option in method.options]
            if all(ways):
                yield from (way for each in ways for way in each)
        case Less():
            yield from needed_together(method.method)
        case Ranked():
            yield (method.peers.value,)
        case _:
            return


def _own_names(method: Method) -> Iterator[str]:
    match method:
        case AllOrNothing():
            yield from names_in(method.condition)
        case Checklist():
            for part in method.parts:
                yield from names_in(part.condition)
                yield from names_in(part.applies)
        case Target():
            yield method.value
            if method.small is not None:
                yield method.small.denominator
        case Deduct() | Earn():
            for charge in method.charges:
                if charge.value:
                    yield charge.value
        case Votes():
            yield from method.coefficients
        case Less():
            for bands in method.taken:
                yield bands.value
        case BestOf() | Ratings():
            pass
        case Ranked():
            yield from (method.peers.value, *method.peers.within)
        case _:
            yield method.value


@dataclass(frozen=True, slots=True)
class MethodUse:
    """A method where it stands in another; see `ChargeUse` for samples and option."""

    method: Method
    samples: tuple[SmallSample, ...] = ()
    option: Place | None = None


def uses_of(
    method: Method | None,
    samples: tuple[SmallSample, ...] = (),
    option: Place | None = None,
) -> Iterator[MethodUse]:
    """Yield a method and every method inside it, each with what it hangs on."""
    if method is None:
        return
    yield MethodUse(method, samples, option)
    match method:
        case Target() if method.small is not None:
            yield from uses_of(method.small.method, (*samples, method.small), option)
        case BestOf():
            for each in method.options:
                yield from uses_of(each, samples, each.place)
        case Less():
            yield from uses_of(method.method, samples, option)
        case _:
            return


def record_charges(method: Method | None) -> Iterator[ChargeUse]:
    """Yield the record charges of a method, each with what it hangs on."""
    for use in uses_of(method):
        if isinstance(use.method, Deduct | Earn):
            is_deduction = isinstance(use.method, Deduct)
            for charge in use.method.charges:
                if charge.table:
                    yield ChargeUse(charge, is_deduction, use.samples, use.option)


def tables_read(method: Method | None) -> Iterator[str]:
    """Yield the record tables whose rows a method reads itself."""
    for use in record_charges(method):
        yield use.charge.table
    for each in methods_in(method):
        if isinstance(each, Ratings):
            yield each.table
