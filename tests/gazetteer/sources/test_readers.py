"""Each reader on a small file of its real format, made here."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import orjson
import pytest

from gazetteer.errors import SourceError
from gazetteer.model import NameKind, Place, PlaceKind
from gazetteer.sources import cod_ab, curated, geonames, katottg, renames, sites, whosonfirst


def test_the_register_has_settlements_of_every_category() -> None:
    entries = {entry.katottg: entry for entry in katottg.read_katottg()}
    assert sum(entry.category in katottg.SETTLEMENT_TYPES for entry in entries.values()) > 29_000
    kyiv = next(entry for entry in entries.values() if entry.category == "K")
    assert (katottg.pcode(kyiv.katottg), kyiv.parents) == ("UA8000000000", ())
    village = next(entry for entry in entries.values() if entry.category == "C")
    assert [len(code) for code in village.parents] == [19, 19, 19]


def workbook(path: Path, header: list[str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Admin 4"
    sheet.append(header)
    sheet.append(["Znamianka", "Знам'янка", "UA1402001001", 48.5, 37.25])
    book.save(path)
    return path


HEADER = ["Settlement EN", "Settlement UKR", "Admin4 Pcode", "LAT", "LON"]


def test_cod_ab(tmp_path: Path) -> None:
    (record,) = cod_ab.read_cod_ab(workbook(tmp_path / "a.xlsx", HEADER))
    assert (record.pcode, record.lon, record.lat) == ("UA1402001001", 37.25, 48.5)
    assert [name.text for name in record.names] == ["Знам’янка", "Znamianka"]


def test_cod_ab_without_its_columns_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Admin4 Pcode"):
        list(cod_ab.read_cod_ab(workbook(tmp_path / "a.xlsx", ["a", "b", "c", "d", "e"])))


WOF = {
    "wof:id": 5,
    "wof:name": "Grove",
    "wof:placetype": "locality",
    "wof:hierarchy": [{"region_id": 1, "county_id": 2}],
    "wof:population": 0,
    "gn:population": 12,
    "name:ukr_x_preferred": ["Haiove", "Гайове́"],
    "name:ukr_x_variant": ["Гайовський район"],
    "name:rus_x_historical": ["Октябрьское (до 2016)"],
    "name:deu_x_preferred": ["пик Ленина"],
}


def wof_lines(path: Path, *records: dict[str, object]) -> Path:
    with gzip.open(path, "wb") as stream:
        for record in records:
            feature = {"geometry": {"coordinates": [37.0, 48.0]}, "properties": record}
            stream.write(orjson.dumps(feature) + b"\n")
    return path


def test_whosonfirst_corrects_what_a_record_shows_by_itself(tmp_path: Path) -> None:
    path = wof_lines(tmp_path / "w.gz", WOF, {**WOF, "wof:superseded_by": [6]})
    (record,) = whosonfirst.read_whosonfirst(path, {1: "UA14"})
    assert (record.oblast, record.population, record.parent) == ("UA14", 12, "2")
    assert {(name.text, name.language, name.kind) for name in record.names} == {
        ("Grove", "und", NameKind.ALTERNATE),
        ("Haiove", "und", NameKind.ALTERNATE),  # romanised, whatever its list says
        ("Гайове", "uk", NameKind.ALTERNATE),
        ("Октябрьское", "ru", NameKind.FORMER),
    }


def test_whosonfirst_record_with_an_areas_names_keeps_only_its_own(tmp_path: Path) -> None:
    area = {**WOF, "name:eng_x_preferred": ["Bridge District"]}
    (record,) = whosonfirst.read_whosonfirst(wof_lines(tmp_path / "w.gz", area), {})
    assert [name.text for name in record.names] == ["Grove"]


def test_whosonfirst_archive(tmp_path: Path) -> None:
    path = tmp_path / "whosonfirst-data-admin-ua.tar.gz"
    point = {"geom:longitude": 37.0, "geom:latitude": 48.0}
    region = {
        "wof:id": 1,
        "wof:placetype": "region",
        "wof:concordances": {"iso:id": "UA-09"},
        **point,
    }
    with tarfile.open(path, "w:gz") as archive:
        files = {"5.geojson": {**WOF, **point}, "1.geojson": region, "5-alt-x.geojson": WOF}
        for name, properties in files.items():
            body = orjson.dumps({"properties": properties})
            member = tarfile.TarInfo(f"whosonfirst-data-admin-ua-master/data/{name}")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    (record,) = whosonfirst.read_archive(path)
    assert (record.oblast, record.lon, record.ref) == ("UA44", 37.0, "5")


DUMP_ROW = (
    "700\tHaiove\tHaiove\tGayove,Гайове,ga yo fu,UAABC\t48.5\t37.25\tP\t{code}\tUA\t\t05"
    "\t\t\t\t1200\t\t150\tEurope/Kyiv\t2024-01-01\n"
)
ALTERNATES = (
    "1\t700\tru\tГаевое\t\t\t\t\t\t\n"
    "2\t700\tuk\tЖовтневе\t\t\t\t1\t1930\t2016\n"
    "3\t700\tlink\thttps://en.wikipedia.org/wiki/Haiove\t\t\t\t\t\t\n"
)


@pytest.mark.parametrize("zipped", [False, True])
def test_geonames_dump(tmp_path: Path, zipped: bool) -> None:
    rows = DUMP_ROW.format(code="PPL") + DUMP_ROW.format(code="PPLX")
    paths = []
    for name, body in (("UA", rows), ("alternates", ALTERNATES)):
        path = tmp_path / (f"{name}.zip" if zipped else f"{name}.txt")
        if zipped:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("readme.txt", "about")
                archive.writestr(f"{name}.txt", body)
        else:
            path.write_text(body, encoding="utf-8")
        paths.append(path)
    (record,) = geonames.read_dump(*paths)
    assert (record.oblast, record.lon, record.population) == ("UA14", 37.25, 1200)
    names = {name.text: name for name in record.names}
    assert set(names) == {"Haiove", "Gayove", "Гайове", "Гаевое", "Жовтневе"}
    assert (names["Жовтневе"].kind, names["Жовтневе"].valid_to) == (NameKind.FORMER, "2016")


def test_geonames_dump_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "UA.txt"
    path.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(SourceError, match="2 columns, 19"):
        list(geonames.read_dump(path))


def test_renames(tmp_path: Path) -> None:
    path = tmp_path / "renames.csv"
    path.write_text(
        "pcode,name_uk_old,name_uk_new,wave\n"
        "UA1402001001,Жовтневе,Гайове,2016-02\n"
        "UA0102001001,Жовтневе,Байлар,2023-2024\n"
        "UA1402001002,Мостове,Мости,other\n",
        encoding="utf-8",
    )
    found = [(change.old_to, change.new_from) for change in renames.read_renames(path)]
    assert found == [("2016-02", "2016-02"), ("2024", "2016-05"), (None, None)]


def test_curated(tmp_path: Path) -> None:
    path = tmp_path / "curated.csv"
    path.write_text(
        "pcode,katottg,name_uk,settlement_type,lat,lon,former_names,alternate_names,why\n"
        "UA1402001001,,Гайове,village,48.5,37.25,Жовтневе@1930/2016-02|Хутір@,ru:Гаевое,test\n",
        encoding="utf-8",
    )
    (record,) = curated.read_curated(path)
    assert [(name.text, name.valid_from, name.valid_to) for name in record.names] == [
        ("Гайове", None, None),
        ("Жовтневе", "1930", "2016-02"),
        ("Хутір", None, None),
        ("Гаевое", None, None),
    ]


def test_curated_row_at_fault_is_named(tmp_path: Path) -> None:
    path = tmp_path / "curated.csv"
    path.write_text("pcode,name_uk\nUA1402001001,Гайове\n", encoding="utf-8")
    with pytest.raises(SourceError, match="UA1402001001"):
        list(curated.read_curated(path))


GROVE = Place("UA1402001001", PlaceKind.SETTLEMENT, "Haiove", "Гайове", lon=37.0, lat=48.0)


def test_a_site_without_a_point_stands_at_its_settlement(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(
        "id,type,name,name_uk,name_ru,pcode,lat,lon,radius_m\n"
        "site:a,mine,Haiova mine|Old mine,шахта Гайова,шахта Гаевая,UA1402001001,,,4000\n"
        "site:b,dam,Haiove dam,гребля,плотина,UA1402001001,48.5,37.5,500\n",
        encoding="utf-8",
    )
    mine, dam = sites.read_sites({GROVE.id: GROVE}, path)
    assert (mine.lon, mine.radius_m, mine.coordinates) == (37.0, 4000, ())
    assert mine.located_by == "The point of Haiove, which the site stands by."
    assert [name.text for name in mine.names][:2] == ["Haiova mine", "Old mine"]
    assert (dam.lon, dam.located_by) == (37.5, None)


def test_a_site_by_an_unknown_settlement_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("id,pcode\nsite:a,UA99\n", encoding="utf-8")
    with pytest.raises(SourceError, match="site:a"):
        list(sites.read_sites({}, path))
