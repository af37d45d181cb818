"""Names of administrative units behind their kind."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from normalize.place import find_places, kinds, level_of, split_place

FOUND = {
    "commune": ("UBND xã Hồng Thượng xây dựng", [("xã", "commune", "Hồng Thượng")]),
    "town within commune's letters": ("UBND thị xã Tân Châu", [("thị xã", "district", "Tân Châu")]),
    "capitals": ("XÃ HỒNG THƯỢNG", [("xã", "commune", "Hồng Thượng")]),
    "capitals and what follows": ("THỊ XÃ HƯƠNG TRÀ NĂM 2022", [("thị xã", "district", "Hương Trà")]),
    "one letter": ("con em huyện A Lưới tham gia", [("huyện", "district", "A Lưới")]),
    "apostrophe": ("huyện Cư M'gar", [("huyện", "district", "Cư M'gar")]),
    "joined names": ("tỉnh Bà Rịa - Vũng Tàu", [("tỉnh", "province", "Bà Rịa - Vũng Tàu")]),
    "two districts": ("2 huyện Nam Đông – A Lưới", [("huyện", "district", "Nam Đông")]),
    "abbreviated": ("tại TP. Huế", [("thành phố", "district", "Huế")]),
    "central city": ("TP. Hồ Chí Minh", [("thành phố", "province", "Hồ Chí Minh")]),
    "numbers": ("phường 5, Quận 1", [("phường", "commune", "5"), ("quận", "district", "1")]),
    "a capital that goes on": ("Đảng bộ xã Long An Khóa XI", [("xã", "commune", "Long An")]),
    "hamlet with a code": ("địa bàn ấp Tân Hậu B2", [("ấp", "village", "Tân Hậu B2")]),
}

for name in ("Tân Hội", "Tam Kỳ", "Năm Căn", "Từ Sơn", "Phú Quý", "Giai Xuân", "Hội Sơn", "Chế Là", "Vĩnh Thực"):
    FOUND[f"{name}, a word of other uses in it"] = (f"UBND xã {name} báo cáo", [("xã", "commune", name)])
    FOUND[f"{name} in capitals"] = (f"XÃ {name.upper()}", [("xã", "commune", name)])
for words in (
    "Hội đồng nhân dân",
    "Kỳ họp thứ 3",
    "Năm 2024",
    "Quý II",
    "Giai đoạn 2021 - 2025",
    "Khóa XI",
    "Thực hiện",
):
    FOUND[f"a name before {words}"] = (f"xã Khe Mo {words}", [("xã", "commune", "Khe Mo")])
    FOUND[f"a name before {words} in capitals"] = (f"XÃ KHE MO {words.upper()}", [("xã", "commune", "Khe Mo")])

NOT_FOUND = {
    "society": "Phòng Lao động - Thương binh và Xã hội",
    "society in capitals": "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
    "kind alone": "UBND xã, các huyện, toàn tỉnh",
    "a paper": "văn bản Nghị định, cơ bản Việt Nam",
    "committee of the Party": "TỈNH ỦY, HUYỆN ỦY",
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    places = find_places(text)
    assert [(place.kind, place.level, place.name) for place in places] == expected
    assert all(text[place.start : place.end] == place.literal for place in places)


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_not_found(text: str) -> None:
    assert find_places(text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [("Ấp Long Hiệp", "ấp", "Long Hiệp"), ("Thôn 5", "thôn", "5"), ("TDP Hồng Sơn", "tổ dân phố", "Hồng Sơn")],
)
def test_split(text: str, kind: str, name: str) -> None:
    place = split_place(text)
    assert place is not None
    assert (place.kind, place.level, place.name) == (kind, "village", name)


@pytest.mark.parametrize("text", ["A Xáp", "Tổng cộng", "Toàn xã", "bản", "Xã hội"])
def test_split_leaves_names_without_kind(text: str) -> None:
    assert split_place(text) is None


def test_levels() -> None:
    assert [level_of(kind) for kind in ("bản", "thị trấn", "quận", "tỉnh")] == [
        "village",
        "commune",
        "district",
        "province",
    ]
    assert set(kinds("province")) == {"tỉnh"}


def test_nearly_every_official_name_is_found_whole() -> None:
    rows = csv.DictReader((files("normalize") / "data" / "gazetteer.csv").read_text("utf-8").splitlines())
    units = [(row["kind"], row["name"]) for row in rows if row["kind"] and row["name"]]
    texts = [(f"UBND {kind} {name} báo cáo", name) for kind, name in units]
    texts += [(f"{kind} {name}".upper(), name) for kind, name in units]
    lost = [text for text, name in texts if [place.name.lower() for place in find_places(text)] != [name.lower()]]
    assert len(texts) > 30_000
    assert len(lost) <= 40, lost  # two names in one (Xuân Hương - Đà Lạt), kinds in names (Nông trường Phong Hải)
