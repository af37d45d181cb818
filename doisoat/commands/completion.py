"""`doisoat completion`: the script by which a shell completes commands and options."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

from doisoat.manners import HELP

PROGRAM = "doisoat"
# What a shell sets when it asks for completions; typer answers.
ASKED = "_DOISOAT_COMPLETE"


class Shell(StrEnum):
    """A shell that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


def prepare() -> None:
    """Let typer answer a shell that asks; at every other start nothing of it is loaded."""
    if ASKED in os.environ:
        from typer import completion as shells

        shells.completion_init()  # type: ignore[attr-defined]  # not re-exported by name


def completion(shell: Annotated[Shell, typer.Argument(help=HELP.say("help_shell"))]) -> None:
    """Print the script for a shell."""
    from typer import completion as shells

    told = shells.get_completion_script(  # type: ignore[attr-defined]  # not re-exported by name
        prog_name=PROGRAM, complete_var=ASKED, shell=shell.value
    )
    print(told)
