"""Both languages say the same things, and every message the program asks for is there."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
import regex

from doisoat import messages
from doisoat.faults import RunError

ROOM = Path(messages.__file__).parents[1]
# A message asked for by its key: `say("pages", …)`, `RunError("corpus_empty", …)`.
ASKED = regex.compile(r"(?:say|RunError)\(\s*[\"'](\w+)[\"']")
# A message whose key is put together: `say(f"count_{severity}", …)`.
COMPOSED = regex.compile(r"say\(\s*f[\"']([^\"'{]*)\{")


def places(text: str) -> set[str]:
    """The names a message leaves to be filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sources() -> str:
    """The code of this room."""
    return "\n".join(file.read_text("utf-8") for file in sorted(ROOM.rglob("*.py")))


@pytest.mark.parametrize("key", messages.load("vi").texts)
def test_a_message_in_both_languages(key: str) -> None:
    vietnamese, english = messages.load("vi").texts[key], messages.load("en").texts[key]
    assert places(vietnamese) == places(english)
    assert vietnamese.strip()
    assert english.strip()


def test_languages_have_the_same_messages() -> None:
    assert list(messages.load("vi").texts) == list(messages.load("en").texts)


def test_every_message_asked_for_is_there() -> None:
    assert set(ASKED.findall(sources())) - set(messages.load("vi").texts) == set()


def test_every_message_is_asked_for() -> None:
    code = sources()
    prefixes = tuple(prefix for prefix in COMPOSED.findall(code) if prefix)
    named = set(regex.findall(r"[\"'](\w+)[\"']", code))
    unused = {key for key in messages.load("vi").texts if key not in named and not key.startswith(prefixes)}
    assert unused == set()


@pytest.mark.parametrize(
    ("environment", "arguments", "language"),
    [
        ({}, [], "vi"),
        ({"LANG": "C"}, [], "vi"),
        ({"LANG": "C.UTF-8"}, [], "vi"),
        ({"LANG": "vi_VN.UTF-8"}, [], "vi"),
        ({"LANG": "fr_FR.UTF-8"}, [], "vi"),
        ({"LANG": "en_US.UTF-8"}, [], "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN"}, [], "vi"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "vi_VN"}, [], "vi"),
        ({"LC_ALL": "en"}, [], "en"),
        ({"LC_ALL": "", "LANG": "en_US"}, [], "en"),
        ({"LANG": "en_US"}, ["extract", "--lang", "vi"], "vi"),
        ({}, ["extract", "--lang=en"], "en"),
        ({}, ["extract", "--lang", "de"], "vi"),
        ({}, ["extract", "--lang"], "vi"),
    ],
)
def test_language(environment: dict[str, str], arguments: list[str], language: str) -> None:
    assert messages.choose_language(environment, arguments) == language


def test_a_stopped_run_says_why() -> None:
    assert str(RunError("outputs_is_file", path="x")) == "x is a file. Choose a folder: --outputs FOLDER"
