"""How a spreadsheet shows a number: value and format code → the text of the cell (0.5 under `0.00` is `0.50`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

import regex

from extract.readers.date_format import is_date, show_date

# The codes that a file names by number alone. 14 and 22 follow the country of the machine: in Viet Nam, day first.
_ACCOUNTING = '_(* #,##0{0}_);_(* (#,##0{0});_(* "-"_);_(@_)'
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0;-#,##0", 6: "#,##0;-#,##0",
    7: "#,##0.00;-#,##0.00", 8: "#,##0.00;-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 41: _ACCOUNTING.format(""), 42: _ACCOUNTING.format(""), 43: _ACCOUNTING.format(".00"),
    44: _ACCOUNTING.format(".00"), 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip

# A sheet computes in binary and shows 15 digits: 3.7999999999999998 is what it keeps of 3.8.
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
# `General` shows ten digits of a fraction, the point aside.
_GENERAL_DIGITS = 10
# A sheet's numbers end at 1E308; a hostile file's exponent must not be written out in zeros.
_EXPONENT_LIMIT = 310
# More placeholders than this no code has.
_CODE_LIMIT = 255

# One token of a code: “…” and \x are literal, _x is a gap, *x fills up, [Red] [>=100] [$₫-42A] are remarks.
_TOKEN = regex.compile(
    r"""
      "(?P<quoted>[^"]*)"?        # "hộ"
    | \\(?P<escaped>.)            # \-
    | _(?P<gap>.)                 # _)  as wide as a bracket
    | \*(?P<fill>.)               # *   the cell is filled up with it
    | \[(?P<remark>[^\]]*)\]      # [Red] [>=100] [h] [$₫-42A]
    | (?P<general>General)
    | (?P<exponent>E[+-])
    | (?P<digit>[0#?])
    | (?P<other>.)
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
_CONDITION = regex.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format code: its kind (a group of the pattern above, `literal` for what is shown as it is)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands between two semicolons: its tokens, and the condition under which it counts."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, kind: str, text: str = "") -> bool:
        """Whether a token of this kind (and text) is there."""
        return any(token.kind == kind and text in ("", token.text) for token in self.tokens)


def show_number(value: Decimal, code: str, is_1904: bool = False) -> str:
    """The text that a cell of this value and format code shows, without the blanks that only align it.

    >>> [show_number(Decimal(value), code) for value, code in (("0.5", "0.00"), ("1545", "#,##0"), ("0.033", "0.00%"))]
    ['0.50', '1,545', '3.30%']
    """
    value = _FIFTEEN.plus(value)
    if not value.is_finite() or abs(value.adjusted()) > _EXPONENT_LIMIT:
        return str(value)
    sections = read_sections(code)
    section, is_negated = _choose(value, sections)
    if section.has("general") or not section.tokens:
        text = _general(value)
        literals = [text if token.kind == "general" else token.text for token in section.tokens if _is_shown(token)]
        return "".join(literals).strip() if section.tokens else text if code.strip() in ("", "General") else ""
    if is_date([(token.kind, token.text) for token in section.tokens]):
        shown = show_date(value, [(token.kind, token.text) for token in section.tokens], is_1904)
        return _general(value) if shown is None else shown
    if section.has("other", "@"):
        return show_text(_general(value), code)
    sign = "-" if value < 0 and is_negated else ""
    return (sign + _number(abs(value), section.tokens)).strip()


def show_text(text: str, code: str) -> str:
    """The text of a cell that holds words: a code may put more around them.

    >>> show_text("Na Hum", '"Thôn "@'), show_text("Na Hum", "0.00")
    ('Thôn Na Hum', 'Na Hum')
    """
    sections = read_sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if not section.has("other", "@"):
        return text
    return "".join(text if token == Token("other", "@") else token.text for token in section.tokens if _is_shown(token))


def read_sections(code: str) -> list[Section]:
    """The sections of a code, one at least.

    >>> len(read_sections('#,##0;(#,##0);"-;-"'))
    3
    """
    sections, tokens, condition = [], list[Token](), None
    for match in _TOKEN.finditer(code[:_CODE_LIMIT]):
        kind, text = match.lastgroup or "", match.group(match.lastgroup or 0)
        if kind == "other" and text == ";":
            sections.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "remark" and (found := _CONDITION.fullmatch(text)):
            condition = (found[1], Decimal(found[2]))
        elif kind == "remark" and text.startswith("$"):  # a currency: [$₫-42A]
            tokens.append(Token("literal", text[1:].partition("-")[0]))
        elif kind in ("quoted", "escaped"):
            tokens.append(Token("literal", text))
        else:
            tokens.append(Token(kind, text))
    return [*sections, Section(tuple(tokens), condition)]


def _is_shown(token: Token) -> bool:
    return token.kind in ("literal", "general", "digit", "other", "exponent")


def _choose(value: Decimal, sections: Sequence[Section]) -> tuple[Section, bool]:
    """The section for a value, and whether a minus goes before it."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None or _meets(value, *section.condition):
                return section, section.condition is None or section.condition[0] not in ("<", "<=")
        return sections[-1], True
    numeric = sections[:3]
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], True


def _meets(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound,
        "=": value == bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _general(value: Decimal) -> str:
    """A number as `General` shows it in a column that is wide enough.

    >>> _general(Decimal("9.37942382813")), _general(Decimal("0.5")), _general(Decimal("1E+3"))
    ('9.379423828', '0.5', '1000')
    """
    whole_digits = max(value.adjusted() + 1, 1)
    rounded = _round(value, max(_GENERAL_DIGITS - whole_digits, 0))
    if rounded == 0 and value != 0:
        return f"{value.normalize():E}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=Context(prec=700, rounding=ROUND_HALF_UP))


def _number(value: Decimal, tokens: Sequence[Token]) -> str:
    """A number that is not negative over its placeholders."""
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    if not digits:
        return "".join(token.text for token in tokens if token.kind in ("literal", "other"))
    value = value.scaleb(2 * sum(token == Token("other", "%") for token in tokens))
    slash = next((at for at, token in enumerate(tokens) if token == Token("other", "/")), None)
    if slash is not None and digits[0] < slash < digits[-1]:
        return _fraction(value, tokens, slash)
    exponent = next((at for at, token in enumerate(tokens) if token.kind == "exponent"), None)
    if exponent is not None:
        return _scientific(value, tokens, exponent)
    point = next((at for at, token in enumerate(tokens) if token == Token("other", ".")), len(tokens))
    last = max((at for at in digits if at < point), default=-1)
    scale = 0
    while last + 1 + scale < len(tokens) and tokens[last + 1 + scale] == Token("other", ",") and last >= 0:
        scale += 1  # `#,##0,` shows thousands
    value = value.scaleb(-3 * scale)
    is_grouped = any(token == Token("other", ",") and digits[0] < at < last for at, token in enumerate(tokens))
    places = sum(1 for at in digits if at > point)
    whole, _, fraction = f"{_round(value, places):f}".partition(".")
    return _whole(whole, tokens[:point], is_grouped) + _decimals(fraction, tokens[point:])


def _whole(whole: str, tokens: Sequence[Token], is_grouped: bool) -> str:
    """The digits before the point over their placeholders, from the right; the first takes all that is left."""
    rest, shown, count = whole.lstrip("0"), list[str](), 0
    first = next((at for at, token in enumerate(tokens) if token.kind == "digit"), None)

    def put(digit: str) -> None:
        nonlocal count
        if is_grouped and count and count % 3 == 0 and digit.strip():
            shown.append(",")
        shown.append(digit)
        count += 1

    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.kind == "digit":
            digit, rest = (rest[-1], rest[:-1]) if rest else ({"0": "0", "?": " "}.get(token.text, ""), "")
            if digit:
                put(digit)
            while at == first and rest:
                put(rest[-1])
                rest = rest[:-1]
        elif _is_plain(token):
            shown.append(token.text[::-1])
    if first is None and rest:
        shown.append(rest[::-1])
    return "".join(shown)[::-1]


def _decimals(fraction: str, tokens: Sequence[Token]) -> str:
    """The point and what follows it: `0` always shows a digit, `#` none that is a zero at the end."""
    shown, place = list[str](), 0
    for token in tokens:
        if token.kind == "digit":
            left = fraction[place:]
            place += 1
            if token.text == "0" or left.strip("0"):
                shown.append(left[:1])
        elif token == Token("other", ".") or _is_plain(token):
            shown.append(token.text)
    return "".join(shown)


def _is_plain(token: Token) -> bool:
    return token.kind == "literal" or (token.kind == "other" and token.text not in ",")


def _scientific(value: Decimal, tokens: Sequence[Token], at: int) -> str:
    places = 0
    point = next((i for i, token in enumerate(tokens[:at]) if token == Token("other", ".")), None)
    if point is not None:
        places = sum(token.kind == "digit" for token in tokens[point:at])
    mantissa, _, power = f"{value:.{places}E}".partition("E")
    width = sum(token.kind == "digit" for token in tokens[at:])
    sign = "-" if power.startswith("-") else "+" if tokens[at].text.endswith("+") else ""
    return f"{mantissa}E{sign}{power.lstrip('+-').zfill(width)}"


def _fraction(value: Decimal, tokens: Sequence[Token], slash: int) -> str:
    """`# ?/?`: whole and the nearest fraction with so many digits below the line."""
    below = [token for token in tokens[slash + 1 :] if token.kind == "digit" or token.text.isdigit()]
    fixed = "".join(token.text for token in below)
    digits_above = sum(1 for token in tokens[:slash] if token.kind == "digit")
    if fixed.isdigit() and fixed.strip("0"):
        lower = int(fixed)
        upper = int(_round(value * lower, 0))
    else:
        ratio = _nearest(value, 10 ** min(len(below), 4) - 1)
        upper, lower = ratio
    if digits_above < 2:  # `?/?` has no place for a whole
        return f"{upper}/{lower}"
    whole, upper = divmod(upper, lower)
    if not upper:
        return str(whole)
    return f"{whole} {upper}/{lower}" if whole else f"{upper}/{lower}"


def _nearest(value: Decimal, limit: int) -> tuple[int, int]:
    from fractions import Fraction

    ratio = Fraction(value).limit_denominator(max(limit, 1))
    return ratio.numerator, ratio.denominator
