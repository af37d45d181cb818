"""The quantities of running text, each with its subject and facets, in the order they are read.

What a clause does not say itself it takes from the words before: the subject of its sentence, the whole of a
“trong đó”, the lead-in of its list, its heading; its time from its sentence, its paragraph, its part of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extract.clauses import Clause, clauses, pieces, sentences
from extract.context import Headings, Lead, rank_of
from extract.document import Block, Document
from extract.facets import EMPTY, Sense, facets_of, sense, under
from extract.facts import Facets, Letterhead
from extract.grammar import Mention, scan
from extract.values import comparator_of
from normalize.fold import fold
from normalize.place import find_places
from normalize.vocabulary import measures

QUANTITIES = frozenset({"count", "percent", "money"})
# How many quantities back a sentence may point (“Trong đó”, “số hộ nói trên”).
_FEW = 12
_GETS = regex.compile(r"(?<!\p{L})(?:được|tham gia|tiếp cận|sử dụng|đi học)(?!\p{L})")
_NEEDS = regex.compile(r"(?<!\p{L})có (?:nhu|yêu) cầu")
_SHARE = frozenset({"share"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of running text. `index` is its place among all quantities; `wholes` those it may be a part of.

    `base` is what a share is said to be a share of; `leads` the block whose list the quantity is an item of.
    """

    index: int
    block_id: int
    sentence: int
    mention: Mention
    subject: Sense
    facets: Facets
    opener: str | None = None
    wholes: tuple[int, ...] = ()
    base: Sense | None = None
    is_share: bool = False
    is_fraction: bool = False
    is_equivalent: bool = False
    is_complete: bool = False
    in_bracket: bool = False


