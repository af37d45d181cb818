"""Laws that hold for every plan: each digit in one figure, each literal in its place, nothing over a line or cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.facts import Facts
from extract.gather import gather
from extract.read import read

ROOT = Path(__file__).resolve().parent.parent.parent
READ = (".txt", ".md", ".docx")
FILES = [
    path
    for folder in (ROOT.parent / "shared" / "plans", ROOT / "corpus")
    if folder.is_dir()
    for path in sorted(folder.iterdir())
    if path.suffix in READ and path.name != "README.md"
]


@pytest.fixture(scope="module", params=FILES, ids=[path.name for path in FILES])
def facts(request: pytest.FixtureRequest) -> Facts:
    return gather(read(request.param))


def test_every_digit_lies_in_exactly_one_figure(facts: Facts) -> None:
    for block in facts.document.blocks:
        spans = [(f.start, f.end) for f in facts.figures if f.block_id == block.block_id]
        for place, char in enumerate(block.text):
            if char.isdecimal():
                assert sum(start <= place < end for start, end in spans) == 1, block.text[
                    max(0, place - 20) : place + 9
                ]


def test_literals_stand_where_they_say(facts: Facts) -> None:
    texts = {block.block_id: block.text for block in facts.document.blocks}
    assert facts.figures
    for figure in facts.figures:
        assert texts[figure.block_id][figure.start : figure.end] == figure.literal
        assert figure.literal
        assert not set("\t\n") & set(figure.literal)


def test_ids_are_places(facts: Facts) -> None:
    assert [figure.figure_id for figure in facts.figures] == list(range(len(facts.figures)))
    known = range(len(facts.figures))
    assert all(pair.whole in known for ratio in facts.ratios for pair in ratio.pairs)
    assert all(part in known for breakdown in facts.breakdowns for part in breakdown.parts)


def test_what_was_drawn_points_at_text(facts: Facts) -> None:
    texts = {block.block_id: block.text for block in facts.document.blocks}
    for target in facts.targets:
        assert texts[target.block_id][target.start : target.end] == target.text
    for cell in facts.village_stats:
        if cell.figure_id is not None:
            assert facts.figures[cell.figure_id].facets == cell.facets


def test_a_figure_without_a_measure_claims_nothing(facts: Facts) -> None:
    for figure in facts.figures:
        if figure.facets.measure is None:
            assert figure.facets.group is None
            assert figure.facets.stance is None
        if figure.kind in ("count", "percent", "money") and figure.facets.measure is None:
            assert figure.confidence <= 0.5
