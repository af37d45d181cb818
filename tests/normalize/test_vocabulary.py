"""The vocabulary files are sound, and terms are found where words begin and end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.fold import fold
from normalize.vocabulary import complements, composed, lexicon, measures, table

FILES = ("populations", "measures", "groups", "links", "indicators", "units", "grammar", "tables")


def strings(node: Any) -> Iterator[str]:
    """All strings of a vocabulary file."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


@pytest.mark.parametrize("name", FILES)
def test_phrases_are_composed_and_trimmed(name: str) -> None:
    for phrase in strings(dict(table(name))):
        assert unicodedata.is_normalized("NFC", phrase), phrase
        assert phrase == phrase.strip(), phrase


def test_measures_have_a_unit_and_a_kind() -> None:
    assert {measure.kind for measure in measures().values()} == {"stock", "flow", "rate", "result"}
    assert all(code == code.lower() and " " not in code for code in measures())


def test_complements_and_whole_measures_are_known() -> None:
    groups = set(table("groups")["group"]) | set(table("groups")["kind"])
    assert complements()
    assert all(codes <= groups for codes in complements())
    assert all(measure.of is None or measure.of in measures() for measure in measures().values())
    assert all(measure.implies <= groups for measure in measures().values())


def test_a_class_and_a_unit_make_a_measure() -> None:
    assert composed()["poor", "person"] == "poor_people"
    assert composed()["near_poor|poor", "percent"] == "multidimensional_poor_rate"


FOUND = [
    ("hộ cận nghèo", ["household", "near_poor"]),
    ("hộ dân tộc thiểu số", ["household", "ethnic_minority"]),  # not “hộ dân” and a rest
    ("hộcận nghèo", ["household", "near_poor"]),  # run together
    ("chuẩn nghèo đa chiều", ["ignore"]),
    ("không có khả năng lao động", ["unable_to_work"]),  # the longest, not “có khả năng lao động”
    ("có khả năng thoát nghèo", ["able_to_escape"]),
    ("hố xí/nhà tiêu hợp vệ sinh", ["sanitation_rate", "sanitation_rate"]),
    ("thoát", ["escaped_households"]),
    ("hệ thống thoát nước", ["ignore"]),
]


@pytest.mark.parametrize(("text", "codes"), FOUND, ids=[case[0] for case in FOUND])
def test_terms(text: str, codes: list[str]) -> None:
    assert [term.code for term in lexicon().find(fold(text))] == codes


@given(st.text(alphabet="hộnghèocậ ,0%-", max_size=60))
def test_terms_lie_in_order_without_overlap(text: str) -> None:
    at = 0
    for term in lexicon().find(fold(text)):
        assert at <= term.start < term.end <= len(text)
        at = term.end
