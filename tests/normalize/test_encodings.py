"""Old Vietnamese encodings: what is encoded decodes to itself, and what is Unicode is left alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.encodings import decode, decode_bytes, encoding_of_font, utf16_of
from normalize.mojibake import decode_doubtful, guess, mend
from normalize.quality import text_quality
from normalize.syllable import is_syllable

TONES = {"": "", "\u0300": "`", "\u0301": "'", "\u0303": "~", "\u0309": "?", "\u0323": "."}
SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", TONES)] + ["đ"]
LETTERS = SMALL + [letter.upper() for letter in SMALL]

# The encoders stand here by rule, the decoders by table: one checks the other.
TCVN3 = dict(
    zip(
        "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        bytes.fromhex(
            "a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedee"
            "eff1f2f3f4f5f6f7f8f9fafbfcfdfea1a2a3a4a5a6a7"
        ).decode("cp1252"),
        strict=True,
    )
)
VNI_WHOLE = {"ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}
VNI_MARKS = {
    "": dict(zip(TONES, ["", "ø", "ù", "õ", "û", "ï"], strict=True)),
    "\u0302": dict(zip(TONES, "âàáãåä", strict=True)),
    "\u0306": dict(zip(TONES, "êèéüúë", strict=True)),
}


def parts_of(letter: str) -> tuple[str, str, str]:
    """Vowel, shape and tone of a letter."""
    vowel, *marks = unicodedata.normalize("NFD", letter)
    return vowel, "".join(m for m in marks if m in SHAPES), "".join(m for m in marks if m in TONES)


def to_tcvn3(text: str) -> str:
    """Capitals with a tone become small letters: the fonts have no others."""
    return "".join(TCVN3.get(letter) or TCVN3.get(letter.lower(), letter) for letter in text)


def to_vni(text: str) -> str:
    def letter(char: str) -> str:
        vowel, shape, tone = parts_of(char.lower())
        if not char.isalpha() or (char.lower() == vowel and char not in "đĐ"):
            return char
        if shape == "\u031b":
            vowel, shape = {"o": "ô", "u": "ö"}[vowel], ""
        code = VNI_WHOLE.get(char.lower()) or vowel + VNI_MARKS[shape][tone]
        return code.upper() if char.isupper() else code

    return "".join(map(letter, text))


def to_viqr(text: str) -> str:
    codes: list[str] = []
    for char in text:
        vowel, shape, tone = parts_of(char)
        if char in "đĐ":
            codes.append("dd" if char == "đ" else "DD")
        elif vowel.isalpha() and (shape or tone):
            codes.append(vowel + SHAPES.get(shape, "") + TONES[tone])
        else:
            is_mark = char in "^(+`'~?." and bool(codes) and codes[-1][-1] in "aeiouyAEIOUY^(+"
            codes.append("\\" * is_mark + char)
    return "".join(codes)


def to_windows_1258(text: str) -> str:
    """A letter that the code page lacks is written with its tone behind it."""
    codes = b""
    for char in text:
        vowel, shape, tone = parts_of(char)
        base = unicodedata.normalize("NFC", vowel + shape)
        try:
            codes += char.encode("cp1258")
        except UnicodeEncodeError:
            codes += (base + tone).encode("cp1258")
    return decode_bytes(codes)


ENCODERS: dict[str, Callable[[str], str]] = {
    "tcvn3": to_tcvn3,
    "vni": to_vni,
    "viqr": to_viqr,
    "windows-1258": to_windows_1258,
}

words = st.text(st.sampled_from([*LETTERS, *"bcghklmnpqrstvxBCGHKLMNPQRSTVX"]), min_size=1, max_size=7)
natural = st.sampled_from([*SMALL, *"bcghklmnpqrstvx"])
sentences = st.lists(st.one_of(words, st.sampled_from(["74", "2.881", "9,38%", "(*)", "-", "“"])), max_size=8).map(
    " ".join
)


@pytest.mark.parametrize("encoding", ["vni", "viqr", "windows-1258"])
@given(text=sentences)
def test_what_is_encoded_decodes_to_itself(encoding: str, text: str) -> None:
    assert decode(ENCODERS[encoding](text), encoding) == text


@given(st.lists(st.text(natural, min_size=1, max_size=7), max_size=8).map(" ".join), st.booleans())
def test_tcvn3_decodes_to_itself(text: str, is_upper: bool) -> None:
    encoded = to_tcvn3(text)
    assert decode(encoded, "tcvn3") == text
    assert decode(encoded, "tcvn3-capitals") == text.upper()
    assert decode(encoded.replace("\u00ad", "\u001f"), "tcvn3") == text  # the ư of Word 97


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter(letter: str) -> None:
    for encoding in ("vni", "viqr", "windows-1258"):
        assert decode(ENCODERS[encoding](letter), encoding) == letter
    assert decode(to_tcvn3(letter), "tcvn3") == (letter if letter.isascii() or letter in TCVN3 else letter.lower())


@pytest.mark.parametrize("encoding", [*ENCODERS, "tcvn3-capitals"])
@given(text=sentences)
def test_unicode_stays(encoding: str, text: str) -> None:
    assert decode(f"{text} hộ", encoding) == f"{text} hộ"


@given(st.lists(st.one_of(words, words.map(to_tcvn3), words.map(to_vni)), max_size=12).map(" ".join))
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mend(text)
    assert mend(once) == once


@pytest.mark.parametrize(
    ("encoding", "text", "letters"),
    [
        ("tcvn3", "Hé nghÌo ë Th«n 1", "Hộ nghèo ở Thôn 1"),
        ("tcvn3", "nh\u00ad sau", "như sau"),
        ("tcvn3", "I. THùC TR¹NG Hé NGHÌO CñA X·", "I. THỰC TRẠNG HỘ NGHÈO CỦA XÃ"),
        ("tcvn3", "Sè: 02/Q§-UBND", "Số: 02/QĐ-UBND"),
        ("tcvn3", "N¨m 2021: UBND x·", "Năm 2021: UBND xã"),
        ("tcvn3-capitals", "kÕ ho¹ch n¨m 2021", "KẾ HOẠCH NĂM 2021"),
        ("tcvn3-capitals", "ban", "BAN"),
        ("tcvn3", "\uf048\uf0e9", "Hộ"),
        ("vni", "UÛy ban, Uûy ban, uûy ban", "Ủy ban, Ủy ban, ủy ban"),
        ("vni", "KEÁ HOAÏCH giaûm ngheøo, ñöôïc höôûng", "KẾ HOẠCH giảm nghèo, được hưởng"),
        ("vni", "Ñaêk Nghò quyeát, tyû leä, chæ tieâu, kyõ", "Đăk Nghị quyết, tỷ lệ, chỉ tiêu, kỹ"),
        ("viqr", "Ho^. nghe`o ddu+o+.c hu+o+?ng, ti`nh hi`nh 3\\.5", "Hộ nghèo được hưởng, tình hình 3.5"),
        ("windows-1258", "Hôò nghèo ðýõòc hýõÒng", "Hộ nghèo được hưởng"),
    ],
)
def test_decode(encoding: str, text: str, letters: str) -> None:
    assert decode(text, encoding) == letters


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VNTIME", "tcvn3"),
        (".VnTimeH", "tcvn3-capitals"),
        (".VnArial Narrow", "tcvn3"),
        (".VnArial NarrowH", "tcvn3-capitals"),
        (".VnTime-Bold", "tcvn3"),
        (".VnTimeH Bold Italic", "tcvn3-capitals"),
        ("ABCDEF+.VnTimeH,BoldItalic", "tcvn3-capitals"),
        ("#2EVnTime", "tcvn3"),
        ("VnTime", "tcvn3"),
        ("VnTimeH", "tcvn3-capitals"),
        ("'.VnTime', serif", "tcvn3"),
        ("VNI-Times", "vni"),
        ("VNI Helve", "vni"),
        ("Vni-Aptima", "vni"),
        ("Times New Roman", None),
        ("VNtimes new roman", None),  # of another set
        ("UVN Bach Tuyet", None),
        ("Vineta BT", None),
        ("", None),
        (None, None),
    ],
)
def test_fonts(font: str | None, encoding: str | None) -> None:
    assert encoding_of_font(font) == encoding


UNICODE = {
    "a village whose letters are all Latin-1": "Ky Ré",
    "villages": "Thôn Ky Ré, thôn Pa Hy, A Xáp",
    "a tie between hoà and hồ": "Hoà toàn, hoàn toàn",
    "Vietnamese": "Hộ nghèo của xã",
    "decomposed": unicodedata.normalize("NFD", "Hộ nghèo của xã"),
    "one old word among Unicode": "Hé nghÌo và hộ cận nghèo",
    "French": "L'été dernier, la préfecture où siégeait le préfet a été rénovée à grands frais, où que ce fût",
    "more French": "Hôtel de ville, mâcon, Noël, août, goût, coût, forêt, maïs",
    "Spanish": "El año pasado, más de 40 niños; ¿cuántos? ¡Qué día!",
    "German": "Größe für schöne Bücher, Straße, müssen, Öl, ähnlich",
    "Portuguese": "São João, Conceição, três milhões, ação, avó, avô",
    "English": "I'm sure he's here: you don't? No. So what's it to you?",
    "English with accents": "The café’s résumé, naïve façade, coöperate",
    "signs": "· 5 µm ± 2°, ½ m², § 12, © 2021, «A», n° 3, 4 × 5",
    "code": "int *a = b^c; f(a(x), o+1, u+2); // it's a^b, e^x",
    "more code": 'if (a["key"] == \'o\') { x = a(b) + u+v; s.o.d("add"); }',
    "addresses": "http://ha.noi.gov/a(b)?c=e^f  ab.cd@e.f.vn  C:\\dd\\e",
    "figures": "2.881 khu 9.38% (74/789) 15 - 20",
    "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("text", UNICODE.values(), ids=UNICODE)
def test_never_guessed(text: str) -> None:
    assert guess(text) is None
    assert mend(text) == text


MIXED = {
    "an old paragraph among Unicode": (
        "Hộ nghèo năm 2020\nHé cËn nghÌo n¨m 2021 cña x·\nThôn Ky Ré\nTổng cộng",
        "Hộ nghèo năm 2020\nHộ cận nghèo năm 2021 của xã\nThôn Ky Ré\nTổng cộng",
    ),
    "Unicode right beside old lines": (
        "Tổng số hộ\nHé nghÌo n¨m 2020\nKy Ré\nHé cËn nghÌo n¨m 2021\nĐầu năm",
        "Tổng số hộ\nHộ nghèo năm 2020\nKy Ré\nHộ cận nghèo năm 2021\nĐầu năm",
    ),
    "a short line beside a long one": (
        "Tổng số hộ\nHé nghÌo n¨m 2020\nTh«n\nĐầu năm",
        "Tổng số hộ\nHộ nghèo năm 2020\nThôn\nĐầu năm",
    ),
    "too little to go by": ("Tổng số hộ\nTh«n\nĐầu năm", "Tổng số hộ\nTh«n\nĐầu năm"),
    "all old: what can be either is old too": ("Th«n\nHé\nKhÈu\nTæng sè", "Thôn\nHộ\nKhẩu\nTổng số"),
    "VIQR and its labels": (
        "a. Mu.c tie^u: gia?m ho^. nghe`o\nHo^. ca^.n nghe`o",
        "a. Mục tiêu: giảm hộ nghèo\nHộ cận nghèo",
    ),
    "VNI among Unicode": ("Hộ nghèo\nHoä caän ngheøo naêm 2021", "Hộ nghèo\nHộ cận nghèo năm 2021"),
}


@pytest.mark.parametrize(("text", "mended"), MIXED.values(), ids=MIXED)
def test_mend(text: str, mended: str) -> None:
    assert mend(text) == mended


def lines_of(folder: Path) -> list[str]:
    files = sorted(file for file in folder.iterdir() if file.suffix in (".txt", ".md"))
    texts = [unicodedata.normalize("NFC", file.read_text("utf-8")) for file in files]
    return [line.rstrip() for text in texts for line in text.split("\n")]


def test_real_lines_are_never_guessed(plans: Path, corpus: Path) -> None:
    lines = lines_of(plans) + lines_of(corpus)
    assert len(lines) > 1000
    assert [line for line in lines if guess(line)] == []


@pytest.mark.parametrize("encoding", ENCODERS)
def test_real_plans_in_old_encodings(encoding: str, plans: Path) -> None:
    """Every plan comes back whole; in TCVN3 but for capitals that it cannot write."""
    for file in sorted(plans.glob("*.txt")):
        text = unicodedata.normalize("NFC", file.read_text("utf-8"))
        mended = mend(ENCODERS[encoding](text))
        if encoding == "tcvn3":
            mended, text = mended.lower(), text.lower()
        assert mended == text, file.name


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_line_is_told_by_itself_or_left(encoding: str, plans: Path) -> None:
    lines = [line for line in set(lines_of(plans)) if ENCODERS[encoding](line) != line]
    told = [guess(ENCODERS[encoding](line)) for line in lines]
    assert not {*told} - {encoding, None}
    assert told.count(encoding) > 0.85 * len(told)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hộ nghèo năm 2021".encode("utf-16-le"), "utf-16-le"),
        ("Hộ nghèo năm 2021".encode("utf-16-be"), "utf-16-be"),
        ("Hộ nghèo năm 2021".encode(), None),
        (b"Thon\x00A", None),
        (bytes(range(256)), None),
        (b"", None),
    ],
)
def test_utf16_without_its_mark(text: bytes, name: str | None) -> None:
    assert utf16_of(text) == name


def test_a_font_that_is_old_by_name_only() -> None:
    assert decode_doubtful("Ky Ré, ban", "tcvn3-capitals") == "Ky Ré, ban"
    assert decode_doubtful("Hộ nghÌo Ky Ré", "tcvn3") == "Hộ nghèo Ky Ré"
    assert decode_doubtful("Hé nghÌo n¨m 2020", "tcvn3") == "Hộ nghèo năm 2020"


@pytest.mark.parametrize(
    ("word", "can_be"),
    [
        ("nghiêng", True), ("gì", True), ("giếng", True), ("quý", True), ("thuở", True), ("khuỷu", True), ("Ở", True),
        ("ngoằn", True), ("xoong", True), ("HỘ", True), ("uỷ", True), ("hoà", True), ("Đắk", True), ("giễu", True),
        ("nghà", False), ("kà", False), ("bàt", False), ("hốộ", False), ("tbò", False), ("nghÌo", False),
        ("hộcận", False), ("wà", False), ("aê", False), ("", False),
    ],
)  # fmt: skip
def test_syllables(word: str, can_be: bool) -> None:
    assert is_syllable(word) is can_be


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 1.0, 1.0),
        ("2.881 hộ (9,38%), 5 m², 10h30, khu B2, n° 3, «Thôn», 1·2", 1.0, 1.0),
        ("UBND, HĐND, LĐTBXH, XĐGN, QĐ-TTg, Krông Pa, Đắk Glei, Cù Lao Dài", 1.0, 1.0),
        ("The report on poor households", 1.0, 1.0),
        ("Hộ nghèo của xã: Hé nghÌo cña x·", 0.5, 0.7),
        (to_tcvn3("Tổng số hộ nghèo của toàn xã đầu năm"), 0.0, 0.3),
        (to_vni("Tổng số hộ nghèo của toàn xã đầu năm"), 0.0, 0.4),
        (to_viqr("Tổng số hộ nghèo của toàn xã đầu năm"), 0.0, 0.8),
        ("H� ngh�o", 0.0, 0.0),
        ("hộ n g h è o", 0.0, 0.5),
        ("hộ ngh1eo c0n", 0.3, 0.4),
    ],
)
def test_text_quality(text: str, least: float, most: float) -> None:
    assert least <= text_quality(text) <= most


def test_real_plans_are_read_well(plans: Path) -> None:
    """They hold a few words that their typists ran together."""
    for file in plans.glob("*.txt"):
        assert text_quality(unicodedata.normalize("NFC", file.read_text("utf-8"))) > 0.995


@given(st.text())
def test_text_quality_is_a_share(text: str) -> None:
    assert 0.0 <= text_quality(text) <= 1.0
    mend(text)