class _Reading:
    """The state of reading one plan from its first line to its last."""

    def __init__(self, document: Document, letterhead: Letterhead, mentions: Mapping[int, tuple[Mention, ...]]) -> None:
        self.document, self.letterhead, self.mentions = document, letterhead, mentions
        self.headings = Headings(document, mentions)
        self.quantities: list[Quantity] = []
        self.leads: list[Lead] = []
        self.all_leads: list[Lead] = []
        self.times: dict[int | None, Sense] = {}
        self.sentence = 0
        self.first = 0  # of the quantities of this block
        title = sense(letterhead.title or "", tuple(scan(letterhead.title or "")))
        self.title_time = title if title.moment and title.year else EMPTY
        # a report, or a decision on results, tells what was found
        self.is_account = letterhead.kind == "report" or (letterhead.kind != "plan" and title.stance == "reported")
        self.own_names = {fold(name) for name in (letterhead.commune, letterhead.district, letterhead.province) if name}

    def block(self, block: Block, skipped: frozenset[int]) -> None:
        """Read one paragraph."""
        rank = rank_of(block)
        while self.leads and self.leads[-1].rank >= rank:
            self.leads.pop()
        first = self.first = len(self.quantities)
        mentions = self.mentions.get(block.block_id, ())
        if block.kind != "heading" or any(m.kind in QUANTITIES for m in mentions):
            self._sentences(block, mentions, skipped)
        self._remember(block, mentions)
        own = tuple(range(first, len(self.quantities)))
        if self.leads and own:
            self.leads[-1].items.append(own)
        self._lead(block, rank, own)

    def _sentences(self, block: Block, mentions: tuple[Mention, ...], skipped: frozenset[int]) -> None:
        wholes: tuple[int, ...] = ()
        for start, end in sentences(block.text):
            inside = [m for m in mentions if start <= m.start < end and m.kind in QUANTITIES and m.start not in skipped]
            if not inside:
                continue
            self.sentence += 1
            before = len(self.quantities)
            for clause in clauses(block.text, start, end, inside):
                wholes = self._wholes(block.text, clause, before, wholes)
                self.quantities.append(self._quantity(block, clause, start, mentions, before, wholes))

    def _wholes(self, text: str, clause: Clause, before: int, current: tuple[int, ...]) -> tuple[int, ...]:
        """What a part opened by “trong đó”, “gồm” or a bracket is a part of: the quantities that stood before it."""
        if clause.is_bracketed(text) and not clause.is_first:
            return (len(self.quantities) - 1,)
        if clause.opener in ("of_which", "complete"):
            if clause.is_first:  # “- Trong đó …”: the whole stands in the sentence or paragraph before
                previous = self.quantities[before - 1].sentence if before else -1
                return tuple(q.index for q in self.quantities[-_FEW:] if q.sentence == previous)
            return tuple(q.index for q in self.quantities[before:])
        if len(self.quantities) == before + 1 and _OUT_OF.search(fold(text), 0, self.quantities[before].mention.start):
            return (before,)  # “Trong 74 hộ nghèo có 21 hộ …”
        was_bracket = bool(self.quantities) and self.quantities[-1].in_bracket
        return () if clause.opener == ")" or (was_bracket and clause.is_first) else current

    def _quantity(
        self,
        block: Block,
        clause: Clause,
        start: int,
        mentions: tuple[Mention, ...],
        before: int,
        wholes: tuple[int, ...],
    ) -> Quantity:
        text, mention = block.text, clause.mention
        previous = self.quantities[-1] if len(self.quantities) > before else None
        in_bracket = (clause.is_bracketed(text) and not clause.is_first) or (
            previous is not None and previous.in_bracket and clause.opener != ")"
        )
        is_fraction = (
            previous is not None
            and text[previous.mention.end : mention.start].strip() == "/"
            and not previous.mention.unit
        )
        near = sense(
            text[max(mention.unit_end - _unit_length(mention), mention.end) : clause.near], mentions, mention.end
        )
        left = self._left(text, clause, mentions, near)
        is_share = (
            mention.kind == "percent"
            and not left.has_head
            and previous is not None
            and (
                bool(left.links & _SHARE)
                or clause.opener in ("(", "share")
                or not (near.has_head or near.groups or left.change)
            )
        )
        base = near if is_share and (near.has_head or near.is_everybody) else None
        if is_share:
            own = replace(left, classes=frozenset(), groups=())
        else:
            own = self._own(text, clause, mentions, left, near)
        subject = self._subject(block, mention, own, previous, wholes, is_share=is_share)
        if (
            not subject.has_head
            and _TELLS_ALL.search(fold(text), clause.start, mention.start)
            and not (own.groups or near.groups)
        ):
            subject = replace(subject, is_everybody=True)
        if is_fraction and previous is not None:
            subject = previous.subject
        subject = self._timed(block, text, clause, start, subject, own, previous, mentions)
        facets = self._facets(
            block,
            text,
            clause,
            start,
            subject,
            mentions,
            is_share=is_share,
            base=base,
            previous=previous,
            wholes=wholes,
        )
        if not is_share and mention.kind == "count" and self._says_its_whole(facets, wholes):
            subject, facets = EMPTY, Facets(unit=facets.unit)
        if is_fraction:
            facets = _denominator(facets)
        return Quantity(
            len(self.quantities), block.block_id, self.sentence, mention, subject, facets, clause.opener, wholes, base,
            is_share, is_fraction, clause.opener == "equivalent" or "equivalent" in left.links,
            clause.opener in ("(", "complete"), in_bracket,
        )  # fmt: skip

    def _left(self, text: str, clause: Clause, mentions: tuple[Mention, ...], near: Sense) -> Sense:
        """The words left of a number: its own piece of the sentence, and further back while nothing is named."""
        found = EMPTY
        for begin in pieces(text, clause.start, clause.mention.start):
            found = sense(text[begin : clause.mention.start], mentions, begin)
            if found.has_head or near.has_head:
                break
        return found

    def _own(self, text: str, clause: Clause, mentions: tuple[Mention, ...], left: Sense, near: Sense) -> Sense:
        """What the clause itself says of its number, from both sides."""
        mention = clause.mention
        right = sense(text[mention.unit_end : clause.end], mentions, mention.unit_end)
        if mention.kind == "percent" and right.has_head and not (left.has_head and left.is_rate):
            return _coverage(text, clause, mentions, left, right)
        if left.has_head:
            measured = left.measures or near.measures
            classes = near.classes if near.classes and not left.classes else left.classes
            groups = near.groups if not left.groups else left.groups
            return replace(left, measures=measured, classes=classes, groups=groups, per=left.per or right.per)
        if near.has_head or near.groups:
            far = right if near.classes and not near.measures and not left.change else near
            return replace(
                near, measures=near.measures or far.measures, change=left.change or near.change, stance=left.stance,
                groups=near.groups or left.groups, beside=near.beside, per=left.per or right.per, links=left.links, is_rate=left.is_rate,
            )  # fmt: skip
        return replace(
            left, measures=right.measures, per=left.per or right.per, is_yearly=left.is_yearly or right.is_yearly
        )

    def _subject(
        self,
        block: Block,
        mention: Mention,
        own: Sense,
        previous: Quantity | None,
        wholes: tuple[int, ...],
        *,
        is_share: bool,
    ) -> Sense:
        """The subject of a clause: its own head, else that of the words it goes on from."""
        unit = mention.unit
        if own.has_head and not is_share:
            lead = self._lead_subject()
            if own.measures or own.classes or not lead.classes:
                return own
            return replace(own, classes=lead.classes, is_everybody=False)
        if (
            not own.has_head
            and not is_share
            and previous is None
            and (told := self._told_before(block, mention)) is not None
        ):
            return told
        continues = bool(own.groups or own.change or own.year or own.moment)
        if (
            not is_share
            and previous is not None
            and previous.index not in wholes
            and not continues
            and previous.mention.unit == unit
        ):
            return EMPTY  # another of the same unit, of whom is not said: “68 hộ về nhà ở và 85 hộ về sinh kế”
        if wholes and not is_share and (own.groups or previous is None or previous.index in wholes):
            return under(self.quantities[wholes[0]].subject, own)
        if previous is not None:
            return under(replace(previous.subject, groups=(), beside=()) if own.groups else previous.subject, own)
        lead = self._lead_subject()
        if lead.has_head:
            return under(lead, own)
        everybody = [q.subject for q in self.quantities[self.first :] if q.subject.is_everybody]
        if own.groups and everybody:
            return under(replace(everybody[-1], groups=()), own)
        heading = self.headings.head(block.section_id)
        fits = [code for code in heading.measures if unit in (None, "percent", measures()[code].unit)]
        return under(replace(EMPTY, measures=tuple(fits)), own) if fits else own

    def _told_before(self, block: Block, mention: Mention) -> Sense | None:
        """The subject of the same number told before, where the words point back to it."""
        literal = block.text[mention.start : mention.end]
        if not _SAID_BEFORE.match(fold(block.text), mention.unit_end):
            return None
        for q in reversed(self.quantities[-_FEW:]):
            same = self.document.blocks[q.block_id].text[q.mention.start : q.mention.end] == literal
            if same and q.mention.unit == mention.unit and q.subject.has_head:
                return q.subject
        return None

    def _says_its_whole(self, facets: Facets, wholes: tuple[int, ...]) -> bool:
        """A part that seems to tell the same as its whole is of a group that was not understood."""
        lead = self.leads[-1].quantities if self.leads else ()
        return facets.measure is not None and any(
            replace(self.quantities[whole].facets, stance=None) == replace(facets, stance=None)
            for whole in (*wholes, *lead)
        )

    def _lead_subject(self) -> Sense:
        return next((lead.subject for lead in reversed(self.leads) if lead.subject.has_head), EMPTY)

    def _timed(
        self, block: Block, text: str, clause: Clause, start: int, subject: Sense, own: Sense, previous: Quantity | None,
        mentions: tuple[Mention, ...],
    ) -> Sense:  # fmt: skip
        """The subject at the time its sentence speaks of; else that of its paragraph, its headings, its part."""
        said = sense(text[start : clause.mention.start], mentions, start)
        right = sense(text[clause.mention.end : clause.end], mentions, clause.mention.end)
        behind = right if right.year and not (right.measures or right.change) and not said.year else said
        if not (behind.year or behind.moment):
            behind = previous.subject if previous is not None and previous.subject.year else EMPTY
        if not behind.year:
            context = self._context_time(block)
            year = context.year
            behind = replace(behind, year=year, moment=behind.moment or context.moment, date=context.date)
        yearly = said.is_yearly or right.is_yearly
        return replace(
            subject, year=behind.year, moment=behind.moment, date=behind.date, is_yearly=yearly,
            part_of_year=said.part_of_year or right.part_of_year,
        )  # fmt: skip

    def _context_time(self, block: Block) -> Sense:
        """The time of the paragraph so far, of its list, of its headings, of its part of the plan."""
        earlier = [q.subject for q in self.quantities[self.first :] if q.subject.year and q.subject.moment]
        if earlier and earlier[-1].moment != "during":
            return earlier[-1]
        lead = next((lead.subject for lead in reversed(self.leads) if lead.subject.year), EMPTY)
        if lead.year:
            return lead
        sections = [part.section_id for part in self.headings.chain(block.section_id)]
        remembered = next((self.times[section] for section in sections if section in self.times), EMPTY)
        heading = self.headings.time(block.section_id)
        found = remembered if remembered.year and not heading.moment else heading
        return found if found.year else self.title_time

    def _facets(
        self, block: Block, text: str, clause: Clause, start: int, subject: Sense, mentions: tuple[Mention, ...], *,
        is_share: bool, base: Sense | None, previous: Quantity | None, wholes: tuple[int, ...],
    ) -> Facets:  # fmt: skip
        mention = clause.mention
        stance = self._stance(block, text, clause, start, subject, mentions, wholes)
        if is_share and previous is not None:
            facets = _share(replace(subject, change=None), base, previous, self.leads, self.quantities)
        else:
            facets = facets_of(subject, mention.unit)
        if stance == "reported" and facets.moment == "during" and subject.moment == "start" and facets.year:
            facets = replace(facets, year=facets.year - 1)  # a flow told beside a stock at the start of N is of N−1
        if stance == "target" and facets.year is None and not subject.is_yearly:
            facets = replace(facets, year=self.letterhead.plan_year)
        place = self._place(text, clause)
        if facets.measure is None or _is_criterion(text, clause):
            return Facets(unit=facets.unit)
        return replace(facets, stance=stance, place=place)

    def _stance(
        self,
        block: Block,
        text: str,
        clause: Clause,
        start: int,
        subject: Sense,
        mentions: tuple[Mention, ...],
        wholes: tuple[int, ...],
    ) -> str:
        """Found or aimed at: the nearest word that says so, the year, the headings."""
        for begin in pieces(text, clause.start, clause.mention.start):
            if told := sense(text[begin : clause.mention.start], mentions, begin).stance:
                return told
        if subject.measures and measures()[subject.measures[0]].kind == "stock":
            return "reported"
        if wholes:
            return self.quantities[wholes[0]].facets.stance or "reported"
        for begin in pieces(text, start, clause.mention.start):
            if told := sense(text[begin : clause.mention.start], mentions, begin).stance:
                return told
        if comparator_of(text, clause.mention) in ("<=", ">=") and clause.mention.kind == "percent":
            return "target"  # a ceiling or a floor is set, not found
        plan_year = self.letterhead.plan_year
        if self.is_account and not (subject.year and plan_year and subject.year > plan_year):
            return "reported"
        if subject.year and plan_year and subject.moment != "date":
            if subject.year < plan_year or (subject.year == plan_year and subject.moment == "start"):
                return "reported"
            if subject.moment == "end":
                return "target"
        if subject.date and self.letterhead.issued_on and subject.date <= self.letterhead.issued_on:
            return "reported"
        if announced := self.headings.stance(block.section_id):
            return announced
        aims = subject.change in ("decrease", "increase", "eliminate") or (
            clause.mention.kind == "percent" and subject.measures
        )
        return "target" if aims and self.letterhead.kind != "report" else "reported"

    def _place(self, text: str, clause: Clause) -> str | None:
        """A unit named in the clause that is not the plan's own nor above it."""
        below = {
            "commune": ("village",),
            "district": ("village", "commune"),
            "province": ("village", "commune", "district"),
        }
        levels = below.get(self.letterhead.level or "", ("village",))
        for place in find_places(text[clause.start : clause.end]):
            if place.level in levels and fold(place.name) not in self.own_names:
                return place.name
        return None

    def _remember(self, block: Block, mentions: tuple[Mention, ...]) -> None:
        """A paragraph's moment holds for what follows in the same part of the plan."""
        if block.kind == "heading":
            return
        if any(m.kind in QUANTITIES for m in mentions):
            stocks = [q for q in self.quantities[self.first :] if q.subject.year and q.facets.stance == "reported"]
            if stocks and stocks[0].subject.moment in ("start", "end", "date"):
                self.times[block.section_id] = stocks[0].subject

    def _lead(self, block: Block, rank: int, own: tuple[int, ...]) -> None:
        """Keep a paragraph that a list may follow."""
        is_colon = block.text.rstrip().endswith(":")
        if not (is_colon or (rank and own) or (block.kind == "heading" and is_colon)):
            if rank == 0:
                self.leads.clear()
            return
        said = sense(block.text, self.mentions.get(block.block_id, ()))
        subject = self.quantities[own[-1]].subject if own else said
        if own and not is_colon:
            subject = self.quantities[own[0]].subject
        lead = Lead(rank, subject, own, is_colon, block.block_id, said.links)
        self.leads.append(lead)
        self.all_leads.append(lead)


