"""How every command behaves: exit status, quiet, log, colours, settings, completion, help."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
import regex
from typer.main import get_command
from typer.testing import CliRunner

import doisoat
from doisoat import cli, messages, pipeline, settings
from doisoat.manners import SHARED

ROOT = Path(doisoat.__file__).parents[1]
ENGLISH = {"LC_ALL": "en_US.UTF-8"}
COMMANDS = dict(getattr(get_command(cli.app), "commands"))  # noqa: B009 - a click group has them, its base type does not
PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, standin: ModuleType, tmp_path: Path):
    """The program in a folder of its own, with the stand-in for the rooms before it."""
    monkeypatch.setattr("doisoat.plan.understand", standin.understand)
    monkeypatch.setattr(pipeline, "extract_corpus", partial(pipeline.extract_corpus, understand=standin.understand))
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object):
        return CliRunner(env=ENGLISH).invoke(cli.app, [str(argument) for argument in arguments])

    return invoke


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_the_same_manners(command: str) -> None:
    options = {option for parameter in COMMANDS[command].params for option in parameter.opts}
    assert {"--settings", "--quiet", "--verbose", "--log-file"} <= options
    assert len(SHARED) == 4


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_that_name_options_there_are(command: str, language: str) -> None:
    told = messages.load(language).texts
    help_text, examples = told[f"help_{command}"], told[f"examples_{command}"].splitlines()[1:]
    assert regex.search(r"(Exit status|Mã thoát): 0", help_text)
    assert examples
    options = {option for parameter in COMMANDS[command].params for option in parameter.opts}
    for example in examples:
        assert example.startswith(f"  doisoat {command}")
        assert set(regex.findall(r" (--[a-z-]+)", example)) <= options


def test_the_page_tells_every_command_and_status() -> None:
    rows = regex.findall(r"^\| `(\w+)` \|(.*)\|$", PAGE, regex.MULTILINE)
    assert [name for name, _ in rows] == list(COMMANDS)
    for name, cells in rows:
        told = {status for status, cell in zip(("0", "1", "2", "130"), cells.split("|"), strict=True) if cell.strip()}
        stated = set(regex.findall(r"(?<=[ ,])(0|1|2|130)(?= )", messages.load("en").texts[f"help_{name}"] + " "))
        assert stated <= told | {"0"}, name


def test_the_example_of_settings_on_the_page_is_right(tmp_path: Path) -> None:
    example = regex.search(r"```toml\n(.*?)```", PAGE, regex.DOTALL)
    assert example is not None
    (tmp_path / "doisoat.toml").write_text(example[1], "utf-8")
    found = settings.load(tmp_path / "doisoat.toml")
    assert set(found.defaults) == set(settings.DEFAULTS)
    assert set(tomllib.loads(example[1])["measure"][0]) == set(settings.MEASURE)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["extract", "corpus", "--outputs", "out"], 0),
        (["extract", "nowhere"], 2),
        (["extract", "--colour"], 2),
        (["audit", "corpus/a/z.txt"], 0),
        (["audit", "corpus/a/c.txt"], 1),
        (["audit", "nowhere"], 2),
        (["show", "corpus/b.txt"], 0),
        (["show", "nowhere"], 2),
        (["rules"], 0),
        (["rules", "nonsense"], 2),
        (["export", "nowhere"], 2),
        (["query", "--outputs", "nowhere"], 2),
        (["completion", "bash"], 0),
        (["completion", "cmd"], 2),
        (["rules", "--settings", "nowhere.toml"], 2),
        (["rules", "--log-file", "nowhere/log.txt"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_exit_status(arguments: list[str], status: int, run, small_corpus: Path) -> None:
    assert run(*arguments).exit_code == status


def test_export_and_query_after_extract(run, small_corpus: Path) -> None:
    run("extract", "corpus")
    told = run("export", "--format", "csv")
    assert (told.exit_code, told.stdout.splitlines()) == (0, [f"Written: {Path('outputs', 'export', 'csv')}"])
    told = run("query", "SELECT count(*) AS plans FROM documents", "--format", "json")
    assert json.loads(told.stdout) == [{"plans": 3}]
    run("extract", "corpus")
    assert Path("outputs", "export", "csv", "figures.csv").exists()  # a later run leaves it there


def test_a_summary_as_json(run, small_corpus: Path) -> None:
    (small_corpus / "bad.txt").write_text("unreadable")
    told = json.loads(run("extract", "corpus", "--outputs", "out", "--format", "json").stdout)
    assert (told["plans"], told["copies"], told["figures"], told["errors"]) == (4, 1, 7, 1)
    assert [(fault["path"], fault["status"]) for fault in told["faults"]] == [("bad.txt", "failed")]


def test_quiet(run, small_corpus: Path) -> None:
    assert (run("extract", "corpus", "--quiet").stdout, run("extract", "corpus", "-q").stderr) == ("", "")
    assert run("extract", "nowhere", "--quiet").stderr != ""
    assert run("audit", "corpus/a/c.txt", "--quiet").stdout != ""


def test_verbose_tells_every_plan(run, small_corpus: Path) -> None:
    told = run("extract", "corpus", "--verbose").stderr
    for name in ("a/c.txt", "a/z.txt", "b.txt"):
        assert regex.search(rf"\S+ INFO \S*{regex.escape(name)}: ok, \d figures", told)


def test_a_log_file_is_added_to(run, small_corpus: Path) -> None:
    (small_corpus / "bad\nINFO forged.txt").write_text("unreadable")
    for _ in range(2):
        assert run("extract", "corpus", "--log-file", "log.txt").exit_code == 0
    lines = Path("log.txt").read_text("utf-8").splitlines()
    assert sum("bad INFO forged.txt: failed: The file is damaged." in line for line in lines) == 2
    assert all(regex.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S+ (INFO|ERROR) ", line) for line in lines)


def test_settings_are_defaults_that_options_outdo(run, small_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "doisoat.toml").write_text(
        '[defaults]\ncorpus = "corpus/a"\noutputs = "data"\nlang = "vi"\nworkers = 1\n'
    )
    assert run("extract").stdout.startswith("Kế hoạch: 2 ")
    assert Path("data", "documents.parquet").exists()
    assert run("extract", "corpus", "--outputs", "other", "--lang", "en").stdout.startswith("Plans: 3 ")
    assert Path("other", "documents.parquet").exists()
    (tmp_path / "own.toml").write_text('[defaults]\ncorpus = "corpus/b.txt"\n')
    assert run("extract", "--settings", "own.toml").stdout.startswith("Plans: 1 ")


def test_faulty_settings_stop_a_command(run, tmp_path: Path) -> None:
    (tmp_path / "doisoat.toml").write_text("[defaults]\n\nworker = 2\n")
    told = run("rules")
    assert (told.exit_code, told.stdout) == (2, "")
    assert regex.search(r"doisoat\.toml, (line|dòng) 3: .*workers", told.stderr)


def run_program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "doisoat", *arguments],
        cwd=ROOT, env={"PATH": "", "PYTHONIOENCODING": "utf-8", "LANG": "en_US.UTF-8", **environment},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_no_colours_outside_a_terminal(corpus: Path) -> None:
    assert "\x1b" not in run_program("rules", TERM="xterm-256color").stdout


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal of POSIX")
@pytest.mark.parametrize(("environment", "has_colour"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_on_a_terminal(environment: dict[str, str], has_colour: bool) -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "doisoat", "rules", "nonsense"],
        cwd=ROOT, env={"TERM": "xterm-256color", "LANG": "en_US.UTF-8", **environment}, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    process.wait(60)
    told = os.read(ours, 4096)
    os.close(ours)
    assert b"no rule nonsense" in told
    assert (b"\x1b[31m" in told) is has_colour


@pytest.mark.parametrize(("word", "found"), [("ex", {"extract", "export"}), ("au", {"audit"})])
def test_completion(word: str, found: set[str]) -> None:
    program = "import sys; sys.argv = ['doisoat']; from doisoat.__main__ import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env={"_DOISOAT_COMPLETE": "complete_bash", "COMP_WORDS": f"doisoat {word}", "COMP_CWORD": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert set(told.stdout.split()) == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_scripts(shell: str) -> None:
    assert "_DOISOAT_COMPLETE" in run_program("completion", shell).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupted_run_leaves_the_last_datasets(corpus: Path, tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    outputs.mkdir()
    (outputs / "documents.parquet").write_text("the last run's")
    process = subprocess.Popen(
        [sys.executable, "-m", "doisoat", "extract", str(corpus), "--outputs", str(outputs), "--lang", "en"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (tmp_path / ".outputs.new").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told.strip()) == (130, "Stopped as asked; the last datasets are untouched.")
    assert {file.name for file in tmp_path.iterdir()} == {"outputs"}
    assert (outputs / "documents.parquet").read_text() == "the last run's"
