"""Codes have names in both languages wherever people read them."""

from __future__ import annotations

import pytest

from doisoat.labels import label, load
from normalize.vocabulary import composed, measures, table
from validate import check


def codes() -> dict[str, set[str]]:
    """The codes of the vocabulary, by column; of measures and groups those that go by no phrase of their own."""
    units, groups = table("units"), table("groups")
    without_phrase = {code for code, row in table("measures").items() if not row["phrases"]}
    unnamed = {code for kind in ("group", "kind") for code, told in groups[kind].items() if not told}
    return {
        "measure": without_phrase | set(composed().values()) | {"share", "deprivation_rate"},
        "unit": {*units["count"], *units["area"], *units["other"], "percent", "VND"},
        "group": unnamed | {*table("indicators")["indicators"]},
        "indicator": set(table("indicators")["indicators"]),
        "kind": set(table("documents")["kinds"]),
        "reason": {text for name, text in vars(check).items() if name.isupper() and isinstance(text, str)},
    }


@pytest.mark.parametrize("column", codes())
def test_every_code_has_a_name(column: str) -> None:
    assert codes()[column] - load()[column].keys() == set()


def test_every_name_is_told_in_both_languages() -> None:
    assert load()
    for column, names in load().items():
        assert names, column
        for code, told in names.items():
            assert len(told) == 2, (column, code)
            assert all(one.strip() for one in told), (column, code)


@pytest.mark.parametrize("code", measures())
def test_a_measure_is_never_a_bare_code(code: str) -> None:
    assert "_" not in label("measure", code, "vi") + label("measure", code, "en")