def narrate(
    document: Document,
    letterhead: Letterhead,
    mentions: Mapping[int, tuple[Mention, ...]],
    skipped: Mapping[int, frozenset[int]],
) -> tuple[Sequence[Quantity], Sequence[Lead]]:
    """The quantities of all paragraphs, and the lead-ins of lists with the quantities of their items.

    `skipped` are starts of figures, by block, that another finder has understood already.
    """
    reading = _Reading(document, letterhead, mentions)
    for block in document.blocks:
        if block.kind in ("paragraph", "item", "heading", "title"):
            reading.block(block, skipped.get(block.block_id, frozenset()))
    return reading.quantities, reading.all_leads


_OUT_OF = regex.compile(r"(?:^|[.;:]\s*|[-+]\s*)trong\s+(?:tổng\s+số\s+|số\s+)?$")
# “Số 24 hộ nói trên gồm …”: a number told before.
_SAID_BEFORE = regex.compile(r"(?:\s+\p{L}+){0,4}?\s+(?:này|nói trên|kể trên|trên|đó)(?!\p{L})")
# “Toàn xã có 789 hộ”: all of them, where no other subject is named.
_TELLS_ALL = regex.compile(
    r"(?:^|[,.;:]|toàn|cả|địa bàn)\s*(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh|thôn|bản|ấp)(?:\s+\p{L}+){0,4}?\s+(?:hiện\s+)?(?:có|gồm)\s+(?:tổng\s+số\s+)?$"
)
_CRITERION = regex.compile(
    r"(?<!\p{L})(?:các|những|nơi|vùng)\s+(?:\p{L}+\s+){0,4}có\s+(?:\p{L}+\s+){2,6}(?:trên|dưới|từ|hơn)\s*$"
)


