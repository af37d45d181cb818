"""The report of an outputs folder: read plan by plan, written beside its place, moved in whole."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from doisoat.child import Child
from doisoat.report.overview import write_overview
from doisoat.report.pictures import FORMS, Album, take_pictures
from doisoat.report.plan_page import make_pages
from doisoat.report.replacing import replacing
from doisoat.report.rows import PlanRows, count_plans, read_plans, read_rows
from doisoat.report.site import render
from doisoat.report.tally import Tally
from doisoat.sources import Source, find_sources

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many plans and pages, and how many plans should have page pictures and have none."""

    plans: int
    pages: int
    pictures: int
    without_pictures: int


def write_report(outputs: Path, folder: Path, corpus: Path | None, progress: Progress) -> Written:
    """Write the report of the datasets in `outputs` to `folder`, page pictures drawn from the files of `corpus`.

    Raises RunError where there are no datasets, or where the folder holds something else.
    """
    total = count_plans(outputs)
    names = read_names(outputs)
    tally = Tally()
    pages = pictures = without = 0
    with ExitStack() as stack:
        stack.enter_context(seldom_collecting())
        new = stack.enter_context(replacing(folder))
        sources = find_pictured(outputs, corpus)
        child = Child("doisoat.report.pictures")
        stack.callback(child.stop)
        (new / "plans").mkdir()
        for done, plan in enumerate(read_plans(outputs), 1):
            album = make_album(plan, sources, new, folder, child)
            pictures += len(album.pictures)
            without += plan.document["format"] in FORMS and not album.pictures
            for page in make_pages(plan, album, names):
                (new / "plans" / page.name).write_text(render("plan.html", page=page), "utf-8")
                pages += 1
            tally.add(plan)
            progress(done, total)
        pages += write_overview(new, tally)
    return Written(total, pages, pictures, without)


# Objects between two searches for cycles; Python's own 700 search after every few lines of a page.
BETWEEN_COLLECTIONS = 50_000


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Rows and pages come and go by the thousand and hold no cycles: looking for some took a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def read_names(outputs: Path) -> dict[str, str]:
    """What plans go by where another speaks of them: their number and symbol with the file's name."""
    with ExitStack() as stack:
        return {
            row["document_id"]: " · ".join(filter(None, (row["reference"], row["path"])))
            for row in read_rows(outputs, "documents", stack)
        }


def find_pictured(outputs: Path, corpus: Path | None) -> Mapping[str, Source]:
    """The files that pages can be drawn from, by document; none where no plan has pages or the corpus is elsewhere.

    A file is known by its bytes: one that was changed since, or that a dataset merely names, is not opened.
    """
    with ExitStack() as stack:
        wanted = {row["document_id"] for row in read_rows(outputs, "documents", stack) if row["format"] in FORMS}
    if corpus is None or not wanted or not corpus.exists():
        return {}
    found = (source for source in find_sources(corpus, outputs) if source.fault is None)
    return {source.document_id: source for source in found if source.document_id in wanted}


def make_album(plan: PlanRows, sources: Mapping[str, Source], new: Path, folder: Path, child: Child) -> Album:
    """The pictures of a plan's pages."""
    source = sources.get(plan.document_id)
    if source is None or plan.document["format"] not in FORMS:
        return Album()
    own = Path("pictures") / plan.document_id
    return take_pictures(source, new / own, folder / own, child)
