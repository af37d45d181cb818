"""The program `doisoat` on the command line.

Exit statuses stand in each command's help. What only one command needs is imported there: help and rules are to
answer at once, and an audit needs no Parquet library.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from doisoat import messages
from doisoat.faults import RunError
from doisoat.messages import Messages
from doisoat.screen import CONTROL, can_write, harden_streams, line, make_console, plain

if TYPE_CHECKING:
    from doisoat.pipeline import Tally
    from doisoat.sources import Source

# The language of help, which is made before options are read.
HELP = messages.load(messages.choose_language(os.environ, sys.argv[1:]))

FAILED = 2  # exit status: a file could not be read, a run could not start
FAULTY = 1  # exit status of an audit that found an error
LACKING = 1  # exit status of a doctor that found a form this machine cannot read
INTERRUPTED = 130  # 128 + SIGINT, as shells count

FAULTS_SHOWN = 50  # plans not read in full that a summary lists: the rest stand in the dataset

app = typer.Typer(
    help=HELP.say("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Language(StrEnum):
    """A language of the messages."""

    VI = "vi"
    EN = "en"


class Form(StrEnum):
    """How an audit is printed."""

    TEXT = "text"
    JSON = "json"


def parse_path(text: str | Path) -> Path:
    """A path of the command line: an empty one, as of a variable not set, would be the working directory."""
    if not str(text).strip():
        raise typer.BadParameter(HELP.say("path_empty"))
    return Path(text)


TimeOption = Annotated[
    float | None, typer.Option("--time-limit", help=HELP.say("help_time"), min=0.1, metavar=HELP.say("seconds"))
]
LanguageOption = Annotated[Language | None, typer.Option("--lang", help=HELP.say("help_lang"))]


def run() -> None:
    """Run the command that the command line names."""
    harden_streams()
    app()


def print_version(asked: bool) -> None:
    """Print the version and end, where it was asked for."""
    if asked:
        from importlib import metadata

        print(f"doisoat {metadata.version('doisoat')}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", help=HELP.say("help_version"), callback=print_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself."""


@app.command(help=HELP.say("help_extract"))
def extract(
    corpus: Annotated[Path, typer.Argument(help=HELP.say("help_corpus"), metavar="[CORPUS]", parser=parse_path)] = Path(
        "corpus"
    ),
    outputs: Annotated[Path, typer.Option(help=HELP.say("help_outputs"), metavar="PATH", parser=parse_path)] = Path(
        "outputs"
    ),
    workers: Annotated[int | None, typer.Option(help=HELP.say("help_workers"))] = None,
    seconds: TimeOption = None,
    lang: LanguageOption = None,
) -> None:
    """Read a corpus and write the datasets."""
    from doisoat.pipeline import extract_corpus

    said = choose_messages(lang)
    wanted = count_processors() if workers is None else workers
    if wanted < 1:
        stop(said.say("workers_wrong"))
    try:
        with show_progress(said) as progress:
            tally = extract_corpus(corpus, outputs, wanted, progress, seconds=seconds)
    except RunError as error:
        stop(said.say(error.key, **error.values))
    except OSError as error:
        stop(said.say("outputs_failed", error=error))
    except KeyboardInterrupt:
        stop(said.say("interrupted"), INTERRUPTED)
    print_summary(make_console(), tally, outputs, said)


@app.command(help=HELP.say("help_audit"))
def audit(
    paths: Annotated[list[Path], typer.Argument(help=HELP.say("help_paths"), metavar="PATH…", parser=parse_path)],
    form: Annotated[Form, typer.Option("--format", help=HELP.say("help_format"))] = Form.TEXT,
    seconds: TimeOption = None,
    lang: LanguageOption = None,
) -> None:
    """Audit files, folders or zip archives."""
    from doisoat.reading import read_plans, take_child

    first = take_child()
    from doisoat.review import print_review, review_json
    from doisoat.sources import by_path, list_sources

    said, console = choose_messages(lang), make_console()
    sources: list[Source] = []
    status, told = 0, []
    for given in paths:
        try:
            found = sorted(list_sources(given), key=by_path)
            if not found:
                raise RunError("no_plans", path=given)
            sources += found
        except RunError as error:
            complain(said.say("unread", path=given, error=said.say(error.key, **error.values)))
            status = FAILED
    with stop_at_interrupt(said), closing(read_plans(sources, count_processors(), seconds, first)) as plans:
        for source, (plan, fault) in zip(sources, plans, strict=True):
            if form is Form.JSON:
                told.append(review_json(source, plan, fault))
            elif plan is not None:
                print_review(console, source.shown, plan, said)
            if plan is None:
                complain(said.say("unread", path=source.shown, error=fault))
            is_faulty = plan is not None and any(finding.severity == "error" for finding in plan.audit.findings)
            status = max(status, FAILED if plan is None else FAULTY if is_faulty else 0)
    if form is Form.JSON:
        print_json(told)
    raise typer.Exit(status)


