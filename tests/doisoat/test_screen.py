"""What a plan holds is printed as text, whatever it holds."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from doisoat.messages import load
from doisoat.review import find_sentence, mark, print_review, quote
from doisoat.screen import can_write, line, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hộ nghèo 9,38%", "Hộ nghèo 9,38%"),
        ("[bold]x[/bold] [link=http://x]y", "[bold]x[/bold] [link=http://x]y"),
        ("a\x1b[2Jb\x07\x9b31m", "a\ufffd[2Jb\ufffd\ufffd31m"),
        ("\u202eabc\u2066\u200b\ufeff", "\ufffdabc\ufffd\ufffd\ufffd"),
        ("a\rb\x00c\x7f", "a\ufffdb\ufffdc\ufffd"),
        ("\ud800", "\ufffd"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_nothing_steers_the_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_line_is_one_line() -> None:
    output = io.StringIO()
    Console(file=output, markup=False, soft_wrap=True).print(line(("a\nb\tc [red]d :smile:", "bold")))
    assert output.getvalue() == "a b c [red]d :smile:\n"


@pytest.mark.parametrize(("encoding", "can"), [("utf-8", True), ("ascii", False), ("cp1252", False)])
def test_streams_that_lack_letters(encoding: str, can: bool) -> None:
    assert can_write("ữ", io.TextIOWrapper(io.BytesIO(), encoding)) is can


TEXT = "Đầu năm có 74 hộ, chiếm 9,38%. Cuối năm còn 61 hộ; có 12 hộ mới.\n- Năm 2023: giảm 2.5 điểm. Thiếu nước: 5 hộ."


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        ("74", "Đầu năm có 74 hộ, chiếm 9,38%."),
        ("9,38%", "Đầu năm có 74 hộ, chiếm 9,38%."),
        ("61", "Cuối năm còn 61 hộ; có 12 hộ mới."),
        ("2.5", "- Năm 2023: giảm 2.5 điểm."),
        ("5 hộ", "Thiếu nước: 5 hộ."),
    ],
)
def test_sentence(figure: str, sentence: str) -> None:
    start = TEXT.index(figure)
    low, high = find_sentence(TEXT, start, start + len(figure))
    assert TEXT[low:high] == sentence


def test_a_row_is_the_sentence_of_a_table() -> None:
    low, high = find_sentence("Thôn\tHộ\nNà Hin\t12\nCộng\t30", 14, 16)
    assert "Thôn\tHộ\nNà Hin\t12\nCộng\t30"[low:high] == "Nà Hin\t12"


@pytest.mark.parametrize(("language", "said"), [("vi", "Không khớp."), ("en", "Does not agree.")])
def test_a_finding_beside_its_sentence(language: str, said: str, standin) -> None:
    plan = standin.make_plan("Còn 33 hộ [red]nghèo\x1b[0m. Hết 5.")
    (quoted,) = quote(plan, plan.audit.findings[0])
    assert (quoted.text, quoted.marks) == ("Còn 33 hộ [red]nghèo\x1b[0m.", ((4, 6),))
    output = io.StringIO()
    print_review(Console(file=output, markup=False, soft_wrap=True), "a[b].txt", plan, load(language))
    told = output.getvalue()
    assert said in told
    assert "│ Còn »33« hộ [red]nghèo\ufffd[0m." in told
    assert "a[b].txt" in told
    assert "1 / 3 = 33%" in told
    assert "Hết" not in told


def test_figures_are_marked_by_colour_where_there_is_any(standin) -> None:
    plan = standin.make_plan("Còn 33 hộ.")
    (quoted,) = quote(plan, plan.audit.findings[0])
    marked = mark(quoted, has_colour=True)
    assert marked.plain == "    │ Còn 33 hộ."
    assert [marked.plain[span.start : span.end] for span in marked.spans if "reverse" in str(span.style)] == ["33"]
