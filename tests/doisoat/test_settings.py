"""`doisoat.toml`: what it sets, and what is said where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from doisoat import door
from doisoat.faults import RunError
from doisoat.settings import load
from normalize.vocabulary import add_measures

OWN = """
[[measure]]
code = "green_stoves"
phrases = ["bếp tiết kiệm củi", "bếp củi cải tiến"]
unit = "household"
population = "poor"
"""


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Measures of one test are none of the next."""
    yield
    add_measures({})


def write(folder: Path, text: str) -> Path:
    (folder / "doisoat.toml").write_text(text, "utf-8")
    return folder / "doisoat.toml"


def test_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (load().defaults, load().measures) == ({}, {})


def test_paths_count_from_the_file(tmp_path: Path) -> None:
    file = write(
        tmp_path, '[defaults]\ncorpus = "kế hoạch"\noutputs = "../số liệu"\nworkers = 3\ntime_limit = 2.5\nlang = "en"'
    )
    assert load(file).defaults == {
        "corpus": tmp_path / "kế hoạch",
        "outputs": tmp_path / "../số liệu",
        "workers": 3,
        "time_limit": 2.5,
        "lang": "en",
    }


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[defaults]\nlang = "vi"\ncorpus = plans\n', 3, "TOML"),
        ("[defaults]\n\ncolour = 1\n", 3, "colour"),
        ("[default]\ncorpus = 'a'\n", 1, "[defaults]"),
        ("[defaults]\nworkers = 0\n", 2, "workers"),
        ("[defaults]\nworkers = true\n", 2, "workers"),
        ("[defaults]\ntime_limit = 'long'\n", 2, "time_limit"),
        ("[defaults]\nlang = 'fr'\n", 2, '"vi" "en"'),
        ("[defaults]\ncorpus = 3\n", 2, "corpus"),
        ("defaults = 1\n", 1, "[defaults]"),
        ("[measure]\ncode = 'a'\n", 1, "[[measure]]"),
        (f"{OWN}\n[[measure]]\ncode = 'b'\nunit = 'household'\n", 8, "phrases"),
        (f"{OWN}\n[[measure]]\ncode = 'b'\nphrases = ['1']\nunit = 'household'\n", 10, "phrases"),
        (f"{OWN}\n[[measure]]\ncode = 'b'\nphrases = ['x']\nunit = 'stove'\n", 11, "household"),
        (f"{OWN}\n[[measure]]\ncode = 'B b'\nphrases = ['x']\nunit = 'household'\n", 9, "code"),
        (
            f"{OWN}\n[[measure]]\ncode = 'b'\nphrases = ['x']\nunit = 'household'\npopulation = 'rich'\n",
            12,
            "near_poor",
        ),
        (f"{OWN}\n[[measure]]\ncode = 'b'\nphrases = ['x']\nunit = 'household'\nkind = 'x'\n", 12, "flow"),
        (f"{OWN}\n[[measure]]\ncode = 'green_stoves'\nphrases = ['x']\nunit = 'household'\n", 9, "green_stoves"),
        (f"{OWN}\n[[measure]]\ncode = 'poor_rate_x'\nphrases = ['x']\nunit = 'percent'\nwhole = 'x'\n", 12, "whole"),
    ],
)
def test_a_wrong_file_is_told_with_line_and_reason(text: str, line: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(RunError) as caught:
        load(write(tmp_path, text))
    assert f"line {line}:" in str(caught.value)
    assert said in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be read"):
        load(tmp_path / "nowhere.toml")
    (tmp_path / "doisoat.toml").write_bytes("[defaults]\ncorpus = 'kế'".encode("utf-16"))
    with pytest.raises(RunError, match="UTF-8"):
        load(tmp_path / "doisoat.toml")


PLAN = """ỦY BAN NHÂN DÂN XÃ ĐÁ BẠC
KẾ HOẠCH
Giảm nghèo năm 2022
Năm 2022 có 12 hộ nghèo sử dụng bếp tiết kiệm củi.
Có 20 hộ được giúp dựng bò giống.
"""


def test_a_measure_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    settings = write(tmp_path, OWN)
    assert "green_stoves" not in {figure.facets.measure for figure in door.read(tmp_path / "plan.txt").facts.figures}
    figures = {figure.literal: figure.facets for figure in door.read(tmp_path / "plan.txt", settings).facts.figures}
    assert (figures["12"].measure, figures["12"].unit) == ("green_stoves", "household")
    assert "green_stoves" not in {figure.facets.measure for figure in door.read(tmp_path / "plan.txt").facts.figures}


def test_phrases_of_ones_own_for_a_known_measure(tmp_path: Path) -> None:
    own = '[[measure]]\ncode = "workers_abroad"\nphrases = ["đi làm bên kia biên giới"]\nunit = "worker"\n'
    measures = load(write(tmp_path, own)).measures
    assert measures["workers_abroad"]["phrases"][0] == "đi làm bên kia biên giới"
    assert "xuất khẩu lao động" in measures["workers_abroad"]["phrases"]
