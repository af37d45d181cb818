"""The quantities of running text, each with its subject and facets, in the order they are read.

What a clause does not say itself it takes from the words before: the subject of its sentence, the whole of a
“trong đó”, the lead-in of its list, its heading; its time from its sentence, its paragraph, its part of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from extract.clauses import Clause, clauses, sentences
from extract.context import Headings, Lead, rank_of
from extract.document import Block, Document
from extract.facets import EMPTY, LACK, Sense, are_kinds, facets_of, sense, under
from extract.facts import Facets, Letterhead
from extract.grammar import Mention, scan
from extract.quantity import KINDS, Quantity
from extract.respectively import share_out, shares_of
from extract.stances import Stances
from extract.support import helped
from extract.times import Times
from extract.utterance import Utterance, hear, own_words
from extract.whereabouts import listed_place, own_names, place_of
from normalize.fold import fold
from normalize.vocabulary import composed, measures, table

# How many quantities back a sentence may point (“Trong đó”, “số hộ nói trên”).
_FEW = 12
_READ = frozenset({"paragraph", "item", "heading", "title"})
# Counts that stand at a moment.
_STOCKS = frozenset(code for (_, unit), code in composed().items() if unit != "percent") - {"escaped_households"}


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
    return reading.quantities, reading.all_leads


class _Reading:
    """The state of reading one plan from its first line to its last."""

    def __init__(
        self,
        document: Document,
        letterhead: Letterhead,
        mentions: Mapping[int, tuple[Mention, ...]],
        places: Set[str],
    ) -> None:
        self.document, self.letterhead, self.mentions = document, letterhead, mentions
        self.headings = Headings(document, mentions)
        self.quantities: list[Quantity] = []
        self.leads: list[Lead] = []  # the lead-ins that are open, outermost first
        self.all_leads: list[Lead] = []
        self.sentence = 0
        self.first = 0  # of the quantities of this block
        self.standard: str | None = None
        self.times = Times(self.headings, letterhead)
        self.stances = Stances(self.headings, letterhead)
        self.own_names = own_names(letterhead)
        self.places = places

    def block(self, block: Block, skipped: frozenset[int]) -> None:
        """Read one paragraph."""
        rank = rank_of(block)
        while self.leads and self.leads[-1].rank >= rank:
            self.leads.pop()
        self.first = len(self.quantities)
        mentions = self.mentions.get(block.block_id, ())
        wholes: tuple[int, ...] = ()
        for start, end in sentences(block.text):
            inside = [m for m in mentions if start <= m.start < end and m.kind in KINDS and m.start not in skipped]
            if inside:
                self.sentence += 1
                said = sense(block.text[start:end], mentions, start)
                self.standard = said.standard or self.headings.standard(block.section_id)
                wholes = self._read_sentence(block, start, clauses(block.text, start, end, inside), mentions, wholes)
        self.times.remember(block, self.quantities[self.first :])
        own = tuple(range(self.first, len(self.quantities)))
        if self.leads and own:
            self.leads[-1].items.append(own)
        self._open_lead(block, rank, own)

    def _read_sentence(
        self,
        block: Block,
        start: int,
        parts: Sequence[Clause],
        mentions: tuple[Mention, ...],
        wholes: tuple[int, ...],
    ) -> tuple[int, ...]:
        """Read the clauses of one sentence; `wholes` carries over what a “trong đó” before it is about."""
        before = len(self.quantities)
        opens_out_of = False
        in_turn, shares = share_out(block.text, parts, mentions), shares_of(block.text, parts)
        last = hear(block, parts[-1], start, mentions).near if shares else EMPTY
        for clause in parts:
            heard = hear(block, clause, start, mentions)
            if said := in_turn.get(clause.mention.start):
                heard = replace(heard, left=said, near=EMPTY, right=EMPTY, before=said, in_turn=True)
            wholes = (before,) if opens_out_of else self._wholes(block.text, clause, before, wholes)
            opens_out_of = clause.is_first and heard.is_out_of
            previous = self._previous(heard, before)
            if (of := shares.get(clause.mention.start)) is not None:
                near = heard.near if heard.near.has_head or heard.near.counted else last
                left = replace(EMPTY, links=frozenset({"share"}))
                heard = replace(heard, left=left, near=near, right=near, in_turn=True)
                previous = next(q for q in self.quantities[before:] if q.mention.start == of)
            self.quantities.append(self._understand(heard, previous, wholes))
        self._share_verb(before)
        opened = self.quantities[before + 1 :] if len(self.quantities) > before + 1 else []
        return () if any(q.is_complete for q in opened) else wholes  # “gồm” claims no more than its sentence

    def _previous(self, heard: Utterance, before: int) -> Quantity | None:
        """The quantity of this sentence that the next goes on from; a percentage skips the base that was told of it."""
        told = self.quantities[before:]
        if len(told) > 1 and told[-1].is_base and heard.mention.kind == "percent":
            return told[-2]
        return told[-1] if told else None

    def _share_verb(self, before: int) -> None:
        """“100% người thuộc hộ nghèo và 90% người thuộc hộ cận nghèo có thẻ …”: the verb is told once, at the end."""
        for index in range(len(self.quantities) - 2, before - 1, -1):
            q, following = self.quantities[index], self.quantities[index + 1]
            told = following.subject.measures if following.subject.classes and not following.subject.change else ()
            counts_people = bool(q.subject.classes) and not q.subject.measures and not q.subject.change
            is_pair = q.mention.unit == following.mention.unit and following.index not in q.wholes
            is_listed = counts_people and is_pair and not following.wholes and not following.restates
            if told and (q.is_bare_coverage or is_listed):
                subject = replace(q.subject, measures=told)
                stance, year = following.facets.stance, following.facets.year
                facets = replace(facets_of(subject, q.mention.unit), stance=stance, year=year)
                self.quantities[index] = replace(q, subject=subject, facets=facets)

    def _wholes(self, text: str, clause: Clause, before: int, current: tuple[int, ...]) -> tuple[int, ...]:
        """What a part opened by “trong đó”, “gồm” or a bracket is a part of: the quantities that stood before it."""
        if clause.is_bracketed(text) and not clause.is_first:
            alike = (
                q.index for q in reversed(self.quantities[before:]) if clause.mention.unit in (q.mention.unit, None)
            )
            counts = (index for index in alike if self.quantities[index].mention.kind == clause.mention.kind)
            return (next(counts, len(self.quantities) - 1),)
        if clause.opener in ("of_which", "complete"):
            if clause.is_first:  # “- Trong đó …”: the whole stands in the sentence or paragraph before
                previous = self.quantities[before - 1].sentence if before else -1
                return tuple(q.index for q in self.quantities[-_FEW:] if q.sentence == previous)
            return tuple(q.index for q in self.quantities[before:])
        was_bracket = bool(self.quantities) and self.quantities[-1].in_bracket
        return () if clause.opener == ")" or (was_bracket and clause.is_first) else current

    def _understand(self, heard: Utterance, previous: Quantity | None, wholes: tuple[int, ...]) -> Quantity:
        """One quantity: its subject, its time, its facets, and how it hangs together with those before."""
        clause, mention, text = heard.clause, heard.mention, heard.block.text
        is_fraction = (
            previous is not None
            and not previous.mention.unit
            and text[previous.mention.end : mention.start].strip() == "/"
        )
        is_share = self._is_share(heard, previous)
        base = heard.near if is_share and heard.near.has_head else None
        names_itself = is_share and heard.left.has_head
        if names_itself:
            own = heard.left
        else:
            own = replace(heard.left, classes=frozenset(), groups=()) if is_share else own_words(heard)
        if is_fraction and previous is not None:
            own = replace(own, groups=own.groups or previous.subject.groups)
            if previous.facets.measure is None and (own.has_head or own.groups or own.beside):
                previous = self._understand_part(heard, own, previous)
            subject = previous.subject
        elif names_itself:
            subject = own
        elif heard.is_base and not (heard.near.classes or heard.near.groups):
            subject = replace(EMPTY, is_everybody=True)  # “198 hộ nghèo trên tổng số 2.316 hộ”
        elif heard.opens_fraction and not own.has_head:
            subject = replace(EMPTY, groups=own.groups)  # what it counts is told behind the second number
        elif mention.kind == "count" and mention.unit is None and (heard.is_quoted or not (own.has_head or own.groups)):
            subject = EMPTY  # a bare number of which nothing is said, or a watchword: “3 cứng”
        else:
            subject = self._subject(heard, own, previous, wholes, is_share=is_share)
            if not subject.has_head and heard.tells_all:
                subject = replace(subject, is_everybody=True)
        if mention.kind == "count":
            subject = helped(heard, subject, previous)
        if _is_equivalent(heard) and mention.kind == "percent" and not heard.near.classes:
            subject = replace(subject, is_rate=True)  # “Giảm 32 hộ nghèo, tương đương 1,38%”: of the rate
        if heard.is_baseline:  # where a change starts from: of no year unless its moment is told with it
            told = heard.near.year or heard.before.year
            year = (told or self.letterhead.plan_year) if heard.near.moment else heard.near.year
            subject = replace(subject, change=None, year=year, moment=heard.near.moment, is_yearly=False)
        elif (words := heard.compared) is not None and mention.kind == "count":
            subject = self._compared(words, subject, previous)
        else:
            subject = self.times.of(heard, subject, previous, self.quantities[self.first :], self.leads)
        stance = "reported" if heard.is_baseline else self.stances.of(heard, subject, self._source(heard, wholes))
        if heard.is_fulfilment:
            of = facets_of(subject, previous.mention.unit if previous else None)
            facets = replace(of, measure="plan_fulfilment", unit="percent", aspect="level", of_measure=of.measure)
        elif is_share and previous is not None and clause.opener == "of_which" and heard.left.groups and not base:
            whole = facets_of(replace(subject, change=None), previous.mention.unit)  # “trong đó lao động nữ chiếm 40%”
            part = facets_of(under(subject, replace(EMPTY, groups=heard.left.groups)), previous.mention.unit)
            facets = replace(part, measure="share", unit="percent", of_measure=whole.measure, of_group=whole.group)
        elif is_share:
            facets = self._share(replace(subject, change=None), base, None if names_itself else previous)
        else:
            facets = facets_of(subject, mention.unit)
        facets = self._settled(heard, subject, facets, stance, previous)
        if not is_share and mention.kind == "count" and self._says_its_whole(heard, facets, wholes):
            subject, facets = EMPTY, Facets(unit=facets.unit)
        if is_fraction:
            facets = _denominator(facets)
        is_bare_coverage = not is_share and _is_bare_coverage(heard, own)
        if is_bare_coverage:
            facets = Facets(unit="percent")
        is_bracketed = clause.is_bracketed(text) and not clause.is_first
        return Quantity(
            len(self.quantities),
            heard.block.block_id,
            self.sentence,
            mention,
            subject,
            facets,
            wholes,
            base,
            is_share=is_share,
            is_fraction=is_fraction,
            is_equivalent=_is_equivalent(heard) or self._in_other_words(heard, previous),
            restates=heard.states_anew,
            is_complete=clause.opener in ("(", "complete"),
            is_remaining="remaining" in subject.links or clause.opener == "remaining",
            is_bare_coverage=is_bare_coverage,
            is_base=heard.is_base,
            is_planned=heard.is_planned,
            is_compared=heard.compares or heard.compared is not None,
            in_bracket=is_bracketed or (previous is not None and previous.in_bracket and clause.opener != ")"),
        )

    def _compared(self, words: str, subject: Sense, previous: Quantity | None) -> Sense:
        """The subject at the time it is compared with; nothing known where that time is not told."""
        said = sense(words, tuple(scan(words)))
        year = said.year
        if (
            previous is not None
            and previous.facets.year
            and not year
            and ("năm trước" in fold(words) or "cùng kỳ" in fold(words))
        ):
            year = previous.facets.year - 1
        if not year:
            return EMPTY
        part = previous.subject.part_of_year if previous is not None and "cùng kỳ" in fold(words) else None
        return replace(
            subject, change=None, year=year, moment=said.moment, date=said.date, is_yearly=False, part_of_year=part
        )

    def _in_other_words(self, heard: Utterance, previous: Quantity | None) -> bool:
        """“tỷ lệ hộ nghèo còn 3,23% (140 hộ)”: the rate again, as a count."""
        is_count = heard.mention.kind == "count" and heard.clause.is_bracketed(heard.block.text)
        is_rate = previous is not None and previous.mention.kind == "percent" and not previous.is_share
        says_nothing = not (heard.left.has_head or heard.left.groups or heard.near.has_head or heard.is_planned)
        return is_count and is_rate and says_nothing

    def _understand_part(self, heard: Utterance, own: Sense, previous: Quantity) -> Quantity:
        """“118/2.100 hộ nghèo”: what the first number counts is told behind the second."""
        subject = self.times.of(heard, own, None, self.quantities[self.first :], self.leads)
        facets = facets_of(subject, heard.mention.unit)
        facets = self._settled(
            heard, subject, facets, self.stances.of(heard, subject, self._source(heard, previous.wholes)), None
        )
        self.quantities[-1] = replace(previous, subject=subject, facets=facets)
        return self.quantities[-1]

    def _is_share(self, heard: Utterance, previous: Quantity | None) -> bool:
        """Whether a percentage tells how much of something the quantity just named is."""
        if heard.mention.kind != "percent" or _is_equivalent(heard):
            return False
        if heard.left.has_head and "share" in heard.left.links and heard.near.has_head and not heard.left.measures:
            return True  # “hộ nghèo dân tộc thiểu số chiếm 62,5% tổng số hộ nghèo”
        if heard.left.has_head or previous is None:
            return False
        if heard.left.groups and previous.mention.kind == "percent":
            return False  # “lao động qua đào tạo đạt 50%, trong đó có chứng chỉ 22%”: a rate of its own
        goes_on = not (heard.near.has_head or heard.near.groups or heard.left.change)
        return "share" in heard.left.links or heard.clause.opener in ("(", "share") or goes_on

    def _subject(
        self, heard: Utterance, own: Sense, previous: Quantity | None, wholes: tuple[int, ...], *, is_share: bool
    ) -> Sense:
        """The subject of a clause: its own head, else that of the words it goes on from."""
        unit = heard.mention.unit
        if not is_share:
            own = _coordinated(heard, own, previous)
            if wholes and own.classes and not own.change and not heard.states_anew:
                change = self.quantities[wholes[0]].subject.change  # “giảm 15 hộ nghèo, trong đó … 9 hộ”
                own = replace(own, change=change) if change in ("decrease", "increase") else own
            parted = [self.quantities[whole] for whole in wholes]
            alike = [q for q in parted if q.mention.unit == unit or (unit is None and q.mention.kind == "count")]
            if (again := self._again(heard, own, alike)) is not None:
                return again.subject
            if alike and own.classes and not own.measures:
                flow = alike[-1].subject  # “tạo việc làm …, trong đó 350 lao động thuộc hộ nghèo”
                if flow.measures and not own.classes <= measures()[flow.measures[0]].implies:
                    return replace(own, measures=flow.measures)
            if previous is not None and heard.means_the_same and not own.groups:
                own = replace(own, groups=previous.subject.groups)
            if previous is not None and _goes_on(own, previous, is_bare=heard.stands_bare):
                own = replace(own, measures=previous.subject.measures)
            if "with" in own.links and previous is not None and own.measures and not own.classes:
                own = replace(own, classes=previous.subject.classes)  # “dư nợ cho vay hộ nghèo … với 30 hộ còn dư nợ”
            if LACK in own.measures and not own.classes:
                own = replace(own, classes=self._lacking(heard.block, previous, wholes))
            if (
                "total" in own.links
                and previous is not None
                and not own.has_head
                and (both := self._together(unit, previous))
            ):
                return replace(own, classes=both)
            if own.has_head:
                classes = self._lead_subject().classes  # “66 hộ dân thường” under “Trong 74 hộ nghèo”
                is_bare = not own.measures and not own.classes and bool(classes)
                return replace(own, classes=classes, is_everybody=False) if is_bare else own
            if previous is None and (told := self._told_before(heard)) is not None:
                return told.subject
            says_more = own.groups or own.change or own.year or own.moment or own.source or heard.near.moment
            says_more = says_more or heard.before.part_of_year
            says_more = says_more or (previous is not None and self._place(heard, previous) is not None)
            says_more = says_more or heard.is_reached or heard.is_planned or heard.compared is not None
            if previous is not None and unit == "worker" and previous.mention.unit == "class":
                return replace(own, measures=("vocational_trainees",))  # “mở 1 lớp chăn nuôi cho 32 lao động”
            is_neighbour = previous is not None and self._has_neighbour(previous, wholes, unit)
            if is_neighbour and not says_more:
                return EMPTY  # of whom is not said: “68 hộ về nhà ở và 85 hộ về sinh kế”
            if wholes and (own.groups or own.beside or previous is None or previous.index in wholes):
                return under((alike[-1] if alike else self.quantities[wholes[0]]).subject, own)
        if previous is not None:
            if heard.states_anew and own.moment and not own.change:
                previous = replace(previous, subject=replace(previous.subject, change=None))  # “(đầu năm là 3.237 hộ)”
            is_elsewhere = heard.is_parted and self._place(heard, previous) is not None  # “…; huyện Bác Ái giảm 4%/năm”
            chooses = bool(own.groups) or is_elsewhere
            return under(replace(previous.subject, groups=(), beside=()) if chooses else previous.subject, own)
        return self._inherited(heard.block, own, unit)

    def _has_neighbour(self, previous: Quantity, wholes: tuple[int, ...], unit: str | None) -> bool:
        """Whether a count of the same unit, which is no whole of this one, was told right before or before its rate."""
        if previous.index in wholes:
            return False
        if previous.is_share and previous.index:
            previous = self.quantities[previous.index - 1]
        return previous.mention.unit == unit and previous.index not in wholes

    def _literal(self, q: Quantity) -> str:
        return self.document.blocks[q.block_id].text[q.mention.start : q.mention.end]

    def _together(self, unit: str | None, previous: Quantity) -> frozenset[str]:
        """“19.740 hộ nghèo và 8.122 hộ cận nghèo; tổng cộng 27.862 hộ”: the classes of the sentence, taken together."""
        told = [
            q.subject.classes
            for q in self.quantities[self.first :]
            if q.sentence == previous.sentence and q.mention.unit == unit
        ]
        classes = frozenset(one for each in told for one in each)
        known = ("|".join(sorted(classes)), unit or "") in composed()
        return classes if len(classes) > 1 and known else frozenset()

    def _again(self, heard: Utterance, own: Sense, told: Sequence[Quantity]) -> Quantity | None:
        """The same number of the same people, told again to be broken down: “Cụ thể, 158 hộ nghèo bao gồm: …”."""
        for q in reversed(told):
            if (
                self._literal(q) == heard.literal
                and own.classes == q.subject.classes
                and own.measures == q.subject.measures
            ):
                return q
        return None

    def _lacking(self, block: Block, previous: Quantity | None, wholes: tuple[int, ...]) -> frozenset[str]:
        """Who lacks a service, where the words name none: those it is told of; the poor where nobody is."""
        told = [self.quantities[whole].subject for whole in wholes] + ([previous.subject] if previous else [])
        told += [self._lead_subject(), self.headings.head(block.section_id)]
        return next((said.classes for said in told if said.classes), frozenset({"poor"}))

    def _inherited(self, block: Block, own: Sense, unit: str | None) -> Sense:
        """The subject of a sentence that names none: of its list, its paragraph, its heading."""
        lead = self._lead_subject()
        if lead.has_head:
            return under(lead, own)
        everybody = [q.subject for q in self.quantities[self.first :] if q.subject.is_everybody]
        if own.groups and everybody:
            return under(replace(everybody[-1], groups=()), own)
        heading = self.headings.head(block.section_id)
        if "total" in own.links and heading.classes:  # “- Tổng số: 96 hộ” under “Hộ nghèo cuối năm 2022”
            return under(heading, own)
        is_led = bool(self.leads) and self.leads[-1].is_colon
        if is_led and own.groups and heading.classes:  # “b) Theo tuổi của chủ hộ:” under “Phân tích hộ nghèo”
            return under(replace(EMPTY, classes=heading.classes), own)
        causes = set(table("groups")["causes"]["codes"])
        is_cause = bool(own.groups) and all(group & causes for group in own.groups) and unit == "household"
        if is_cause and ("nguyên nhân" in fold(block.text) or heading.classes):
            return replace(own, classes=frozenset({"poor"}))  # “Theo nguyên nhân: thiếu vốn 78 hộ”
        fits = tuple(code for code in heading.measures if unit in (None, "percent", measures()[code].unit))
        return under(replace(EMPTY, measures=fits), own) if fits else own

    def _told_before(self, heard: Utterance) -> Quantity | None:
        """The same number told before, where the words point back to it: “Số 24 hộ nói trên …”."""
        if not heard.points_back:
            return None
        for q in reversed(self.quantities[-_FEW:]):
            if self._literal(q) == heard.literal and q.mention.unit == heard.mention.unit and q.subject.has_head:
                return q
        return None

    def _source(self, heard: Utterance, wholes: tuple[int, ...]) -> Quantity | None:
        """The quantity that another is a part of, or tells again."""
        return self.quantities[wholes[0]] if wholes else self._told_before(heard)

    def _says_its_whole(self, heard: Utterance, facets: Facets, wholes: tuple[int, ...]) -> bool:
        """A part that seems to tell the same as its whole, and is another number, is of a group not understood."""
        lead = self.leads[-1].quantities if self.leads else ()
        return facets.measure is not None and any(
            replace(self.quantities[whole].facets, stance=None) == replace(facets, stance=None)
            and self._literal(self.quantities[whole]) != heard.literal
            and not (heard.is_planned or heard.compared)
            for whole in (*wholes, *lead)
        )

    def _lead_subject(self) -> Sense:
        return next((lead.subject for lead in reversed(self.leads) if lead.subject.has_head), EMPTY)

    def _settled(
        self, heard: Utterance, subject: Sense, facets: Facets, stance: str, previous: Quantity | None
    ) -> Facets:
        """Facets with their stance, their place, and the year that stance gives; empty where nothing is counted."""
        is_each = heard.is_each and facets.measure != "income_per_person"
        is_mean = heard.is_fractional and facets.measure in _STOCKS
        if facets.measure is None or is_each or is_mean or heard.is_criterion or heard.is_unclear:
            return Facets(unit=facets.unit if facets.unit == "percentage_point" else heard.mention.unit)
        if facets.measure in _STOCKS and facets.aspect == "level" and not _is_stock(heard, subject, facets, stance):
            return Facets(unit=facets.unit)  # “trong năm có 40 hộ nghèo tham gia”: not all the poor
        if subject.change in ("decrease", "increase") and facets.aspect == "level" and heard.compares:
            facets = replace(facets, aspect=subject.change)  # how much more: “tăng 150 lao động so với năm 2021”
        known = measures().get(facets.measure or "")
        is_given = heard.gives and heard.mention.kind == "count" and known is not None and known.kind != "stock"
        if is_given and facets.aspect == "level" and heard.before.moment not in ("end", "date"):
            facets = replace(facets, moment="during")  # “cấp thẻ bảo hiểm y tế cho 1.187 người”
        goes_on = heard.stands_bare and previous is not None and previous.facets.measure == facets.measure
        if goes_on and previous is not None and previous.facets.moment == "during":
            facets = replace(facets, moment="during")  # “… và 1.204 người cận nghèo”
        year = facets.year
        is_start = subject.moment == "start" and not subject.part_of_year
        if stance == "reported" and facets.moment == "during" and is_start and year:
            year -= 1  # a flow told beside a stock at the start of N is of N−1
        if stance == "target" and year is None and not subject.is_yearly and not self.letterhead.plan_year_to:
            year = self.letterhead.plan_year
        # “theo chuẩn nghèo 2016 - 2020 có 189 hộ; theo chuẩn nghèo 2022 - 2025 có 281 hộ”
        told = heard.left.standard or (previous.facets.standard if previous is not None else None) or self.standard
        standard = told if subject.classes or subject.is_multidimensional else None
        place = heard.where or listed_place(heard, self.places) or self._place(heard, previous)
        if place is None and previous is not None and not heard.is_parted:
            place = previous.facets.place  # “thôn Hải Lạc còn 21 hộ nghèo, giảm 06 hộ”
        return replace(facets, year=year, stance=stance, standard=standard, place=place)

    def _place(self, heard: Utterance, previous: Quantity | None) -> str | None:
        """The unit a clause counts in: named with its kind, or in a list of names whose kind was said once."""
        named = place_of(heard, self.own_names)
        if named is None and previous is not None and previous.facets.place:
            return heard.listed_name
        return named

    def _share(self, subject: Sense, base: Sense | None, previous: Quantity | None) -> Facets:
        """A percentage of a subject just counted: a poverty rate of everybody, else a share of something."""
        if not subject.has_head:
            return Facets(unit="percent")
        unit = previous.mention.unit if previous is not None and previous.mention.unit != "percent" else None
        counted = facets_of(subject, unit)
        rate = replace(facets_of(subject, "percent"), group=counted.group)
        if previous is not None and previous.mention.kind == "money":
            known = measures().get(counted.measure or "")  # of what was paid out, the part of what was allotted
            allotted = (known and known.of) or counted.measure
            return replace(counted, measure="share", unit="percent", of_measure=allotted, source=None)
        covers = (
            base is not None and base.is_everybody and all(measures()[one].kind == "rate" for one in subject.measures)
        )
        if subject.measures and (base is None or covers):
            return rate
        if base is not None:
            of = facets_of(base, "person" if base.counted == "person" else "household")
            is_rate = base.is_everybody and bool(subject.classes) and of.group == counted.group
        else:
            lead = next(
                (lead.subject for lead in reversed(self.leads) if lead.subject.has_head and lead.quantities), None
            )
            wholes = previous.wholes if previous is not None else ()
            whole = self.quantities[wholes[0]].subject if wholes else lead
            whole_unit = self.quantities[wholes[0]].mention.unit if wholes else None
            counts_people = unit == "person" and (not subject.classes or whole_unit == "person")
            of = facets_of(
                replace(whole or replace(subject, groups=()), change=None), "person" if counts_people else "household"
            )
            is_rate = bool(subject.classes) and not counted.group
        if is_rate and not subject.measures:
            return rate
        return replace(
            counted, measure="share", unit="percent", aspect="level", of_measure=of.measure, of_group=of.group
        )

    def _broken_down(self, own: tuple[int, ...]) -> tuple[int, ...]:
        """The quantities a list may break down: not what a bracket tells beside, nor how they compare with before."""
        told = [i for i in own if not self.quantities[i].in_bracket]
        while len(told) > 1 and (
            self.quantities[told[-1]].is_compared or self.quantities[told[-1]].mention.kind == "percent"
        ):
            told.pop()
        return tuple(told) or own

    def _open_lead(self, block: Block, rank: int, own: tuple[int, ...]) -> None:
        """Keep a paragraph that a list may follow."""
        is_colon = block.text.rstrip().endswith(":")
        if not (is_colon or (rank and own)):
            if rank == 0:
                self.leads.clear()
            return
        said = sense(block.text, self.mentions.get(block.block_id, ()))
        own = self._broken_down(own) if is_colon else own
        subject = self.quantities[own[-1] if is_colon else own[0]].subject if own else said
        if own and is_colon:
            last = self.quantities[own[-1]].mention
            start = max(block.text.rfind(mark, last.unit_end) + 1 for mark in ",;.")
            tail = sense(block.text[start:], self.mentions.get(block.block_id, ()), start) if start else EMPTY
            if tail.has_head or tail.year:  # “… còn 172 hộ nghèo; kết quả chính thức cuối năm 2013 như sau:”
                dated = replace(subject, year=tail.year, moment=tail.moment, date=tail.date)
                subject, own = (tail if tail.has_head else dated), ()
        lead = Lead(rank, subject, own, is_colon, block.block_id, said.links)
        self.leads.append(lead)
        self.all_leads.append(lead)


def _is_bare_coverage(heard: Utterance, own: Sense) -> bool:
    """“100% người thuộc hộ nghèo”: a share of people of which it is not said what they get."""
    people_behind = bool(heard.near.classes) and not heard.left.has_head and not heard.left.is_rate
    return heard.mention.kind == "percent" and people_behind and not own.measures and not own.change and not own.is_rate


def _is_equivalent(heard: Utterance) -> bool:
    """Whether a number restates the one before it: “tương ứng”."""
    return heard.clause.opener == "equivalent" or "equivalent" in heard.left.links


def _is_stock(heard: Utterance, subject: Sense, facets: Facets, stance: str) -> bool:
    """Whether a count of a class stands at a moment, and is not of those who get or do something."""
    is_dated = facets.moment in ("start", "end", "date") or subject.change in ("to", "eliminate")
    return not heard.helps and facets.moment != "during" and (stance == "reported" or is_dated)


def _coordinated(heard: Utterance, own: Sense, previous: Quantity | None) -> Sense:
    """“giảm tỷ lệ hộ nghèo 3%, hộ cận nghèo 1%”: the verb of the first number holds for the second."""
    goes_on = previous is not None and previous.mention.kind == heard.mention.kind
    if previous is None or not goes_on or not own.classes:
        return own
    if own.change and own.change == previous.subject.change and heard.mention.kind == "percent":
        return replace(own, is_rate=own.is_rate or previous.subject.is_rate)  # “tỷ lệ … giảm 2%; hộ … giảm 1%”
    if own.change or own.links - {"with"}:
        return own
    if previous.subject.change not in ("decrease", "increase") or heard.states_anew:
        return own
    return replace(own, change=previous.subject.change, is_rate=own.is_rate or previous.subject.is_rate)


def _goes_on(own: Sense, previous: Quantity, *, is_bare: bool) -> bool:
    """“hỗ trợ 11 hộ nghèo xây mới nhà ở và 07 hộ nghèo sửa chữa nhà ở”: the same help again."""
    said = previous.subject
    if not own.classes or own.measures or not said.measures:
        return False
    return is_bare if not own.groups else are_kinds(said.groups, own.groups)


def _denominator(facets: Facets) -> Facets:
    """Of “21/39 trường đạt chuẩn”, “118/2.100 hộ nghèo” the second number counts all of them."""
    if facets.measure in _STOCKS and facets.unit in ("household", "person", "village", "commune"):
        return replace(facets, measure=composed()["all", facets.unit], group=None)
    known = measures().get(facets.measure or "")
    measure = known.of if known else None
    return replace(facets, measure=measure) if measure else Facets(unit=facets.unit)
