"""Every export format as GDAL and geopandas read it."""

from __future__ import annotations

import csv
import json
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import which

import geopandas
import pytest

from geo.errors import ExportError
from geo.export import geopackage
from geo.export.formats import FORMATS
from geo.export.layer import Field, Layer, Row

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
    return Layer("claims", "Claims", FIELDS, iter(rows), "Somebody (CC BY 4.0)", "CC BY 4.0")


@pytest.mark.parametrize("name", FORMATS)
def test_rows_survive(name: str, tmp_path: Path) -> None:
    chosen = FORMATS[name]
    path = tmp_path / f"claims{chosen.suffix}"
    chosen.write(layer(), path)
    options = {"X_POSSIBLE_NAMES": "lon", "Y_POSSIBLE_NAMES": "lat", "AUTODETECT_TYPE": "YES"}
    found = geopandas.read_file(path, **(options if name == "csv" else {}))
    assert list(found["id"]) == [1, 2, 3]
    assert found["quote"][0] == ROWS[0].values[1]
    assert found["quote"][2] == "=1+1"
    assert str(found["event_start"][0])[:10] == "2026-07-14"
    assert found["event_start"].isna()[1] or found["event_start"][1] is None
    assert found["radius_m"][0] == 5000
    assert found["radius_m"].isna()[1]
    assert (found.geometry[0].x, found.geometry[0].y) == (37.8479, 48.3979)
    assert found.geometry[1] is None
    assert found.geometry[2].x == pytest.approx(34.79812, abs=1e-5)
    if name != "csv":  # the format knows no reference system
        assert found.crs.to_epsg() == 4326


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_layer_is_a_valid_file(name: str, tmp_path: Path) -> None:
    chosen = FORMATS[name]
    path = tmp_path / f"claims{chosen.suffix}"
    chosen.write(layer(()), path)
    if name == "geojsonseq":
        assert path.read_bytes() == b""  # no line, no feature
    else:
        assert len(geopandas.read_file(path)) == 0


def test_geojson_holds_its_terms(tmp_path: Path) -> None:
    path = tmp_path / "claims.geojson"
    FORMATS["geojson"].write(layer(), path)
    body = json.loads(path.read_text("utf-8"))
    assert (body["attribution"], body["license"]) == ("Somebody (CC BY 4.0)", "CC BY 4.0")
    assert body["features"][1]["geometry"] is None


def test_sequence_is_one_feature_a_line() -> None:
    file = BytesIO()
    stream = FORMATS["geojsonseq"].stream
    assert stream is not None
    stream(layer(), file)
    assert [json.loads(line)["id"] for line in file.getvalue().splitlines()] == [1, 2, 3]


def test_csv_is_plain(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    FORMATS["csv"].write(layer(), path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["id", "quote", "event_start", "radius_m", "lon", "lat"]
    assert rows[0] == ["1", ROWS[0].values[1], "2026-07-14", "5000", "37.8479", "48.3979"]
    assert rows[1] == ["2", "", "", "", "", ""]


def test_geopackage_has_real_dates_and_its_terms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geopackage, "BATCH", 2)  # a second batch is appended to the first
    path = tmp_path / "a folder with spaces.gpkg"
    geopackage.write(layer(), path)
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