def _is_criterion(text: str, clause: Clause) -> bool:
    """“các xã có tỷ lệ hộ nghèo trên 25%” chooses communes, it counts nothing."""
    return _CRITERION.search(fold(text), max(0, clause.mention.start - 60), clause.mention.start) is not None


def _unit_length(mention: Mention) -> int:
    return mention.unit_end - mention.end


def _denominator(facets: Facets) -> Facets:
    """Of “21/39 trường đạt chuẩn” the second number counts all of them."""
    whole = {"standard_schools": "schools"}.get(facets.measure or "")
    return replace(facets, measure=whole, stance=facets.stance if whole else None, aspect="level" if whole else None)


def _coverage(text: str, clause: Clause, mentions: tuple[Mention, ...], left: Sense, right: Sense) -> Sense:
    """“100% hộ nghèo … được vay vốn”: the people before the verb, what they get behind it."""
    behind = clause.mention.unit_end
    verb = _GETS.search(fold(text), behind, clause.end)
    need = _NEEDS.search(fold(text), behind, verb.start() if verb else clause.end)
    if verb is None and need is None:
        people, gets = right, right
    else:
        ends, begins = (
            need.end() if need else verb.start() if verb else behind,
            verb.start() if verb else need.end() if need else behind,
        )
        people = sense(text[behind:ends], mentions, behind)
        gets = sense(text[begins : clause.end], mentions, begins)
    got = gets.measures or left.measures or right.measures
    if left.change in ("decrease", "increase") and right.classes:
        got = ()
    said = people if people.classes or people.groups else right
    return replace(
        said, measures=got, change=left.change, stance=left.stance, per=left.per, links=left.links, is_rate=left.is_rate,
        is_yearly=left.is_yearly or right.is_yearly,
    )  # fmt: skip


