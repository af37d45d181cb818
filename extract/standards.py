"""The poverty standard that words name, by the first year of its period."""

from __future__ import annotations

import regex

_STANDARD = regex.compile(r"(?<!so với )chuẩn (?:hộ )?(?:cận )?nghèo[^.;:]{0,80}?giai đoạn\s*(?P<year>20\d\d)")
NEW_STANDARD = "new"
_NEW = regex.compile(r"(?:chuẩn|tiêu chí) (?:nghèo )?(?:đa chiều )?mới")
# In the year before a standard holds and in its first, “the new one” is that.
_NEW_IN = {
    2010: "2011-2015", 2011: "2011-2015", 2015: "2016-2020", 2016: "2016-2020", 2021: "2022-2025", 2022: "2022-2025",
}  # fmt: skip
# By the first year of the period it is named after; Decree 07/2021 names 2021–2025 and counts from 2022.
_STANDARDS = {"2011": "2011-2015", "2016": "2016-2020", "2021": "2022-2025", "2022": "2022-2025"}


def standard_named(folded: str) -> str | None:
    """The poverty standard a stretch names."""
    found = _STANDARD.search(folded)
    if found is None:
        return NEW_STANDARD if _NEW.search(folded) else None
    return _STANDARDS.get(found["year"])


def dated_standard(standard: str | None, year: int | None) -> str | None:
    """The standard that “chuẩn mới” (the new one) is in a paper of a year; one that is named stays.

    >>> dated_standard(NEW_STANDARD, 2021), dated_standard("2016-2020", 2021), dated_standard(NEW_STANDARD, 2019)
    ('2022-2025', '2016-2020', None)
    """
    return _NEW_IN.get(year or 0) if standard == NEW_STANDARD else standard
