"""The only door to underthesea: where words begin and end.

It is imported on the first question, and asked only where the answer decides something: loading it takes a second.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a text with their place: `text[start:end] == word`.

    >>> [word for word, _, _ in words("trường hợp có nhu cầu")]
    ['trường hợp', 'có', 'nhu cầu']
    """
    from underthesea import word_tokenize

    found, at = [], 0
    for word in word_tokenize(text):
        start = text.find(word, at)
        if start < 0:  # the segmenter respelt it: leave it out rather than misplace it
            continue
        at = start + len(word)
        found.append((word, start, at))
    return tuple(found)


def begins_longer_word(text: str, length: int) -> bool:
    """Whether the first `length` characters of a text are only the beginning of a longer word.

    >>> begins_longer_word("trường hợp khó khăn", 6), begins_longer_word("hộ nghèo", 2)
    (True, False)
    """
    first = next(iter(words(text)), None)
    return first is not None and first[1] == 0 and first[2] > length