@app.command(help=HELP.say("help_show"))
def show(
    path: Annotated[Path, typer.Argument(help=HELP.say("help_path"), metavar="PATH", parser=parse_path)],
    seconds: TimeOption = None,
    lang: LanguageOption = None,
) -> None:
    """Print what was understood of one plan."""
    from doisoat.reading import read_plans, take_child

    first = take_child()
    from doisoat.show import print_plan
    from doisoat.sources import make_source, show_path

    said = choose_messages(lang)
    with stop_at_interrupt(said), closing(read_plans([make_source(path, path)], 1, seconds, first)) as plans:
        plan, fault = next(plans)
    if plan is None:
        stop(said.say("unread", path=show_path(path), error=fault))
    print_plan(make_console(), show_path(path), plan, said)


@app.command(help=HELP.say("help_rules"))
def rules(
    code: Annotated[str | None, typer.Argument(help=HELP.say("help_code"))] = None,
    lang: LanguageOption = None,
) -> None:
    """List the rules, or explain one."""
    from validate.rules import codes, load, load_rule

    console = make_console()
    if code is None:
        for rule in load().values():
            console.print(line((f"{rule.code:<16}", "bold"), (rule.docstring.strip().splitlines()[0], "")))
    elif code in codes():
        console.print(line((code, "bold")))
        console.print(plain(load_rule(code).docstring.strip()))
    else:
        stop(choose_messages(lang).say("rule_unknown", code=code, codes=" ".join(codes())))


@app.command(help=HELP.say("help_report"))
def report(
    outputs: Annotated[Path, typer.Argument(help=HELP.say("help_report_outputs"))] = Path("outputs"),
    to: Annotated[Path | None, typer.Option(help=HELP.say("help_report_to"))] = None,
    corpus: Annotated[Path, typer.Option(help=HELP.say("help_report_corpus"))] = Path("corpus"),
    pictures: Annotated[bool, typer.Option(help=HELP.say("help_report_pictures"))] = True,
    lang: LanguageOption = None,
) -> None:
    """Write the report of the datasets."""
    from doisoat.report import write_report

    said = choose_messages(lang)
    folder = outputs / "report" if to is None else to
    try:
        with show_progress(said, "reporting") as progress:
            written = write_report(outputs, folder, corpus if pictures else None, progress)
    except RunError as error:
        stop(said.say(error.key, **error.values))
    except OSError as error:
        stop(said.say("report_failed", error=error))
    except KeyboardInterrupt:
        stop(said.say("interrupted_reading"), INTERRUPTED)
    counts = {"plans": written.plans, "pages": written.pages, "pictures": written.pictures}
    make_console().print(line((said.say("report_written", path=folder / "index.html", **counts), "")))
    if pictures and written.without_pictures:
        complain(said.say("report_without_pictures", count=written.without_pictures, path=corpus))


@app.command(help=HELP.say("help_doctor"))
def doctor(lang: LanguageOption = None) -> None:
    """Tell what this machine can read."""
    from doisoat.doctor import examine, print_report

    abilities = examine()
    print_report(make_console(), abilities, choose_messages(lang))
    raise typer.Exit(0 if all(ability.is_there for ability in abilities) else LACKING)


def choose_messages(language: Language | None) -> Messages:
    """The messages in the language asked for, else in that of the locale."""
    return messages.load(language.value if language else messages.choose_language(os.environ))


def count_processors() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def complain(message: str) -> None:
    """Print a message for people where datasets and JSON do not go."""
    make_console(stderr=True).print(line((message, "red")))


def stop(message: str, status: int = FAILED) -> NoReturn:
    """End the program with a message."""
    complain(message)
    raise typer.Exit(status)


@contextmanager
def stop_at_interrupt(said: Messages) -> Iterator[None]:
    """End the program with one line where it is interrupted."""
    try:
        yield
    except KeyboardInterrupt:
        stop(said.say("interrupted_reading"), INTERRUPTED)


@contextmanager
def show_progress(said: Messages, doing: str = "reading") -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    from rich.progress import Progress

    console = make_console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(said.say(doing), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_summary(console: Console, tally: Tally, outputs: Path, said: Messages) -> None:
    """What a run did: plans, figures, checks, findings, and the plans not read in full."""
    counts = Counter(status for _, status, _ in tally.faults)
    failed, partial = counts["failed"], counts["partial"]
    numbers = {name: getattr(tally, name) for name in tally.__slots__}
    numbers |= {"failed": failed, "partial": partial, "read": tally.plans - failed - partial, "path": outputs}
    for key in ("summary_plans", "summary_figures", "summary_checks", "summary_findings", "written"):
        console.print(line((said.say(key, **numbers), "")))
    if tally.faults:
        console.print(line((said.say("summary_faults"), "bold")))
    for path, status, error in tally.faults[:FAULTS_SHOWN]:
        console.print(line((f"  {path}: {said.say(f'fault_{status}')}. {error}", "")))
    if len(tally.faults) > FAULTS_SHOWN:
        console.print(line((f"  {said.say('more_faults', count=len(tally.faults) - FAULTS_SHOWN)}", "")))


def print_json(told: list[dict[str, object]]) -> None:
    """The findings of an audit as one JSON array; nothing in it can steer a terminal, whatever a plan holds."""
    text = json.dumps(told, ensure_ascii=False, indent=2)
    if not can_write(text, sys.stdout):
        text = json.dumps(told, indent=2)
    print(CONTROL.sub(lambda match: json.dumps(match[0])[1:-1], text))
