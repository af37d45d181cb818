"""The report says all that the datasets say, its links lead somewhere, and nothing in a plan can run in it."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.html
import pyarrow.parquet as pq
import pytest
import regex

import validate.check
from doisoat import messages
from doisoat.faults import RunError
from doisoat.pipeline import extract_corpus
from doisoat.report import site as site_room
from doisoat.report import write_report
from doisoat.report.atlas import load, locate
from doisoat.report.documentation import KEYS, document_rules
from doisoat.report.words import stored, word
from doisoat.screen import plain
from normalize.gazetteer import LEVELS, Name, find_chain
from validate.rules import codes

PAGE_BYTES = 2_000_000
TEMPLATES = Path(site_room.__file__).with_name("templates")
PLAIN = dict.fromkeys((*LEVELS, *(f"{level}_code" for level in LEVELS), "present_code"))

Page = lxml.html.HtmlElement


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


def write(outputs: Path, folder: Path | None = None, corpus: Path | None = None) -> Path:
    """Write a report and return its folder."""
    folder = folder or outputs / "report"
    write_report(outputs, folder, corpus, nothing)
    return folder


def read(folder: Path) -> dict[str, Page]:
    """Every page of a report by its path."""
    files = sorted(folder.rglob("*.html"))
    return {file.relative_to(folder).as_posix(): lxml.html.fromstring(file.read_text("utf-8")) for file in files}


def rows(outputs: Path, dataset: str) -> list[dict[str, Any]]:
    """The rows of a dataset."""
    found: list[dict[str, Any]] = pq.read_table(outputs / f"{dataset}.parquet").to_pylist()
    return found


def of_plan(pages: dict[str, Page], document_id: str) -> list[Page]:
    """The pages of one plan."""
    return [page for name, page in pages.items() if name.startswith(f"plans/{document_id}")]


@pytest.fixture(scope="module")
def outputs(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The datasets of the shipped corpus."""
    folder = tmp_path_factory.mktemp("report") / "outputs"
    extract_corpus(corpus, folder, workers=2)
    return folder


@pytest.fixture(scope="module")
def report(outputs: Path) -> Path:
    """The report of the shipped corpus."""
    return write(outputs)


@pytest.fixture(scope="module")
def pages(report: Path) -> dict[str, Page]:
    """Its pages."""
    return read(report)


@pytest.fixture(scope="module")
def planmaker() -> Iterator[ModuleType]:
    """Plans made of rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        import planmaker

        yield planmaker


@pytest.fixture(scope="module")
def made(planmaker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a hostile plan and of one of 200 pages, with their report."""
    plans = [planmaker.hostile_plan(), planmaker.long_plan(200)]
    made: Path = planmaker.write_plans(tmp_path_factory.mktemp("made") / "outputs", plans)
    write(made)
    return made


def check_figures(outputs: Path, pages: dict[str, Page]) -> None:
    """Every figure is marked exactly once, by what the plan writes."""
    wanted = {(row["document_id"], row["figure_id"]): row["literal"] for row in rows(outputs, "figures")}
    found = [
        ((document["document_id"], int(mark.get("id")[1:])), mark.text_content())
        for document in rows(outputs, "documents")
        for page in of_plan(pages, document["document_id"])
        for mark in page.find_class("f")
    ]
    assert dict(found) == wanted
    assert len(found) == len(wanted)


def check_links(pages: dict[str, Page]) -> None:
    """Every link leads to a page, and to something on it; no id stands twice on a page."""
    ids = {name: [element.get("id") for element in page.iter() if element.get("id")] for name, page in pages.items()}
    for name, own in ids.items():
        assert len(own) == len(set(own)), name
    known = {name: set(own) for name, own in ids.items()}
    for name, page in pages.items():
        for link in page.iter("a"):
            path, _, anchor = link.get("href").partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name  # noqa: PTH118, PTH120
            assert target in known, (name, link.get("href"))
            assert not anchor or anchor in known[target], (name, link.get("href"))


def check_findings(outputs: Path, pages: dict[str, Page]) -> None:
    """Every finding is shown, and linked with its figures in both directions."""
    findings = rows(outputs, "findings")
    for document_id in {row["document_id"] for row in findings}:
        shown: dict[str, list[Page]] = {}
        back: dict[str, set[str]] = {}
        for page in of_plan(pages, document_id):
            for item in page.find_class("finding"):
                shown.setdefault(item.get("id"), []).append(item)
            for figure in page.find_class("f"):
                for anchor in noted(figure):
                    back.setdefault(anchor, set()).add(figure.get("id"))
        for row in findings:
            if row["document_id"] == document_id:
                anchor, figures = f"n{row['finding_id']}", {f"f{figure_id}" for figure_id in row["figures"]}
                check_finding(row, shown[anchor], figures)
                assert back.get(anchor, set()) == figures


