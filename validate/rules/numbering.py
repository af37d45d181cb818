"""The labels of a list run on without gap or repetition.

Holds when
    the labels of headings and numbered paragraphs that stand side by side follow each other: I II III, 2.1 2.2,
    a b c d đ e g h i k; numbers of several parts (2.1) stand under the number they begin with.

Why it matters
    A missing or repeated number shows where a chapter was cut out or put in, and makes every reference to it ambiguous.

Example
    III between II and IV.

Does not hold
    a label stands twice, one is left out, or one stands under another number than its own: a note, one for each place.

Not tested when
    a label stands alone. A list that begins anew with 1, I or a is another list; ordinals of programmes (Dự án 2) are
    no labels.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.document import Span
from extract.facts import Facts
from validate.check import SHORT_LIST, Check, Fault, not_testable
from validate.message import Message, Word
from validate.series import Entry, Series, find_series, written

TWICE = Message("Số mục {label} dùng hai lần{chapter}.", "The label {label} stands twice{chapter}.")
GAP = Message(
    "Sau {before} là {label}{chapter}: thiếu {missing}.",
    "{before} is followed by {label}{chapter}: {missing} is missing.",
)
FIRST = Message(
    "Danh mục bắt đầu từ {label}{chapter}: thiếu {missing}.",
    "A list begins with {label}{chapter}: {missing} is missing.",
)
BACK = Message("Sau {before} là {label}{chapter}.", "{before} is followed by {label}{chapter}.")
MISPLACED = Message("{label} nằm trong mục {parent}{after}.", "{label} stands under {parent}{after}.")

# A jump farther than this is another list, or no label at all.
WIDEST_GAP = 3


def check(facts: Facts) -> Iterator[Check]:
    """A check for each list of labels; of one that does not run on, a check for each place."""
    for series in find_series(facts.document):
        told = " ".join(entry.label.text for entry in series.entries)
        faults = list(_find_faults(series))
        if not faults:
            yield Check(True, (), told) if len(series.entries) > 1 else not_testable(SHORT_LIST, (), told)
        for entry, message, words in faults:
            span = Span(entry.block.block_id, 0, len(entry.label.text))
            yield Check(False, (), told, fault=Fault("note", message, words, at=None, span=span))


def _find_faults(series: Series) -> Iterator[tuple[Entry, Message, dict[str, Word]]]:
    """The places where a list does not run on; labels that are repeated in a row are one."""
    before: Entry | None = None
    seen: set[int] = set()
    repeats = False
    for entry in series.entries:
        number, last = series.number(entry), series.number(before) if before else 0
        words: dict[str, Word] = {"label": entry.label.text, "chapter": _chapter(entry)}
        words["before"] = before.label.text if before else ""
        missing = [written(one, entry.label) for one in range(last + 1, number)]
        words["missing"] = ", ".join(missing)
        if number in seen:
            if not repeats:
                yield entry, TWICE, words
        elif entry.is_misplaced:
            # the first of a group that was moved; those behind it follow it
            if before is None and entry.parent is not None:
                neighbour = entry.neighbour.text if entry.neighbour else ""
                after = Message(f", sau {neighbour}", f", behind {neighbour}") if neighbour else ""
                yield entry, MISPLACED, words | {"parent": entry.parent.text, "after": after}
        elif before is None:
            if entry.is_section and 0 < len(missing) <= WIDEST_GAP:
                yield entry, FIRST, words
        elif number < last:
            yield entry, BACK, words
        elif 0 < len(missing) <= WIDEST_GAP:
            yield entry, GAP, words
        repeats = number in seen
        seen.add(number)
        before = entry


def _chapter(entry: Entry) -> Word:
    """The label of what the list stands under."""
    return Message(f" (mục {entry.parent.text})", f" (under {entry.parent.text})") if entry.parent else ""
