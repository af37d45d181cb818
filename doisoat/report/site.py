"""The pages' frame: templates that escape everything, both languages in each page, and a policy that runs only ours.

Styles and script stand in the page itself, named in its policy by their hashes. A page opened from disk has no origin
that `'self'` could mean in every browser, and one page sent by mail is whole.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from doisoat import messages, schemas
from doisoat.report.facets import Facet
from doisoat.report.findings import say_number
from doisoat.report.words import Words, say_group, say_reason, word
from validate.rules import codes

TEMPLATES = Path(__file__).with_name("templates")


@cache
def environment() -> jinja2.Environment:
    """The templates with what they may call."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        rule_codes=codes(), described=describe,
        t=translate, a=attribute, w=both, word=word, say_group=say_group, say_reason=say_reason,
        number=number, say_number=say_number,
        style=asset("report.css"), script=asset("report.js"), policy=policy(), version=metadata.version("doisoat"),
        contract=schemas.load().version,
    )  # fmt: skip
    return made


def render(template: str, **values: Any) -> str:
    """A page. Raises jinja2.UndefinedError where a template asks for what is not there."""
    return environment().get_template(template).render(**values)


@cache
def asset(name: str) -> Markup:
    """A stylesheet or script of ours, as it stands in the page."""
    return Markup(TEMPLATES.joinpath(name).read_text("utf-8"))


@cache
def policy() -> str:
    """The content security policy: nothing is loaded but pictures beside the page, nothing runs but our own."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {source_of('report.css')}",
            f"script-src {source_of('report.js')}",
            "img-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def source_of(name: str) -> str:
    """An asset as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(asset(name).encode()).digest()).decode()}'"


def words_of(key: str, **values: object) -> Words:
    """A message of the program in both languages."""
    vietnamese, english = (messages.load(language).say(f"report_{key}", **values) for language in messages.LANGUAGES)
    return Words(vietnamese, english)


@lru_cache(maxsize=2048)
def translate(key: str, **values: object) -> Markup:
    """A message as markup in both languages."""
    return both(words_of(key, **values))


@lru_cache(maxsize=2048)
def both(words: Words) -> Markup:
    """Words as markup: the page's language decides which are shown; what both write alike stands once."""
    if words.vi == words.en:
        return escape(words.vi)
    vi, en = escape(words.vi), escape(words.en)
    return Markup(f'<span class="vi" lang="vi">{vi}</span><span class="en" lang="en">{en}</span>')


@lru_cache(maxsize=4096)
def describe(head: Words, facets: tuple[Facet, ...]) -> Markup:
    """What some figures count, as markup: the same in most plans, so it is made once."""
    rows = Markup("").join(
        Markup("<div><dt>{}</dt><dd><bdi>{}</bdi>{}</dd></div>").format(
            translate(f"facet_{facet.name}"),
            both(facet.words),
            Markup(" <code>{}</code>").format(facet.code) if facet.code != facet.words.en else "",
        )
        for facet in facets
    )
    return Markup("<b><bdi>{}</bdi></b><dl>{}</dl>").format(both(head), rows)


@lru_cache(maxsize=2048)
def attribute(name: str, key: str, **values: object) -> Markup:
    """A message as an attribute; the script puts the English one in its place."""
    said = words_of(key, **values)
    return Markup('data-say="{}" {}="{}" data-en="{}"').format(name, name, said.vi, said.en)


def number(value: int) -> Markup:
    """A whole number as each language writes it."""
    english = f"{value:,}"
    return both(Words(english.replace(",", "."), english))