def check_finding(row: dict[str, Any], shown: list[Page], figures: set[str]) -> None:
    """A finding says what it has to say, wherever it is shown, and leads to its figures."""
    for item in shown:
        assert plain(row["message_vi"]) in item.text_content()
        assert plain(row["message_en"]) in item.text_content()
        assert row["severity"] in item.get("class").split()
        assert {link.get("href").partition("#")[2] for link in item.find_class("see")} >= figures


def noted(figure: Page) -> list[str]:
    """The findings that a figure is followed by links to, which are those it tells the script."""
    links = []
    for element in figure.itersiblings():
        if "r" not in element.get("class", "").split():
            break
        links.append(element.get("href")[1:])
    assert [f"n{number}" for number in (figure.get("data-n") or "").split()] == links
    return links


def check_harmless(page: Page) -> None:
    """Nothing on a page is ours not: one script, one style, no handler, no style attribute, no address elsewhere."""
    (script,) = page.iter("script")
    (style,) = page.iter("style")
    assert script.text == (TEMPLATES / "report.js").read_text("utf-8")
    assert style.text == (TEMPLATES / "report.css").read_text("utf-8")
    for element in page.iter():
        for name, value in element.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name != "style", element.tag
            if name in ("href", "src"):
                assert regex.fullmatch(r"(\.\./)?[\w./-]*(#[\w-]*)?", value), value


def test_every_figure_is_marked_once(outputs: Path, pages: dict[str, Page]) -> None:
    check_figures(outputs, pages)


def test_every_link_leads_somewhere(pages: dict[str, Page]) -> None:
    check_links(pages)


def test_findings_and_figures_are_linked_both_ways(outputs: Path, pages: dict[str, Page]) -> None:
    check_findings(outputs, pages)


def test_the_text_is_the_plans_own(outputs: Path, pages: dict[str, Page]) -> None:
    for row in rows(outputs, "blocks"):
        (page,) = of_plan(pages, row["document_id"])
        block = page.get_element_by_id(f"b{row['block_id']}")
        for note in block.find_class("r"):
            note.drop_tree()
        assert "".join(block.text_content().split()) == "".join(row["text"].split())


def test_tables_keep_their_merged_cells(outputs: Path, pages: dict[str, Page]) -> None:
    wanted: dict[str, list[tuple[str, int, int]]] = {}
    for row in rows(outputs, "cells"):
        wanted.setdefault(row["document_id"], []).append((row["text"], row["row_span"], row["column_span"]))
    assert any(row_span > 1 or column_span > 1 for own in wanted.values() for _, row_span, column_span in own)
    for document_id, own in wanted.items():
        (page,) = of_plan(pages, document_id)
        cells = page.xpath("//table[@class='plan']//*[self::td or self::th]")
        for cell in cells:
            for note in cell.find_class("r"):
                note.drop_tree()
        drawn = [(c.text_content(), int(c.get("rowspan", 1)), int(c.get("colspan", 1))) for c in cells]
        assert drawn == own


def test_every_plan_is_listed(outputs: Path, pages: dict[str, Page]) -> None:
    listed = {link.get("href") for link in pages["plans.html"].xpath("//tbody//a")}
    assert listed == {f"plans/{row['document_id']}.html" for row in rows(outputs, "documents")}


def test_the_overview_counts_what_the_datasets_hold(outputs: Path, pages: dict[str, Page]) -> None:
    tiles = [
        (tile.xpath(".//*[@lang='vi']") or [tile])[0].text_content().replace(".", "").strip()
        for tile in pages["index.html"].xpath("//dl[@class='tiles']//dd[not(@class)]")
    ]
    severities = [row["severity"] for row in rows(outputs, "findings")]
    counts = [len(rows(outputs, name)) for name in ("documents", "figures", "checks")]
    assert tiles == [str(count) for count in (*counts, *map(severities.count, ("error", "warning", "note")))]


def test_coverage_counts_every_percentage(outputs: Path, pages: dict[str, Page]) -> None:
    units = [row["unit"] for row in rows(outputs, "figures")]
    told = pages["index.html"].xpath("//div[@class='gauge'][1]")[0].text_content()
    assert f"trên {units.count('percent') + units.count('percentage_point')} đã kiểm" in told


