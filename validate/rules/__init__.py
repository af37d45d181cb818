"""One rule a file, named by its code: a docstring under fixed headings, message templates and `check(facts)`."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from extract.facts import Facts
from validate.check import Check
from validate.cross import CrossCheck
from validate.summary import Summary

# What every rule's docstring tells, in this order.
HEADINGS = ("Holds when", "Why it matters", "Example", "Does not hold", "Not tested when")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its code: what `doisoat rules CODE` prints, and the generator of its checks.

    `check` looks at one plan, `check_across` at many together; a rule has one of the two.
    """

    code: str
    docstring: str
    check: Callable[[Facts], Iterator[Check]] | None
    check_across: Callable[[Sequence[Summary]], Iterator[CrossCheck]] | None = None


@cache
def codes() -> tuple[str, ...]:
    """The codes of all rules, in alphabetical order, without importing them."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def load_rule(code: str) -> Rule:
    """One rule. Raises KeyError where there is none of this code."""
    if code not in codes():
        raise KeyError(code)
    module = import_module(f"{__name__}.{code}")
    return Rule(code, module.__doc__ or "", getattr(module, "check", None), getattr(module, "check_across", None))


def load() -> dict[str, Rule]:
    """All rules by code, in alphabetical order."""
    return {code: load_rule(code) for code in codes()}
