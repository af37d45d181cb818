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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from doisoat.commands import completion, export, query
from doisoat.faults import RunError
from doisoat.manners import (
    FAILED,
    FAULTY,
    HELP,
    INTERRUPTED,
    LACKING,
    Form,
    LanguageOption,
    OutputsArgument,
    OutputsOption,
    TimeOption,
    choose_messages,
    complain,
    default,
    examples,
    inform,
    mannered,
    now,
    parse_path,
    stop,
    stop_at_fault,
)
from doisoat.messages import Messages
from doisoat.screen import CONTROL, can_write, harden_streams, line, make_console, plain

if TYPE_CHECKING:
    from doisoat.pipeline import Tally
    from doisoat.sources import Source

FAULTS_SHOWN = 50  # plans not read in full that a summary lists: the rest stand in the dataset

app = typer.Typer(
    help=HELP.say("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def run() -> None:
    """Run the command that the command line names."""
    harden_streams()
    completion.prepare()
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


@app.command(help=HELP.say("help_extract"), epilog=examples("extract"))
@mannered
def extract(
    corpus: Annotated[
        Path,
        typer.Argument(
            help=HELP.say("help_corpus"),
            metavar="[CORPUS]",
            parser=parse_path,
            default_factory=default("corpus", "corpus"),
            show_default="corpus",
        ),
    ],
    outputs: OutputsOption,
    workers: Annotated[
        int | None,
        typer.Option(
            help=HELP.say("help_workers"),
            default_factory=lambda: now.settings.defaults.get("workers"),
            show_default=False,
        ),
    ],
    seconds: TimeOption,
    form: Annotated[Form, typer.Option("--format", help=HELP.say("help_summary"))] = Form.TEXT,
    lang: LanguageOption = None,
) -> None:
    """Read a corpus and write the datasets."""
    from doisoat.pipeline import extract_corpus
    from doisoat.plan import understand

    said = choose_messages(lang)
    wanted = count_processors() if workers is None else workers
    if wanted < 1:
        stop(said.say("workers_wrong"))
    measures = now.settings.measures
    own = {"understand": partial(understand, measures=measures)} if measures else {}
    try:
        with show_progress(said) as progress:
            tally = extract_corpus(corpus, outputs, wanted, progress, seconds=seconds, **own)
    except RunError as error:
        stop(said.say(error.key, **error.values))
    except OSError as error:
        stop(said.say("outputs_failed", error=error))
    except KeyboardInterrupt:
        stop(said.say("interrupted"), INTERRUPTED)
    if form is Form.JSON:
        print_json(summary_json(tally, outputs))
    else:
        print_summary(tally, outputs, said)


@app.command(help=HELP.say("help_audit"), epilog=examples("audit"))
@mannered
def audit(
    paths: Annotated[list[Path], typer.Argument(help=HELP.say("help_paths"), metavar="PATH…", parser=parse_path)],
    seconds: TimeOption,
    form: Annotated[Form, typer.Option("--format", help=HELP.say("help_format"))] = Form.TEXT,
    lang: LanguageOption = None,
) -> None:
    """Audit files, folders or zip archives."""
    from doisoat.reading import read_plans, take_child

    first = take_child()
    from doisoat.review import print_review, review_json
    from doisoat.sources import by_path, list_sources

    said, console = choose_messages(lang), make_console()
    sources: list[Source] = []
    status, told, own = 0, [], now.settings.measures
    for given in paths:
        try:
            found = sorted(list_sources(given), key=by_path)
            if not found:
                raise RunError("no_plans", path=given)
            sources += found
        except RunError as error:
            complain(said.say("unread", path=given, error=said.say(error.key, **error.values)))
            status = FAILED
    with stop_at_fault(said), closing(read_plans(sources, count_processors(), seconds, first, own)) as plans:
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


@app.command(help=HELP.say("help_show"), epilog=examples("show"))
@mannered
def show(
    path: Annotated[Path, typer.Argument(help=HELP.say("help_path"), metavar="PATH", parser=parse_path)],
    seconds: TimeOption,
    lang: LanguageOption = None,
) -> None:
    """Print what was understood of one plan."""
    from doisoat.reading import read_plans, take_child

    first = take_child()
    from doisoat.show import print_plan
    from doisoat.sources import make_source, show_path

    said = choose_messages(lang)
    reading = read_plans([make_source(path, path)], 1, seconds, first, now.settings.measures)
    with stop_at_fault(said), closing(reading) as plans:
        plan, fault = next(plans)
    if plan is None:
        stop(said.say("unread", path=show_path(path), error=fault))
    print_plan(make_console(), show_path(path), plan, said)


@app.command(help=HELP.say("help_rules"), epilog=examples("rules"))
@mannered
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


@app.command(help=HELP.say("help_report"), epilog=examples("report"))
@mannered
def report(
    outputs: OutputsArgument,
    to: Annotated[
        Path | None,
        typer.Option(
            help=HELP.say("help_report_to"),
            metavar="PATH",
            parser=parse_path,
            default_factory=lambda: now.settings.defaults.get("report"),
            show_default=False,
        ),
    ],
    corpus: Annotated[
        Path,
        typer.Option(
            help=HELP.say("help_report_corpus"),
            metavar="PATH",
            parser=parse_path,
            default_factory=default("corpus", "corpus"),
            show_default="corpus",
        ),
    ],
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
    inform(said.say("report_written", path=folder / "index.html", **counts))
    if pictures and written.without_pictures:
        complain(said.say("report_without_pictures", count=written.without_pictures, path=corpus))


@app.command(help=HELP.say("help_doctor"), epilog=examples("doctor"))
@mannered
def doctor(lang: LanguageOption = None) -> None:
    """Tell what this machine can read."""
    from doisoat.doctor import examine, print_report

    abilities = examine()
    print_report(make_console(), abilities, choose_messages(lang))
    raise typer.Exit(0 if all(ability.is_there for ability in abilities) else LACKING)


def count_processors() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def show_progress(said: Messages, doing: str = "reading") -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left on a terminal, nothing elsewhere, nor where every plan is told."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = make_console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    is_hidden = not console.is_terminal or now.is_quiet or now.is_verbose
    with Progress(*columns, console=console, transient=True, disable=is_hidden) as bar:
        task = bar.add_task(said.say(doing), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_summary(tally: Tally, outputs: Path, said: Messages) -> None:
    """What a run did: plans, figures, checks, findings, and the plans not read in full."""
    counts = Counter(status for _, status, _ in tally.faults)
    failed, part = counts["failed"], counts["partial"]
    numbers = {name: getattr(tally, name) for name in tally.__slots__}
    numbers |= {"failed": failed, "partial": part, "read": tally.plans - failed - part, "path": outputs}
    for key in ("summary_plans", "summary_figures", "summary_checks", "summary_findings", "written"):
        inform(said.say(key, **numbers))
    if tally.faults:
        inform(said.say("summary_faults"))
    for path, status, error in tally.faults[:FAULTS_SHOWN]:
        inform(f"  {path}: {said.say(f'fault_{status}')}. {error}")
    if len(tally.faults) > FAULTS_SHOWN:
        inform(f"  {said.say('more_faults', count=len(tally.faults) - FAULTS_SHOWN)}")


def summary_json(tally: Tally, outputs: Path) -> dict[str, object]:
    """The same for other programs; every plan not read in full is in it."""
    faults = [dict(zip(("path", "status", "error"), fault, strict=True)) for fault in tally.faults]
    counts = {name: getattr(tally, name) for name in tally.__slots__ if name != "faults"}
    return {"outputs": str(outputs), **counts, "faults": faults}


def print_json(told: object) -> None:
    """A result as JSON; nothing in it can steer a terminal, whatever a plan holds."""
    text = json.dumps(told, ensure_ascii=False, indent=2)
    if not can_write(text, sys.stdout):
        text = json.dumps(told, indent=2)
    print(CONTROL.sub(lambda match: json.dumps(match[0])[1:-1], text))


app.command(help=HELP.say("help_export"), epilog=examples("export"))(mannered(export.export))
app.command(help=HELP.say("help_query"), epilog=examples("query"))(mannered(query.query))
app.command(help=HELP.say("help_completion"), epilog=examples("completion"))(mannered(completion.completion))