def _share(
    subject: Sense, base: Sense | None, previous: Quantity, leads: Sequence[Lead], quantities: Sequence[Quantity]
) -> Facets:
    """A percentage of a subject just counted: a poverty rate where the whole is everybody, else a share of something."""
    if not subject.has_head:
        return Facets(unit="percent")
    counted = facets_of(subject, previous.mention.unit if previous.mention.unit != "percent" else None)
    if subject.measures and base is None:
        return replace(facets_of(subject, "percent"), group=counted.group)
    if base is not None:
        of = facets_of(base, "person" if base.counted == "person" else "household")
        is_rate = base.is_everybody and subject.classes and of.group == counted.group and not subject.measures
    else:
        whole = quantities[previous.wholes[0]].subject if previous.wholes else None
        lead = next((lead.subject for lead in reversed(leads) if lead.subject.has_head and lead.quantities), None)
        of_sense = whole or lead or replace(subject, groups=())
        of = facets_of(replace(of_sense, change=None), "household")
        is_rate = bool(subject.classes) and not counted.group and not subject.measures
    if is_rate:
        return replace(facets_of(replace(subject, change=None), "percent"), group=counted.group)
    return Facets(
        measure="share", unit="percent", aspect="level", moment=subject.moment, year=subject.year, date=subject.date,
        group=counted.group, of_measure=of.measure, of_group=of.group,
    )  # fmt: skip
