"""Official units by their names: tables of names and what they settle, and laws that the whole table keeps."""

from __future__ import annotations

from datetime import date

import pytest

from normalize.gazetteer import LEVELS, REFORM, Name, _rows, eras_of, find_chain, key_of, without_districts

# name: (names by level, year, codes, names that are certain, present unit)
SETTLED = {
    "one commune of that name in the country": (
        {"commune": Name("Buôn Tría", "xã")}, 2020,
        {"commune": "24595", "district": "656", "province": "66"}, "Đắk Lắk", "xã Đắk Liêng",
    ),
    "several, of which one lies in the district": (
        {"commune": Name("Tân Hưng", "xã"), "district": Name("Cái Bè", "huyện")}, 2022,
        {"commune": "28417", "district": "819", "province": "82"}, "Tiền Giang", "xã Thanh Hưng",
    ),
    "spelt otherwise": (
        {"district": Name("Đăk Hà", "huyện"), "province": Name("Kontum")}, 2019,
        {"district": "615", "province": "62"}, "Kon Tum", None,
    ),
    "a town told from the district around it by its kind": (
        {"district": Name("Cao Lãnh", "thành phố")}, 2021, {"district": "866", "province": "87"}, "Đồng Tháp", None,
    ),
    "a district that is a town by now": (
        {"district": Name("Mộc Châu", "huyện")}, 2019, {"district": "123", "province": "14"}, "Sơn La", None,
    ),
    "merged into another ward in 2024": (
        {"commune": Name("Nguyễn Trung Trực", "phường"), "district": Name("Ba Đình", "quận")}, 2019,
        {"commune": "00010", "district": "001", "province": "01"}, "Hà Nội", "phường Ba Đình",
    ),
    "a province that was merged": (
        {"province": Name("Hà Giang")}, 2020, {"province": "02"}, "Hà Giang", "tỉnh Tuyên Quang",
    ),
    "a province that changed its name": (
        {"district": Name("A Lưới")}, 2018, {"district": "481", "province": "46"}, "Thừa Thiên Huế", None,
    ),
    "a commune of today": (
        {"commune": Name("A Lưới 3"), "province": Name("Huế")}, 2026,
        {"commune": "20071", "province": "46"}, "Huế", "xã A Lưới 3",
    ),
    "unknown, in a district that is known": (
        {"commune": Name("Suối Trong"), "district": Name("Tam Đường")}, 2021,
        {"district": "106", "province": "12"}, "Lai Châu", None,
    ),
}  # fmt: skip

OPEN = {
    "a name of many communes": ({"commune": Name("Tân Hưng", "xã")}, 10),
    "a district of many provinces": ({"district": Name("Châu Thành")}, 9),
    "the province is not enough": ({"commune": Name("Tân Bình", "xã"), "province": Name("Tây Ninh")}, 2),
}


@pytest.mark.parametrize(("named", "year", "codes", "province", "present"), SETTLED.values(), ids=SETTLED)
def test_settled(named: dict[str, Name], year: int, codes: dict[str, str], province: str, present: str | None) -> None:
    chain = find_chain(named, eras_of(None, year))
    assert chain.codes == codes
    assert chain.names["province"] == province
    assert (chain.present.written if chain.present else None) == present
    assert chain.candidates == ()


@pytest.mark.parametrize(("named", "least"), OPEN.values(), ids=OPEN)
def test_left_open(named: dict[str, Name], least: int) -> None:
    chain = find_chain(named, eras_of(None, 2021))
    assert len(chain.candidates) >= least
    assert chain.candidates == tuple(sorted(set(chain.candidates)))
    assert set(chain.codes) < {"district", "province"}
    assert chain.present is None


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"commune": Name("Suối Trong")},
        {"commune": Name("Buôn Tría", "phường")},  # there is one, but it is no ward
        {"province": Name("Buôn Tría")},
    ],
)
def test_unknown(named: dict[str, Name]) -> None:
    chain = find_chain(named, eras_of(None, 2020))
    assert (chain.codes, chain.names, chain.candidates, chain.present) == ({}, {}, (), None)


def test_divided_communes_have_no_present_unit() -> None:
    chain = find_chain({"commune": Name("Tân Thạnh"), "district": Name("Thới Lai")}, eras_of(None, 2022))
    assert chain.codes["commune"]
    assert chain.present is None


def test_what_is_of_today_is_not_looked_for_in_the_past() -> None:
    assert find_chain({"commune": Name("A Lưới 3")}, eras_of(None, 2022)).codes == {}
    assert find_chain({"district": Name("Tam Đường")}, eras_of(REFORM, None)).codes == {}
    assert eras_of(date(2025, 6, 30), 2025) == ("earlier", "former")


def test_a_city_of_the_centre_is_no_district_once_it_is_one() -> None:
    named = {"commune": Name("A Lưới 3"), "district": Name("Huế", "thành phố")}
    assert set(without_districts(named, ("present",))) == {"commune", "province"}
    assert without_districts(named, ("earlier",)) == named


def test_the_table() -> None:
    by_key, by_code, _ = _rows()
    rows = [row for found in by_key.values() for row in found]
    assert len(rows) == len({tuple(row) for row in rows}) > 16_000
    for key, era, level, kind, name, code, parent, present in rows:
        assert level in LEVELS
        assert kind
        assert key == key_of(name) or (era == "earlier" and not name and not code)
        assert bool(parent) == (level != "province")
        if parent:
            assert any((of, parent) in by_code for of in (("present",) if era == "present" else ("former", "earlier")))
        if present:
            assert ("present", present) in by_code
        if era == "present":
            assert present == code