def test_every_rule_and_column_is_documented(outputs: Path, pages: dict[str, Page]) -> None:
    assert [section.get("id") for section in pages["rules.html"].iter("section")] == list(codes())
    named = pages["dictionary.html"].xpath("//table//th[@scope='row']")
    assert len(named) == sum(len(pq.read_schema(file).names) for file in outputs.glob("*.parquet"))


@pytest.mark.parametrize("rule", document_rules(), ids=lambda rule: rule.code)
def test_a_rule_is_told_in_both_languages(rule: Any) -> None:
    assert [key for key, _ in rule.told] == list(KEYS)
    for words in (rule.name, rule.summary, *(told for _, told in rule.told)):
        assert words.vi.strip()
        assert words.en.strip()


def test_every_reason_has_vietnamese_words() -> None:
    tree = ast.parse(Path(validate.check.__file__).read_text("utf-8"))
    constants = {
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    assert set(stored()["reason"]) == constants


def test_every_code_of_the_corpus_has_words(outputs: Path) -> None:
    for row in rows(outputs, "figures"):
        for name in ("measure", "unit", "moment", "stance", "kind", "aspect"):
            if row[name] is not None and row[name] != "percent":
                words = word(name, row[name])
                assert words.vi != row[name].replace("_", " "), (name, row[name])


def test_both_languages_stand_side_by_side(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for one, other in (("vi", "en"), ("en", "vi")):
            for element in page.find_class(one):
                beside = element.getnext() if one == "vi" else element.getprevious()
                assert beside is not None, name
                assert beside.get("class") == beside.get("lang") == other
        for element in page.xpath("//*[@data-say]"):
            assert element.get(element.get("data-say"))
            assert element.get("data-en")
        assert page.get("lang") == "vi"


def test_every_message_of_the_pages_is_asked_for() -> None:
    room = TEMPLATES.parent
    code = "\n".join(
        file.read_text("utf-8") for file in (*room.glob("*.py"), *TEMPLATES.glob("*.html"), room.parent / "cli.py")
    )
    named = set(regex.findall(r"[\"'](\w+)[\"']", code))
    prefixes = {"fact_", "facet_", "rule_"}
    keys = {key.removeprefix("report_") for key in messages.load("vi").texts if key.startswith("report_")}
    unused = {key for key in keys if key not in named and f"report_{key}" not in named}
    assert {key for key in unused if not key.startswith(tuple(prefixes))} == set()


def test_nothing_is_loaded_from_elsewhere(pages: dict[str, Page]) -> None:
    for page in pages.values():
        check_harmless(page)
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_the_same_datasets_give_the_same_pages(outputs: Path, report: Path, tmp_path: Path) -> None:
    again = write(outputs, tmp_path / "again")
    files = [file.relative_to(report) for file in sorted(report.rglob("*")) if file.is_file()]
    assert files
    assert files == [file.relative_to(again) for file in sorted(again.rglob("*")) if file.is_file()]
    for file in files:
        assert (report / file).read_bytes() == (again / file).read_bytes()


def test_no_page_is_large(report: Path, made: Path) -> None:
    for folder in (report, made / "report"):
        sizes = {file: file.stat().st_size for file in folder.rglob("*.html")}
        assert sizes
        assert {file for file, size in sizes.items() if size >= PAGE_BYTES} == set()


def test_a_hostile_plan_is_only_text(made: Path, planmaker: ModuleType) -> None:
    pages = read(made / "report")
    for page in pages.values():
        check_harmless(page)
    for file in (made / "report").rglob("*.html"):
        text = file.read_text("utf-8")
        assert "\u202e" not in text
        assert "\u2066" not in text
    (plan,) = of_plan(pages, "0123456789abcdef")
    shown = planmaker.HOSTILE.translate({0x202E: "\ufffd", 0x2066: "\ufffd", 0x200B: "\ufffd"})
    assert plan.get_element_by_id("b1").text_content() == shown
    assert plan.get_element_by_id("n0").find_class("message")[0].text_content() == shown


def test_a_hostile_name_leads_nowhere(made: Path) -> None:
    files = {file.relative_to(made / "report").as_posix() for file in (made / "report").rglob("*") if file.is_file()}
    assert "index.html" in files
    assert all(
        regex.fullmatch(r"(plans/[0-9a-f]{16}(-\d+)?|index|plans|rules|dictionary)\.html|\.doisoat-report", f)
        for f in files
    )


def test_a_plan_of_200_pages_is_cut(made: Path) -> None:
    pages = read(made / "report")
    parts = of_plan(pages, "fedcba9876543210")
    assert 5 < len(parts) < 60
    assert all(len(page.find_class("f")) > 100 for page in parts)
    check_figures(made, pages)
    check_findings(made, pages)
    check_links(pages)


def test_one_long_table_and_one_long_text_are_cut(planmaker: ModuleType, tmp_path: Path) -> None:
    one, row = "1111111111111111", planmaker.make_row
    text = "0123456789 " * 200_000
    lines = "\n".join(f"Thôn {number}\t{number}" for number in range(9_000))
    starts = [match.start() for match in regex.finditer(r"(?<=\t)\d+", lines)]
    literals = regex.findall(r"(?<=\t)\d+", lines)
    cells = [
        row("cells", one, table_id=1, row=number, column=column, row_span=1, column_span=1, text=cell)
        for number, line in enumerate(lines.split("\n"))
        for column, cell in enumerate(line.split("\t"))
    ]
    figures = [
        row("figures", one, figure_id=number, kind="count", literal=literal, comparator="=", block_id=1, start=start,
            end=start + len(literal), table_id=1, row=number, column=1)
        for number, (start, literal) in enumerate(zip(starts, literals, strict=True))
    ]  # fmt: skip
    across = row("figures", one, figure_id=9_000, kind="code", literal=text[59_990:60_020], comparator="=", block_id=0,
                 start=59_990, end=60_020)  # fmt: skip
    plan = {
        "documents": [planmaker.make_document(one)],
        "blocks": [row("blocks", one, block_id=0, kind="paragraph", text=text),
                   row("blocks", one, block_id=1, kind="table", table_id=1, text=lines)],
        "cells": cells,
        "figures": [*figures, across],
    }  # fmt: skip
    outputs = planmaker.write_plans(tmp_path / "outputs", [plan])
    folder = write(outputs)
    pages = read(folder)
    check_figures(outputs, pages)
    check_links(pages)
    sizes = [file.stat().st_size for file in folder.rglob("*.html")]
    assert len(sizes) > 5
    assert max(sizes) < PAGE_BYTES
    drawn = "".join(p.text_content() for page in of_plan(pages, one) for p in page.find_class("paragraph"))
    assert drawn == text


def test_what_a_finding_names_and_is_not_there_is_left_out(planmaker: ModuleType, tmp_path: Path) -> None:
    one, row = "2222222222222222", planmaker.make_row
    other = [{"document_id": "3333333333333333", "figure_id": 1}]
    finding = row("findings", one, rule="parts", severity="error", figures=[7], block_id=9, message_vi="Không khớp.",
                  message_en="No.", other_figures=other)  # fmt: skip
    plan = {"documents": [planmaker.make_document(one)], "findings": [finding]}
    pages = read(write(planmaker.write_plans(tmp_path / "outputs", [plan])))
    check_links(pages)
    assert "Không khớp." in pages[f"plans/{one}.html"].get_element_by_id("n0").text_content()


def test_a_plan_that_could_not_be_read_says_why(planmaker: ModuleType, tmp_path: Path) -> None:
    plan = {"documents": [planmaker.make_document("4444444444444444", status="failed", error="Hỏng tệp.")]}
    pages = read(write(planmaker.write_plans(tmp_path / "outputs", [plan])))
    assert "Hỏng tệp." in pages["index.html"].find_class("alert")[0].text_content()
    assert "Hỏng tệp." in pages["plans/4444444444444444.html"].find_class("alert")[0].text_content()


def test_a_thousand_plans_are_listed_page_by_page(planmaker: ModuleType, tmp_path: Path) -> None:
    plans = [{"documents": [planmaker.make_document(f"{number:016x}")]} for number in range(1_001)]
    pages = read(write(planmaker.write_plans(tmp_path / "outputs", plans)))
    check_links(pages)
    assert len(pages["plans-2.html"].xpath("//tbody/tr")) == 1


def test_rows_of_no_plan_are_not_passed_over(planmaker: ModuleType, tmp_path: Path) -> None:
    plan = {
        "documents": [planmaker.make_document("5555555555555555")],
        "blocks": [planmaker.make_row("blocks", "6" * 16)],
    }
    outputs = planmaker.write_plans(tmp_path / "outputs", [plan])
    with pytest.raises(RunError, match="blocks"):
        write(outputs)


def test_a_document_id_that_is_none_stops_the_report(planmaker: ModuleType, tmp_path: Path) -> None:
    outputs = planmaker.write_plans(tmp_path / "outputs", [{"documents": [planmaker.make_document("../../evil")]}])
    with pytest.raises(RunError, match="document_id"):
        write(outputs)
    assert not (outputs / "report").exists()


def test_without_datasets_there_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no datasets"):
        write(tmp_path / "outputs", tmp_path / "report")
    assert not (tmp_path / "report").exists()


def test_another_folder_is_not_replaced(outputs: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.odt").write_text("years of work", "utf-8")
    with pytest.raises(RunError, match="no report"):
        write(outputs, tmp_path / "mine")
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["thesis.odt"]


def test_a_report_is_replaced_whole_or_not_at_all(
    planmaker: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = [{"documents": [planmaker.make_document(number * 16)]} for number in "78"]
    first = planmaker.write_plans(tmp_path / "first", two)
    second = planmaker.write_plans(tmp_path / "second", two[1:])
    folder = write(first, tmp_path / "report")
    before = {file.name: file.read_bytes() for file in folder.rglob("*.html")}

    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("doisoat.report.write.write_overview", fail)
        with pytest.raises(OSError, match="no space"):
            write(second, folder)
    assert {file.name: file.read_bytes() for file in folder.rglob("*.html")} == before
    for can_swap in (True, False):
        if not can_swap:
            monkeypatch.setattr("doisoat.report.replacing.swap", lambda one, other: False)
        write(second, folder)
        assert {file.name for file in (folder / "plans").iterdir()} == {f"{'8' * 16}.html"}
        assert {file.name for file in tmp_path.iterdir()} == {"first", "second", "report"}


def test_page_pictures(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "kế hoạch <b>.pdf").write_bytes(make_pdf())
    (plans / "hỏng.pdf").write_bytes(b"%PDF-1.4 broken")
    extract_corpus(plans, tmp_path / "outputs", workers=1)
    documents = {row["path"]: row["document_id"] for row in rows(tmp_path / "outputs", "documents")}
    folder = write(tmp_path / "outputs", corpus=plans)
    own = documents["kế hoạch <b>.pdf"]
    (picture,) = read(folder)[f"plans/{own}.html"].xpath("//img/@src")
    assert picture == f"../pictures/{own}/1.jpg"
    drawn = (folder / "plans" / picture).resolve().read_bytes()
    assert drawn.startswith(b"\xff\xd8\xff")
    assert read(folder)[f"plans/{documents['hỏng.pdf']}.html"].xpath("//img") == []
    (plans / "hỏng.pdf").unlink()
    monkeypatch.setattr("doisoat.report.pictures.draw_pages", None)  # what is there is not drawn again
    again = write(tmp_path / "outputs", corpus=plans)
    assert (again / "plans" / picture).resolve().read_bytes() == drawn
    assert read(write(tmp_path / "outputs"))[f"plans/{own}.html"].xpath("//img") == []
    (plans / "kế hoạch <b>.pdf").write_bytes(b"another file now")
    assert read(write(tmp_path / "outputs", corpus=plans))[f"plans/{own}.html"].xpath("//img") == []


def make_pdf() -> bytes:
    """A PDF of one page with one line of text."""
    content = b"BT /F1 12 Tf 72 720 Td (Con 74 ho ngheo tren 789 ho.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


@pytest.mark.parametrize(
    ("unit", "place"),
    [
        ({"commune": "Hồng Thượng", "commune_code": "20086", "district_code": "481"}, (16.19, 107.26)),
        ({"commune": "Hoàng Sa", "commune_code": "20333", "province_code": "48"}, (16.57, 112.14)),
        # merged before 2025: where its successor lies
        ({"commune": "Nguyễn Trung Trực", "commune_code": "00010", "present_code": "00004"}, (21.04, 105.84)),
        ({"commune": "Suối Trong", "district": "A Lưới", "district_code": "481"}, None),
        ({"commune": "Sơn Trung"}, None),
        ({}, None),
    ],
)
def test_where_a_plan_lies(unit: dict[str, str], place: tuple[float, float] | None) -> None:
    assert locate(PLAIN | unit) == place


def test_a_district_lies_within_its_communes() -> None:
    found = locate(PLAIN | {"district": "A Lưới", "district_code": "481"})
    assert found is not None
    assert 16.0 < found[0] < 16.5


def test_the_map_holds_the_archipelagos() -> None:
    islands = [find_chain({"commune": Name(name, "đặc khu")}, ("present",)) for name in ("Hoàng Sa", "Trường Sa")]
    codes = {island.codes["commune"] for island in islands}
    assert codes <= {place.code for place in load() if place.is_present}
