"""The figures of the text that tell a fact, and whether their sentence tells it twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import regex

from extract.facts import Facts
from validate.claim import Claim, agree, read_claim
from validate.same import Fact, find_fact

# Below this an analyst must look first: what was not understood is not held against anything (contract: `confidence`).
LEAST_CONFIDENCE = 0.5

# The end of a sentence: a full stop, question or exclamation mark before a space and a capital letter.
SENTENCE_END = regex.compile(r"[.!?…]\s+(?=\p{Lu})")


@dataclass(frozen=True, slots=True)
class Telling:
    """One figure of the text and the fact it tells.

    `is_rivalled`: another figure of its sentence tells the same fact with another number. No plan contradicts itself
    in one breath: then the two tell different facts that were not told apart.
    """

    claim: Claim
    fact: Fact
    is_rivalled: bool


def find_tellings(facts: Facts) -> list[Telling]:
    """The readable figures of the text whose fact is known, in reading order."""
    sentences: dict[tuple[Fact, int, int], list[Claim]] = defaultdict(list)
    for figure in facts.figures:
        if figure.table_id is not None or figure.confidence < LEAST_CONFIDENCE:
            continue
        fact, claim = find_fact(figure.facets), read_claim(figure)
        if fact is not None and claim is not None:
            text = facts.document.blocks[figure.block_id].text
            sentence = sum(1 for _ in SENTENCE_END.finditer(text, 0, figure.start))
            sentences[fact, figure.block_id, sentence].append(claim)
    tellings = [
        Telling(claim, fact, not all(agree(*pair) for pair in combinations(claims, 2)))
        for (fact, _, _), claims in sentences.items()
        for claim in claims
    ]
    return sorted(tellings, key=lambda telling: telling.claim.figure_id or 0)
