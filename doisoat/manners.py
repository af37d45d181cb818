"""How every command behaves: its language, how much it tells and where, how it ends, and what `doisoat.toml` sets."""

from __future__ import annotations

import inspect
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar, get_type_hints

import typer

from doisoat import messages
from doisoat.faults import RunError
from doisoat.messages import Messages
from doisoat.screen import line, make_console, plain
from doisoat.settings import Settings, load

Result = TypeVar("Result")

FAILED = 2  # exit status: a file could not be read, a run could not start
FAULTY = 1  # exit status of an audit that found an error
LACKING = 1  # exit status of a doctor that found a form this machine cannot read
INTERRUPTED = 130  # 128 + SIGINT, as shells count

log = logging.getLogger("doisoat")
log.addHandler(logging.NullHandler())  # without it logging itself prints errors, which `complain` does


class Language(StrEnum):
    """A language of the messages."""

    VI = "vi"
    EN = "en"


class Form(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


@dataclass(slots=True)
class Manners:
    """How the command under way behaves."""

    settings: Settings = field(default_factory=Settings)
    is_quiet: bool = False
    is_verbose: bool = False


# The program runs one command at a time; each begins anew, see `mannered`.
now = Manners()


def choose_help() -> Messages:
    """The language of help, which is made before options are read: a faulty `doisoat.toml` is told by the command."""
    try:
        asked = load().defaults.get("lang")
    except RunError:
        asked = None
    return messages.load(messages.choose_language(os.environ, sys.argv[1:], asked))


HELP = choose_help()


def examples(command: str) -> str:
    """The examples of a command's help, line by line as they stand."""
    return "\b\n" + HELP.say(f"examples_{command}")


def parse_path(text: str | Path) -> Path:
    """A path of the command line: an empty one, as of a variable not set, would be the working directory."""
    if not str(text).strip():
        raise typer.BadParameter(HELP.say("path_empty"))
    return Path(text)


TimeOption = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        help=HELP.say("help_time"),
        min=0.1,
        metavar=HELP.say("seconds"),
        default_factory=lambda: now.settings.defaults.get("time_limit"),
        show_default=False,
    ),
]
LanguageOption = Annotated[Language | None, typer.Option("--lang", help=HELP.say("help_lang"))]


def default(name: str, otherwise: str) -> Callable[[], Path]:
    """What a path is where it is not given: as `doisoat.toml` says, else this."""
    return lambda: Path(now.settings.defaults.get(name, otherwise))


OutputsOption = Annotated[
    Path,
    typer.Option(
        "--outputs",
        help=HELP.say("help_outputs"),
        metavar="PATH",
        parser=parse_path,
        default_factory=default("outputs", "outputs"),
        show_default="outputs",
    ),
]
OutputsArgument = Annotated[
    Path,
    typer.Argument(
        help=HELP.say("help_datasets"),
        metavar="[OUTPUTS]",
        parser=parse_path,
        default_factory=default("outputs", "outputs"),
        show_default="outputs",
    ),
]


def begin(file: Path | None) -> Path | None:
    """Take the settings before any other option is looked at."""
    now.settings, now.is_quiet, now.is_verbose = Settings(), False, False
    try:
        now.settings = load(file)
    except RunError as error:
        stop(HELP.say(error.key, **error.values))
    return file


# The options of every command.
SHARED = {
    "settings": Annotated[
        Path | None,
        typer.Option("--settings", help=HELP.say("help_settings"), is_eager=True, callback=begin, metavar="FILE"),
    ],
    "quiet": Annotated[bool, typer.Option("--quiet", "-q", help=HELP.say("help_quiet"))],
    "verbose": Annotated[bool, typer.Option("--verbose", "-v", help=HELP.say("help_verbose"))],
    "log_file": Annotated[Path | None, typer.Option("--log-file", help=HELP.say("help_log"), metavar="FILE")],
}


def mannered(command: Callable[..., Result]) -> Callable[..., Result]:
    """The command with the options that every command has."""
    hints = get_type_hints(command, include_extras=True)
    own = [parameter.replace(annotation=hints[name]) for name, parameter in parameters(command).items()]
    added = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=False if name in FLAGS else None
        )
        for name, kind in SHARED.items()
    ]

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Result:
        told = {name: options.pop(name, None) for name in SHARED}
        now.is_quiet, now.is_verbose = bool(told["quiet"]), bool(told["verbose"])
        with logging_to(told["log_file"]):
            return command(*arguments, **options)

    run.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    run.__annotations__ = hints | SHARED
    return run


FLAGS = {"quiet": False, "verbose": False}


def parameters(command: Callable[..., object]) -> dict[str, inspect.Parameter]:
    """The parameters of a command; typer calls by name, so those behind a default may have none."""
    found = inspect.signature(command).parameters
    return {name: parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for name, parameter in found.items()}


class OneLine(logging.Formatter):
    """A line an event, whatever stands in a plan's name."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record)).replace("\n", " ")


@contextmanager
def logging_to(file: Path | None) -> Iterator[None]:
    """Write what happens to a file, and to the screen where --verbose asks for it."""
    handlers: list[logging.Handler] = []
    try:
        if file is not None:
            handlers.append(logging.FileHandler(file, encoding="utf-8"))
    except OSError as error:
        stop(choose_messages(None).say("log_failed", path=file, error=error.strerror or error))
    if now.is_verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
    form = OneLine("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    for handler in handlers:
        handler.setFormatter(form)
        log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    log.info("doisoat %s", " ".join(sys.argv[1:]))
    try:
        yield
    finally:
        for handler in handlers:
            log.removeHandler(handler)
            handler.close()


def choose_messages(language: Language | None) -> Messages:
    """The messages in the language asked for, else in that of `doisoat.toml`, else in that of the locale."""
    asked = language.value if language else now.settings.defaults.get("lang")
    return messages.load(asked or messages.choose_language(os.environ))


def inform(message: str) -> None:
    """Print a message for people, unless they want quiet."""
    log.info(message)
    if not now.is_quiet:
        make_console().print(line((message, "")))


def complain(message: str) -> None:
    """Print a message for people where datasets and JSON do not go."""
    log.error(message)
    make_console(stderr=True).print(line((message, "red")))


def stop(message: str, status: int = FAILED) -> NoReturn:
    """End the program with a message."""
    complain(message)
    raise typer.Exit(status)


@contextmanager
def stop_at_fault(said: Messages, interrupted: str = "interrupted_reading") -> Iterator[None]:
    """End the program with one line where it cannot go on, or is interrupted."""
    try:
        yield
    except RunError as error:
        stop(said.say(error.key, **error.values))
    except BrokenPipeError:  # whoever reads has had enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except OSError as error:
        stop(said.say("disk_failed", error=error))
    except KeyboardInterrupt:
        stop(said.say(interrupted), INTERRUPTED)
