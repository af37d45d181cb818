"""What this machine can read, what it lacks, and the one command that adds it."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from rich.console import Console

from doisoat.messages import Messages
from doisoat.screen import line

_TABLE = Path(__file__).with_name("doctor.toml")


@dataclass(frozen=True, slots=True)
class Ability:
    """A form of file: what it is read with, what is missing for it, and what is missing for rare kinds of it alone."""

    form: str
    read_with: tuple[str, ...]
    missing: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether files of this form are read."""
        return not self.missing


def examine(probe: Callable[[str], str | None] | None = None) -> list[Ability]:
    """Every form this version knows. `probe` tells a program's version, None where it is not installed."""
    return [_examine(form, told, probe or find_program) for form, told in _table()["forms"].items()]


def find_program(name: str) -> str | None:
    """What of a program is installed; None where it is not, or not with what reading needs of it."""
    if name == "libreoffice":
        path = shutil.which("soffice") or shutil.which("libreoffice")
        return None if path is None else f"LibreOffice ({path})"
    try:
        ocr = import_module("extract.readers.scanned.ocr")
    except ImportError:  # the library that binds it is missing, and named by itself
        return None
    return None if ocr.find_models() is None else f"{ocr.engine()}, vie"


def commands(abilities: Sequence[Ability], which: Callable[[str], str | None] = shutil.which) -> list[str]:
    """What installs all that is missing: a command of the system, and one of Python; none where nothing is missing.

    >>> scan = Ability("scan", (), ("tesseract",))
    >>> commands([scan], {"apt-get": "/usr/bin/apt-get"}.get)
    ['sudo apt-get install -y tesseract-ocr tesseract-ocr-vie']
    """
    missing = dict.fromkeys(name for ability in abilities for name in (*ability.missing, *ability.wanting))
    managers = _table()["managers"]
    manager = next((manager for manager in managers if which(manager["program"])), None)
    programs = [name for name in missing if any(name in manager for manager in managers)]
    distributions = [name for name in missing if name not in programs]
    found = []
    if programs and manager:
        found.append(" ".join((manager["command"], *(manager[name] for name in programs))))
    if distributions:
        found.append(" ".join((sys.executable, "-m pip install", *distributions)))
    return found


def print_report(console: Console, abilities: Sequence[Ability], messages: Messages) -> None:
    """A line a form, then what to do."""
    for ability in abilities:
        told = ", ".join(ability.read_with)
        if not ability.is_there:
            told = messages.say("doctor_missing", names=", ".join(ability.missing))
        elif ability.wanting:
            told += "; " + messages.say("doctor_wanting", names=", ".join(ability.wanting))
        answer = messages.say("doctor_yes" if ability.is_there else "doctor_no")
        style = "green" if ability.is_there else "bold red"
        console.print(line((f"  {ability.form:<9} ", "bold"), (f"{answer:<6} ", style), (told, "")))
    is_whole = all(ability.is_there for ability in abilities)
    console.print(line((messages.say("doctor_whole" if is_whole else "doctor_lacks"), "bold")))
    needed = [ability for ability in abilities if ability.missing or ability.wanting]
    found = commands(needed)
    if is_whole and found:
        console.print(line((messages.say("doctor_more"), "")))
    for command in found:
        console.print(line((f"  {command}", "")))
    if needed and not found:
        console.print(line((messages.say("doctor_by_hand"), "")))


def _examine(form: str, told: Mapping[str, Any], probe: Callable[[str], str | None]) -> Ability:
    versions = {name: _version(name) for name in told["with"]}
    missing = [name for name, version in versions.items() if version is None]
    found = [f"{name} {version}" for name, version in versions.items() if version is not None]
    for name in told.get("needs", ()):
        program = probe(name)
        (missing if program is None else found).append(program or name)
    wanting = tuple(name for name in told.get("helped_by", ()) if probe(name) is None)
    if not missing and not _is_importable(told["reader"]):
        missing.append("doisoat")
    return Ability(form, tuple(found), tuple(missing), wanting)


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _is_importable(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text("utf-8"))
