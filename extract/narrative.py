"""The quantities of running text, each with its subject and facets, in the order they are read.

What a clause does not say itself it takes from the words before: the subject of its sentence, the whole of a
“trong đó”, the lead-in of its list, its heading; its time from its sentence, its paragraph, its part of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from extract import cues
from extract.afterwards import fulfil, look_back
from extract.clauses import Clause, clauses, sentences
from extract.context import Headings, Lead, rank_of
from extract.document import Block, Document
from extract.facets import HEADS, facets_of, of_era
from extract.facts import Facets, Letterhead
from extract.grammar import Mention
from extract.groups import AREAS
from extract.own_words import own_words
from extract.quantity import KINDS, Quantity
from extract.respectively import places_of, share_out, shares_of
from extract.sense import EMPTY, Sense, sense
from extract.settled import Settler
from extract.shares import base_of, denominator, is_share, names_itself, share_facets
from extract.stances import Stances
from extract.subjects import subject_before, subject_of
from extract.support import helped
from extract.times import Times
from extract.told import Told, Turn
from extract.utterance import Utterance, hear
from extract.whereabouts import is_singled_out
from normalize.fold import fold

_READ = frozenset({"paragraph", "item", "heading", "title"})


def narrate(
    document: Document,
    letterhead: Letterhead,
    mentions: Mapping[int, tuple[Mention, ...]],
    skipped: Mapping[int, frozenset[int]],
    places: Set[str] = frozenset(),
) -> tuple[Sequence[Quantity], Sequence[Lead]]:
    """The quantities of all paragraphs, and the lead-ins of lists with the quantities of their items.

    `skipped` are starts of figures, by block, that another finder has understood already; `places` are the names in the
    plan's tables, folded.
    """
    reading = _Reading(document, letterhead, mentions, places)
    for block in document.blocks:
        if block.kind in _READ:
            reading.block(block, skipped.get(block.block_id, frozenset()))
    return reading.told.quantities, reading.all_leads


class _Reading:
    """Reads one plan from its first line to its last."""

    def __init__(
        self,
        document: Document,
        letterhead: Letterhead,
        mentions: Mapping[int, tuple[Mention, ...]],
        places: Set[str],
    ) -> None:
        self.mentions, self.plan_year = mentions, letterhead.plan_year
        self.headings = Headings(document, mentions)
        self.told = Told(document, self.headings)
        self.all_leads: list[Lead] = []
        self.times = Times(self.headings, letterhead)
        self.stances = Stances(self.headings, letterhead)
        self.settler = Settler(letterhead, places)

    def block(self, block: Block, skipped: frozenset[int]) -> None:
        """Read one paragraph."""
        told, rank = self.told, rank_of(block)
        while told.leads and told.leads[-1].rank >= rank:
            told.leads.pop()
        told.first = len(told.quantities)
        self.times.begin()
        mentions = self.mentions.get(block.block_id, ())
        wholes: tuple[int, ...] = ()
        for start, end in sentences(block.text):
            inside = [m for m in mentions if start <= m.start < end and m.kind in KINDS and m.start not in skipped]
            if not inside:
                self.times.note(block, sense(block.text[start:end], mentions, start))
            else:
                told.sentence += 1
                said = sense(block.text[start:end], mentions, start)
                self.settler.standard = said.standard or self.headings.standard(block.section_id)
                wholes = self._sentence(block, start, clauses(block.text, start, end, inside), mentions, wholes)
        self.times.remember(block, told.paragraph)
        own = tuple(range(told.first, len(told.quantities)))
        if told.leads and own:
            told.leads[-1].items.append(own)
        self._open_lead(block, rank, own)

    def _sentence(
        self,
        block: Block,
        start: int,
        parts: Sequence[Clause],
        mentions: tuple[Mention, ...],
        wholes: tuple[int, ...],
    ) -> tuple[int, ...]:
        """Read the clauses of one sentence; `wholes` carries over what a “trong đó” before it is about."""
        told, before = self.told, len(self.told.quantities)
        opens_out_of, link = False, "share"
        in_turn, shares = share_out(block.text, parts, mentions), shares_of(block.text, parts)
        tells_times = len({(said.year, said.moment, said.part_of_year) for said in in_turn.values()}) > 1
        places = places_of(block.text, parts) if in_turn and not tells_times else {}
        last = hear(block, parts[-1], start, mentions).near if shares else EMPTY
        for clause in parts:
            heard = hear(block, clause, start, mentions)
            if said := in_turn.get(clause.mention.start):
                place = places.get(clause.mention.start)
                heard = replace(
                    heard, left=said, near=EMPTY, right=EMPTY, before=said, in_turn=True, place_in_turn=place
                )
            wholes = (before,) if opens_out_of else told.wholes_of(block, clause, before, wholes)
            if clause.is_bracketed(block.text) and heard.left.moment in ("start", "end"):
                wholes = ()  # “giảm 13 hộ (đầu năm là 96 hộ)”: no part, but how things stood
            if heard.words.compared:
                wholes = ()  # “… trong đó hộ nghèo 93 hộ. So với đầu năm (117 hộ) giảm 24 hộ”
            if is_singled_out(heard):
                wholes = ()  # “xã cao nhất là Khe Mo với 89 hộ, chiếm 7,8%”: of its own households
            opens_out_of = clause.is_first and heard.words.is_out_of
            previous = told.previous(heard, before)
            if (of := shares.get(clause.mention.start)) is not None:
                link = "equivalent" if heard.says_equivalent else link  # told once, before the first
                heard = _of_its_count(heard, link, last)
                previous = next(q for q in told.quantities[before:] if q.mention.start == of)
            elif (base := _base_behind(heard, block, parts, start, mentions)) is not None:
                heard = replace(heard, near=base, right=base)
            told.quantities.append(self._quantity(Turn(heard, previous, wholes)))
            fulfil(told, before)
        look_back(told, before)
        opened = told.quantities[before + 1 :]
        divides = cues.DIVIDES.match(fold(block.text), parts[0].sentence) is not None
        is_over = divides or any(q.is_complete for q in opened)
        return () if is_over else wholes  # “gồm” claims no more than its sentence

    def _quantity(self, turn: Turn) -> Quantity:
        """One quantity: its subject, its time, its stance, its facets, and how it hangs together with those before."""
        heard = turn.heard
        of_whole = is_share(turn)
        own = self._own_words(turn, of_whole=of_whole)
        if heard.mention.kind == "money" and heard.clause.is_first:
            own = replace(own, programme=own.programme or heard.before.programme)  # “Dự án 2: …, phát triển mô hình: …”
        is_told = turn.previous is not None and turn.previous.facets.measure is not None
        if turn.is_fraction:
            turn, own = self._numerator(turn, own)
        subject = self._subject(turn, own, of_whole=of_whole)
        subject = self._dated(turn, subject)
        stance = "reported" if heard.words.is_baseline else self.stances.of(heard, subject, self._source(turn))
        facets = self._facets(turn, subject, of_whole=of_whole)
        facets = self.settler.settle(turn, subject, facets, stance)
        if not of_whole and turn.is_count and self._says_its_whole(turn, facets):
            subject, facets = EMPTY, Facets(unit=facets.unit)
        if turn.is_fraction and not heard.words.is_planned:  # “53 hộ/45 hộ theo kế hoạch” has no whole
            facets = self._denominator(turn, subject, facets, is_told=is_told)
        is_bare_coverage = not of_whole and _is_bare_coverage(heard, own)
        if is_bare_coverage:
            facets = Facets(unit="percent")
        opener = heard.clause.opener
        return Quantity(
            len(self.told.quantities),
            heard.block.block_id,
            self.told.sentence,
            heard.mention,
            subject,
            facets,
            turn.wholes,
            base_of(turn) if of_whole else None,
            is_share=of_whole and not (facets.measure is None and subject.change in ("decrease", "increase")),
            is_fraction=turn.is_fraction,
            is_equivalent=turn.is_equivalent or turn.is_in_other_words,
            restates=heard.words.states_anew,
            is_complete=opener in ("(", "complete"),
            is_remaining="remaining" in subject.links or opener == "remaining",
            is_bare_coverage=is_bare_coverage,
            is_base=heard.is_base,
            is_planned=heard.words.is_planned,
            is_compared=heard.words.compares or turn.is_of_comparison or "versus" in heard.left.links,
            is_then=turn.is_of_comparison,
            is_wider=self.settler.wider(turn) is not None,
            in_bracket=turn.in_bracket,
        )

    def _dated(self, turn: Turn, subject: Sense) -> Sense:
        """The subject at its time, under the standard that is told with it, as it is understood in its year."""
        subject = self.times.of_turn(turn, subject, self.told)
        year = subject.year or self.plan_year
        return of_era(replace(subject, standard=self.settler.standard_of(turn, year)), year, self.plan_year)

    def _own_words(self, turn: Turn, *, of_whole: bool) -> Sense:
        """What a clause says of its number itself; a share that goes on from a count says nothing of whom."""
        if names_itself(turn):
            return turn.heard.left
        return replace(turn.heard.left, classes=frozenset(), groups=()) if of_whole else own_words(turn.heard)

    def _denominator(self, turn: Turn, subject: Sense, facets: Facets, *, is_told: bool) -> Facets:
        """What the second number of a fraction counts; `is_told`: whom the first counts was told before it."""
        near = turn.heard.near
        if is_told and near.classes and near.groups != subject.groups:  # “hộ nghèo DTTS 150/156 hộ nghèo”
            of = facets_of(replace(subject, classes=near.classes, groups=near.groups), turn.unit)
            return replace(facets, measure=of.measure, group=of.group)
        return denominator(facets, subject.classes)

    def _numerator(self, turn: Turn, own: Sense) -> tuple[Turn, Sense]:
        """“118/2.100 hộ nghèo”: what the first number counts is told behind the second, and is understood now."""
        first = turn.previous
        if first is None:
            return turn, own
        own = replace(own, groups=own.groups or first.subject.groups)
        if first.facets.measure is None and (own.has_head or own.groups or own.beside):
            alone = Turn(turn.heard, None, first.wholes)
            subject = self._dated(alone, own)
            stance = self.stances.of(turn.heard, subject, self._source(alone))
            facets = self.settler.settle(alone, subject, facets_of(subject, turn.unit), stance)
            first = replace(first, subject=subject, facets=facets)
            self.told.quantities[-1] = first
        return replace(turn, previous=first), own

    def _subject(self, turn: Turn, own: Sense, *, of_whole: bool) -> Sense:
        """Whom or what a number counts, before its time is known."""
        heard, near = turn.heard, turn.heard.near
        if turn.is_fraction and turn.previous is not None:
            subject = turn.previous.subject
        elif names_itself(turn):
            subject = own
        elif heard.named_base is not None:
            subject = heard.named_base
        elif heard.words.counts_dwellers or heard.counts_reviewed or (heard.is_base and not near.classes):
            of_area = turn.previous.subject.groups if turn.previous is not None else ()
            of_area = tuple(
                group for group in of_area if group <= AREAS
            )  # “thành thị: 29 hộ nghèo trên tổng số 208 hộ”
            subject = replace(EMPTY, is_everybody=True, groups=near.groups or of_area)
            if heard.words.in_bracket and turn.previous is None and heard.before.classes:
                subject = replace(EMPTY, classes=heard.before.classes)  # “Đối với hộ nghèo (tính trên 284 hộ)”
        elif heard.words.opens_planned and (same := self._reached(turn)) is not None:
            subject = same.subject  # “… 206 lao động, đạt 103% chỉ tiêu (206/200 lao động)”
        elif heard.opens_fraction and not own.has_head:
            subject = replace(EMPTY, groups=own.groups)  # what it counts is told behind the second number
        elif turn.is_count and turn.unit is None and (heard.words.counts_other or not (own.has_head or own.groups)):
            subject = EMPTY  # a bare number of which nothing is said, or of what is not known: “3.000 quyển tập cho …”
        else:
            find = subject_before if of_whole else subject_of
            subject = find(turn, own, self.told, self.settler.is_placed)
            if heard.tells_all and (not subject.has_head or heard.counts_beyond(own, subject)):
                subject = replace(EMPTY, is_everybody=True, groups=subject.groups)
        if turn.is_count:
            subject = helped(heard, subject, turn.previous)
            if (
                heard.left.change == subject.change == "eliminate" and turn.unit in HEADS
            ):  # “Xóa 02 hộ nghèo người có công”: so many fewer
                subject = replace(subject, change="decrease")
        if turn.is_equivalent and turn.is_percent and not near.classes:
            subject = replace(subject, is_rate=True)  # “Giảm 32 hộ nghèo, tương đương 1,38%”: of the rate
        return subject

    def _facets(self, turn: Turn, subject: Sense, *, of_whole: bool) -> Facets:
        if turn.heard.words.is_fulfilment:
            of = facets_of(subject, turn.previous.mention.unit if turn.previous else None)
            return replace(of, measure="plan_fulfilment", unit="percent", aspect="level", of_measure=of.measure)
        return share_facets(turn, subject, self.told) if of_whole else facets_of(subject, turn.unit)

    def _reached(self, turn: Turn) -> Quantity | None:
        """The same number told before in the sentence."""
        told = self.told
        same = [
            q for q in told.paragraph if q.sentence == told.sentence and told.literal(q) == turn.heard.words.literal
        ]
        return same[0] if same else None

    def _source(self, turn: Turn) -> Quantity | None:
        """The quantity that another is a part of or a share of, or tells again: “giảm 28 hộ, tương ứng giảm 1,94%”."""
        before = turn.previous
        counts = before is not None and before.mention.kind == "count" and not before.is_planned
        counts = counts and not turn.heard.words.is_fulfilment
        if before is not None and before.facets.stance and (turn.is_equivalent or (counts and is_share(turn))):
            return before
        return self.told.quantities[turn.wholes[0]] if turn.wholes else self.told.pointed_at(turn.heard)

    def _says_its_whole(self, turn: Turn, facets: Facets) -> bool:
        """A part that seems to tell the same as its whole, and is another number, is of a group not understood."""
        told, heard = self.told, turn.heard
        if facets.measure is None or heard.words.is_planned or heard.words.compared:
            return False
        lead = told.leads[-1].quantities if told.leads else ()
        return any(
            whole.facets == facets and told.literal(whole) != heard.words.literal
            for whole in told.of((*turn.wholes, *lead))
        )

    def _open_lead(self, block: Block, rank: int, own: tuple[int, ...]) -> None:
        """Keep a paragraph that a list may follow."""
        told, mentions = self.told, self.mentions.get(block.block_id, ())
        is_colon = block.text.rstrip().endswith(":")
        if not (is_colon or (rank and own)):
            if rank == 0:
                told.leads.clear()
            return
        said = sense(block.text, mentions)
        own = told.broken_down(own) if is_colon else own
        if is_colon and own and _begins_sentence(block, told.quantities[own[-1]]):
            own = tuple(index for index in own if not told.quantities[index].wholes) or own
        subject = told.quantities[own[-1] if is_colon else own[0]].subject if own else said
        if own and is_colon:
            last = told.quantities[own[-1]].mention
            start = max(block.text.rfind(mark, last.unit_end) + 1 for mark in ",;.")
            tail = sense(block.text[start:], mentions, start) if start else EMPTY
            if tail.has_head or tail.year:  # “… còn 172 hộ nghèo; kết quả chính thức cuối năm 2013 như sau:”
                dated = replace(subject, year=tail.year, moment=tail.moment, date=tail.date)
                subject, own = (tail if tail.has_head else dated), ()
        lead = Lead(rank, subject, own, is_colon, block.block_id, said.links)
        told.leads.append(lead)
        self.all_leads.append(lead)


def _of_its_count(heard: Utterance, link: str, last: Sense) -> Utterance:
    """A rate or sum told in turn, as if it stood right behind its count; `last` is what the last of them is of."""
    if heard.mention.kind == "money":
        return replace(heard, left=EMPTY, near=EMPTY, right=EMPTY, in_turn=True)
    near = heard.near if heard.near.has_head or heard.near.counted else last
    near = near if link == "share" else EMPTY
    return replace(heard, left=replace(EMPTY, links=frozenset({link})), near=near, right=near, in_turn=True)


def _begins_sentence(block: Block, last: Quantity) -> bool:
    """Whether a sentence without numbers announces the list, so that it is no list of the part told last."""
    *_, (start, _) = sentences(block.text)
    return start > last.mention.start


def _base_behind(
    heard: Utterance, block: Block, parts: Sequence[Clause], start: int, mentions: tuple[Mention, ...]
) -> Sense | None:
    """“bằng 15,97% so với tổng số 61.850 hộ dân tộc thiểu số”: the base of a percentage, told with its number."""
    following = next((part for part in parts if part.mention.start > heard.mention.start), None)
    if following is None or not heard.words.has_base_behind(following.mention.start):
        return None
    near = hear(block, following, start, mentions).near
    return near if near.has_head else replace(near, is_everybody=True)


def _is_bare_coverage(heard: Utterance, own: Sense) -> bool:
    """“100% người thuộc hộ nghèo”: a share of people of which it is not said what they get."""
    people_behind = bool(heard.near.classes) and not heard.left.has_head and not heard.left.is_rate
    return heard.mention.kind == "percent" and people_behind and not own.measures and not own.change and not own.is_rate
