"""The official codes of the units a letterhead names, and the names above them that it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extract.facts import Letterhead
from normalize.gazetteer import Name, eras_of, find_chain, without_districts


def placed(letterhead: Letterhead, named: Mapping[str, Name]) -> Letterhead:
    """The letterhead with its units: their names as the plan writes them, their codes, and the names it leaves out.

    `named` are the unit and those above it by level. A name that fits several units leaves its code open.
    """
    eras = eras_of(letterhead.issued_on, letterhead.issued_year or letterhead.plan_year)
    units = without_districts(named, eras)
    level = letterhead.level if letterhead.level in units or letterhead.level not in named else "province"
    chain = find_chain(units, eras)
    names = {**chain.names, **{level: name.name for level, name in units.items()}}
    inferred = set(names) - set(units)
    return replace(
        letterhead,
        level=level,
        commune=names.get("commune"),
        district=names.get("district"),
        province=names.get("province"),
        names_from=("gazetteer" if inferred else "text") if names else None,
        candidates=chain.candidates,
        commune_code=chain.codes.get("commune"),
        district_code=chain.codes.get("district"),
        province_code=chain.codes.get("province"),
        present_unit=chain.present.written if chain.present else None,
        present_code=chain.present.code if chain.present else None,
    )
