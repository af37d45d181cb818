"""What the pages say is so: commands exist, decisions are complete, links lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from typer.main import get_command

from doisoat.cli import app

ROOT = Path(__file__).resolve().parent.parent
READMES = ["README.md", "README.vi.md"]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
HEADINGS = ["Question", "Choice", "Why", "What else there was"]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def targets() -> set[str]:
    return set(regex.findall(r"^([a-z]+):.*## ", read("Makefile"), regex.MULTILINE))


@pytest.mark.parametrize("name", READMES)
def test_make_targets_exist(name: str) -> None:
    named = set(regex.findall(r"(?:^ {4}|`)make ([a-z]+)", read(name), regex.MULTILINE))
    assert named >= {"extract", "test"}
    assert named <= targets()


@pytest.mark.parametrize("name", READMES)
def test_commands_exist(name: str) -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009 – a click group has them, its base type does not
    named = set(regex.findall(r"\.venv/bin/doisoat ([a-z]+)", read(name)))
    assert named == {"extract", "audit", "show", "rules", "doctor", "report", "export", "query"}
    assert named <= set(commands)


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    targets = regex.findall(r"\]\(([^)]+)\)", read(name))
    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target


def test_every_target_has_help() -> None:
    phony = regex.search(r"^\.PHONY: (.+)$", read("Makefile"), regex.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == targets()


def test_readmes_tell_the_same() -> None:
    one, other = (regex.findall(r"`([a-z_]+)`", read(name)) for name in READMES)
    assert set(one) ^ set(other) <= {"normalize", "validate", "LANG"}


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_is_complete(page: Path) -> None:
    text = page.read_text("utf-8")
    assert regex.match(r"# \d{3} \S", text)
    assert text[2:5] == page.name[:3]
    assert regex.findall(r"^## (.+)$", text, regex.MULTILINE) == HEADINGS
    assert all(part.strip() for part in regex.split(r"^#.*$", text, flags=regex.MULTILINE)[2:])


def test_decisions_are_numbered_in_order() -> None:
    assert [page.name[:3] for page in DECISIONS] == [f"{number:03}" for number in range(1, len(DECISIONS) + 1)]
