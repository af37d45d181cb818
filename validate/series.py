"""Labels that stand side by side: the lists whose numbers ought to run on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.document import Block, Document
from extract.labels import Label, parse_label

KINDS = frozenset({"heading", "paragraph", "item", "title"})

_LETTERS = "abcdđeghiklmnopqrstuvxy"
# Letters that Vietnamese lists leave out: where one is used, the list runs as the Latin alphabet does.
_LATIN = frozenset("fjwz")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled heading or paragraph; `parent` is the label it stands under, `neighbour` the one before it there."""

    block: Block
    label: Label
    scope: int | None
    parent: Label | None
    neighbour: Label | None
    is_section: bool
    mark: str  # what follows the label: a list of 1) within one of 1. is another list

    @property
    def is_misplaced(self) -> bool:
        """Whether 5.1 stands under 4."""
        if self.parent is None or not _are_arabic(self.label, self.parent):
            return False
        return len(self.label.path) == len(self.parent.path) + 1 and self.label.path[:-1] != self.parent.path


@dataclass(frozen=True, slots=True)
class Series:
    """One list of labels, in reading order."""

    entries: tuple[Entry, ...]

    def number(self, entry: Entry) -> int:
        """The place of a label in its list; letters as the list counts them."""
        letter = entry.label.text.lower()
        is_latin = any(other.label.text.lower() in _LATIN for other in self.entries)
        counts = is_latin and len(letter) == 1 and letter.isascii() and letter.isalpha()  # (1) and (f) may share a list
        return ord(letter) - ord("a") + 1 if counts else _last(entry)


def find_series(document: Document) -> list[Series]:
    """All lists of a plan: headings and numbered paragraphs of one form under one heading.

    >>> blocks = tuple(Block(n, "item", text, None) for n, text in enumerate(["1. A", "2. B", "1. C", "3. D"]))
    >>> [[one.label.text for one in series.entries] for series in find_series(Document("text", "", blocks))]
    [['1', '2', '3'], ['1']]
    """
    places: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in _find_entries(document):
        places[entry.scope, entry.label.form, entry.label.path[:-1]].append(entry)
    found: list[Series] = []
    for (_, _, prefix), entries in places.items():
        # 2.1 within one chapter never begins anew
        found += [Series(tuple(entries))] if prefix else _fewest(_part(entries), _part_by_mark(entries))
    return found


def _find_entries(document: Document) -> Iterator[Entry]:
    """The labelled paragraphs in reading order."""
    opens = {section.block_id: section for section in document.sections}
    labels = [parse_label(document.blocks[section.block_id].text) for section in document.sections]
    neighbours: dict[int | None, Label] = {}
    for block in document.blocks:
        label = parse_label(block.text) if block.kind in KINDS else None
        if label is None or (block.kind == "title" and block.block_id not in opens):
            continue
        section = opens.get(block.block_id)
        above = section.parent_id if section else block.section_id
        scope = above
        if len(label.path) > 1:  # numbers of several parts belong to the chapter, not to the number above them
            while scope is not None and (known := labels[scope]) is not None and _are_arabic(known):
                scope = document.sections[scope].parent_id
        mark = block.text[len(label.text) :].lstrip()[:1]
        parent = labels[above] if above is not None else None
        yield Entry(block, label, scope, parent, neighbours.get(above), section is not None, mark)
        neighbours[above] = label


def _part(entries: Sequence[Entry]) -> list[Series]:
    """The lists of one place: one that begins anew lies within the one before it, which may go on behind it."""
    lists: list[list[Entry]] = []
    open_lists: list[list[Entry]] = []
    for entry in entries:
        number = _last(entry)
        following = next((one for one in reversed(open_lists) if _last(one[-1]) == number - 1), None)
        if following is not None:
            while open_lists[-1] is not following:
                open_lists.pop()
        elif (number == 1 and not _is_first_again(open_lists, entry)) or not open_lists:
            open_lists.append([])
            lists.append(open_lists[-1])
        open_lists[-1].append(entry)
    return [Series(tuple(one)) for one in lists]


def _is_first_again(open_lists: Sequence[Sequence[Entry]], entry: Entry) -> bool:
    """Whether chapter I follows chapter I: a list of chapters does not begin anew behind its first."""
    last = open_lists[-1] if open_lists else []
    return len(last) == 1 and last[0].is_section and entry.is_section and entry.label.form == "roman"


def _part_by_mark(entries: Sequence[Entry]) -> list[Series]:
    """The same, with the lists told apart by the mark behind the label."""
    marks = dict.fromkeys(entry.mark for entry in entries)
    return [series for mark in marks for series in _part([entry for entry in entries if entry.mark == mark])]


def _fewest(*partings: list[Series]) -> list[Series]:
    """The parting whose lists run on at the most places; of equals the first."""
    return min(partings, key=lambda parting: sum(map(_count_breaks, parting)))


def _count_breaks(series: Series) -> int:
    numbers = [series.number(entry) for entry in series.entries]
    return sum(after != before + 1 for before, after in zip([0, *numbers], numbers, strict=False))


def _last(entry: Entry) -> int:
    return entry.label.path[-1]


def _are_arabic(*labels: Label) -> bool:
    return all(label.form.startswith("arabic") for label in labels)


def written(number: int, like: Label) -> str:
    """A number written as another label of its list is.

    >>> written(4, parse_label("III. A")), written(5, parse_label("d) A")), written(2, parse_label("4.3 A"))
    ('IV', 'đ', '4.2')
    """
    if like.form == "roman":
        tens, ones = divmod(number, 10)
        return "X" * tens + _ROMAN[ones]
    if like.text.isalpha() and like.form in ("letter", "letter2", "upper"):
        letter = _LETTERS[number - 1] if number <= len(_LETTERS) else str(number)
        return letter.upper() if like.form == "upper" else letter
    head, point, _ = like.text.rpartition(".")
    return f"{head}{point}{number}"
