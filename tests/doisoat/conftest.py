"""What the tests of this room share: the stand-in, and a small corpus for it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest


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
