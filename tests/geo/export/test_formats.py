"""Every export format as GDAL and geopandas read it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import which
from xml.etree import ElementTree

import geopandas
import orjson
import pandas
import pytest
from pyogrio import read_info
from python_calamine import CalamineWorkbook

from geo.errors import ExportError
from geo.export import geopackage, xlsx
from geo.export.formats import FORMATS
from geo.export.layer import Field, Layer, Row, batch_of

FIELDS = (
    Field("id", "integer", "Id"),
    Field("quote", "string", "Sentence"),
    Field("event_start", "date", "Day"),
    Field("radius_m", "integer", "Radius"),
)
ROWS = (
    Row(1, 37.8479, 48.3979, (1, 'Торецьк, "так"\nі далі', date(2026, 7, 14), 5000)),
    Row(2, None, None, (2, "", None, None)),
    Row(3, 34.798123456789, 50.9077, (3, "=1+1", date(1, 1, 1), 0)),
)


def layer(rows: tuple[Row, ...] = ROWS) -> Layer:
    return Layer(
        "claims",
        "Claims",
        FIELDS,
        iter([batch_of(FIELDS, rows)]),
        "Somebody (CC BY 4.0)",
        "CC BY 4.0",
        features=iter([feature(row) for row in rows]),
    )


def feature(row: Row) -> bytes:
    """A line of GeoJSON, as the database writes it."""
    point = None
    if row.lon is not None and row.lat is not None:
        point = {"type": "Point", "coordinates": [round(row.lon, 5), round(row.lat, 5)]}
    names = [field.name for field in FIELDS]
    made = {
        "type": "Feature",
        "id": row.id,
        "geometry": point,
        "properties": dict(zip(names, row.values, strict=True)),
    }
    return orjson.dumps(made, option=orjson.OPT_APPEND_NEWLINE)


def read(path: Path) -> geopandas.GeoDataFrame:
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    if path.suffix == ".xlsx":
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        table = pandas.DataFrame(rows[1:], columns=rows[0]).replace("", None)
        points = geopandas.points_from_xy(table["lon"].astype(float), table["lat"].astype(float))
        return geopandas.GeoDataFrame(
            table, geometry=[p if p.x == p.x else None for p in points], crs=4326
        )
    if path.suffix == ".csv":
        return geopandas.read_file(path, AUTODETECT_TYPE="YES")
    return geopandas.read_file(path)


# GDAL gives the fields of KML to its own columns of the same names; see below.
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "kml"])
def test_rows_survive(name: str, tmp_path: Path) -> None:
    chosen = FORMATS[name]
    path = tmp_path / f"claims{chosen.suffix}"
    chosen.write(layer(), path)
    found = read(path)
    assert list(found["id"].astype(int)) == [1, 2, 3]
    assert found["quote"][0] == ROWS[0].values[1]
    assert found["quote"][2] == "=1+1"
    assert str(found["event_start"][0])[:10] == "2026-07-14"
    assert found["event_start"].isna()[1] or found["event_start"][1] is None
    assert int(found["radius_m"][0]) == 5000
    assert found["radius_m"].isna()[1]
    assert (found.geometry[0].x, found.geometry[0].y) == (37.8479, 48.3979)
    assert found.geometry[1] is None
    assert found.geometry[2].x == pytest.approx(34.79812, abs=1e-5)
    if name != "csv":  # the format knows no reference system
        assert found.crs.to_epsg() in {4326, None}  # None: OGC:CRS84, that of GeoParquet


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_layer_is_a_valid_file(name: str, tmp_path: Path) -> None:
    chosen = FORMATS[name]
    path = tmp_path / f"claims{chosen.suffix}"
    chosen.write(layer(()), path)
    if name == "geojsonseq":
        assert path.read_bytes() == b""  # no line, no feature
    else:
        assert len(read(path)) == 0


def test_geojson_holds_its_terms(tmp_path: Path) -> None:
    path = tmp_path / "claims.geojson"
    FORMATS["geojson"].write(layer(), path)
    body = json.loads(path.read_text("utf-8"))
    assert (body["attribution"], body["license"]) == ("Somebody (CC BY 4.0)", "CC BY 4.0")
    assert body["features"][1]["geometry"] is None


@pytest.mark.parametrize("name", ["geojson", "geojsonseq"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_features_pass_as_they_are(name: str, size: int) -> None:
    """However they come together; a text may look like the end of a feature."""
    rows = [Row(n, 1.0, 2.0, (n, '},\n{"geometry":null,', None, None)) for n in range(3)]
    lines = [feature(row) for row in rows]
    blocks = [b"".join(lines[n : n + size]) for n in range(0, 3, size)]
    stream = FORMATS[name].stream
    assert stream is not None
    made = b"".join(stream(replace(layer(), features=blocks)))
    if name == "geojsonseq":
        assert made == b"".join(lines)
        return
    body = json.loads(made)
    assert body["features"] == [json.loads(line) for line in lines]
    assert (body["numberReturned"], body["numberUnlocated"]) == (3, 0)


def test_geojson_counts_what_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "claims.geojson"
    FORMATS["geojson"].write(layer(), path)
    body = json.loads(path.read_text("utf-8"))
    assert (body["numberReturned"], body["numberUnlocated"]) == (3, 1)


def test_flatgeobuf_has_an_index_where_all_have_a_place(tmp_path: Path) -> None:
    rows = tuple(row for row in ROWS if row.lon is not None)
    path = tmp_path / "claims.fgb"
    FORMATS["fgb"].write(replace(layer(rows), located=True), path)
    info = read_info(path)
    assert info["capabilities"]["fast_spatial_filter"]
    assert len(geopandas.read_file(path, bbox=(34, 50, 35, 51))) == 1
    FORMATS["fgb"].write(layer(), tmp_path / "all.fgb")
    assert not read_info(tmp_path / "all.fgb")["capabilities"]["fast_spatial_filter"]


def test_sequence_is_one_feature_a_line() -> None:
    stream = FORMATS["geojsonseq"].stream
    assert stream is not None
    lines = b"".join(stream(layer())).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [1, 2, 3]


def test_csv_is_plain(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    FORMATS["csv"].write(layer(), path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["id", "quote", "event_start", "radius_m", "lon", "lat", "wkt"]
    where = ["37.8479", "48.3979", "POINT (37.8479 48.3979)"]
    assert rows[0] == ["1", ROWS[0].values[1], "2026-07-14", "5000", *where]
    assert rows[1] == ["2", "", "", "", "", "", ""]


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_tags_stand_below_the_header(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"claims.{name}"
    tags = ("#meta+id", "#description", "#date", "#geo+radius", "#geo+lon", "#geo+lat")
    FORMATS[name].write(replace(layer(), tags=tags), path)
    if name == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
    else:
        lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert lines[1][:6] == list(tags)
    assert len(lines) == 5


@pytest.mark.parametrize("name", ["kml", "parquet", "xlsx", "fgb"])
def test_terms_stand_inside(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"claims.{name}"
    FORMATS[name].write(layer(), path)
    if name == "xlsx":
        with zipfile.ZipFile(path) as book:
            body = b"".join(book.read(part) for part in book.namelist())
    else:
        body = path.read_bytes()
    assert b"Somebody (CC BY 4.0)" in body


def test_kml_is_well_formed_whatever_the_text(tmp_path: Path) -> None:
    path = tmp_path / "claims.kml"
    nasty = Row(1, 1.0, 2.0, (1, "a\x00\x0b<b>&'\"]]>", date(2026, 7, 14), 1))
    FORMATS["kml"].write(layer((nasty,)), path)
    assert len(geopandas.read_file(path)) == 1
    text = "".join(ElementTree.parse(path).getroot().itertext())
    assert "a\ufffd\ufffd<b>&'\"]]>" in text
    assert "2026-07-14" in text


def test_a_cell_holds_any_text(tmp_path: Path) -> None:
    path = tmp_path / "claims.xlsx"
    odd = ("a\x01\x0b\r<b>&'\"]]>", " _x0041_ ", "=1+1", "ї" * 40_000, "one\n\ttwo", "")
    rows = [Row(n, None, None, (n, text, date(1900, 2, 28), None)) for n, text in enumerate(odd)]
    FORMATS["xlsx"].write(layer(tuple(rows)), path)
    with zipfile.ZipFile(path) as book:
        assert book.namelist()[0] == "[Content_Types].xml"
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = {cell.attrib["r"]: "".join(cell.itertext()) for cell in sheet.iter(f"{name}c")}
    written = [cells[place] for place in cells if place.startswith("B")]
    assert written[1:] == [
        "a_x0001__x000B__x000D_<b>&'\"]]>",
        " _x005F_x0041_ ",
        "=1+1",
        "ї" * 32_767,
        "one\n\ttwo",
        "",
    ]
    days = [cells[place] for place in cells if place.startswith("C")]
    assert days[1:] == ["1900-02-28"] * len(odd)  # of which Excel's calendar is not sure


def test_rows_of_a_sheet_are_counted_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.xlsx"
    two = [batch_of(FIELDS, ROWS[:2]), batch_of(FIELDS, ROWS[2:])]
    FORMATS["xlsx"].write(replace(layer(), batches=two), path)
    book = CalamineWorkbook.from_path(path)
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()] == ["id", 1, 2, 3]
    assert ["rows", "3"] in book.get_sheet_by_name("about").to_python()
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    full = replace(layer(), batches=[batch_of(FIELDS, ROWS[:1])] * 3)
    with pytest.raises(ExportError, match="3 rows"):
        FORMATS["xlsx"].write(full, path)


def test_geopackage_has_real_dates_and_its_terms(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a folder with spaces.gpkg"
    two = [batch_of(FIELDS, ROWS[:2]), batch_of(FIELDS, ROWS[2:])]
    geopackage.write(replace(layer(), batches=two), path)
    found = geopandas.read_file(path)
    assert len(found) == 3
    assert str(found["event_start"].dtype).startswith("datetime64")
    ogrinfo = which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("ogrinfo is not installed")
    shown = subprocess.run(
        [ogrinfo, "-so", str(path), "claims"], capture_output=True, text=True, check=True
    ).stdout
    assert "event_start: Date" in shown
    assert "id: Integer64" in shown
    assert "Feature Count: 3" in shown
    assert "Somebody (CC BY 4.0)" in shown


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError):
        geopackage.write(layer(), tmp_path / "missing" / "claims.gpkg")


_LITTLE_ROOM = """
import resource, signal, sys
from pathlib import Path
from geo.errors import ExportError
from geo.export.formats import FORMATS
from geo.export.layer import Field, Layer, Row, batch_of
fields = (Field("id", "integer", ""), Field("quote", "string", ""))
rows = [Row(n, 37.0, 48.0, (n, f"{n} words " * 40)) for n in range(3000)]
import pyarrow.parquet, pyogrio, xlsxwriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
for name, made in FORMATS.items():
    try:
        lines = [b'{"a sentence of a feature":null}\\n' * 3000]
        layer = Layer("claims", "Claims", fields, [batch_of(fields, rows)], features=lines)
        made.write(layer, Path("a" + made.suffix))
    except ExportError as error:
        print(name)
"""


def test_where_there_is_no_room_every_format_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LITTLE_ROOM],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == list(FORMATS), done.stderr[-2000:]
