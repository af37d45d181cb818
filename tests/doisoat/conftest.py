"""What the tests of this room share: the stand-in, and a small corpus for it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from doisoat.pipeline import extract_corpus


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The stand-in, imported under a name that worker processes know too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import standin

    return standin


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """Four plans in two folders, two of them the same bytes."""
    folder = tmp_path / "corpus"
    (folder / "a").mkdir(parents=True)
    (folder / "b.txt").write_text("Còn 74 hộ nghèo trên 789 hộ.", "utf-8")
    (folder / "a" / "z.txt").write_text("Còn 12 hộ nghèo.", "utf-8")
    (folder / "a" / "c.txt").write_text("Còn 33 hộ cận nghèo.", "utf-8")
    (folder / "c.txt").write_text("Còn 12 hộ nghèo.", "utf-8")
    return folder


@pytest.fixture(scope="session")
def shipped(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The datasets of the plans that ship with the project."""
    outputs = tmp_path_factory.mktemp("shipped") / "outputs"
    extract_corpus(corpus, outputs, workers=2)
    return outputs


@pytest.fixture
def small(small_corpus: Path, standin: ModuleType, tmp_path: Path) -> Path:
    """The datasets of the small corpus, as the stand-in understands it."""
    outputs = tmp_path / "outputs"
    extract_corpus(small_corpus, outputs, understand=standin.understand)
    return outputs
