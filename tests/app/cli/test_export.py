"""``claimatlas export`` as users run it."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pytest
from sqlalchemy import Engine, text

from app.claims.filters import CLAIM_PARAMETERS
from app.cli import main
from app.cli.export import export
from geo.export.formats import FORMATS


@pytest.fixture(scope="module")
def filled(module_engine: Engine) -> Engine:
    with module_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO claim_feature (claim_id, geom, claim_type, modality, outlet,"
                " place_status, location_precision, event_start, event_end, quote, document_id,"
                " source_side) SELECT n, CASE WHEN n % 10 <> 0 THEN"
                " ST_SetSRID(ST_MakePoint(37 + n * 0.001, 48), 4326) END, 'clash', 'claimed',"
                " 'Outlet ' || n % 2, CASE WHEN n % 10 <> 0 THEN 'resolved' ELSE 'unknown' END,"
                " 'settlement', DATE '2026-07-01' + n % 31, DATE '2026-07-01' + n % 31,"
                " 'Речення ' || n, n, 'UA' FROM generate_series(1, 2500) n"
            )
        )
    return module_engine


@dataclass
class Result:
    code: int
    stdout: bytes
    stderr: str


@pytest.fixture
def run(
    filled: Engine,
    module_database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMATLAS_DATABASE_URL", module_database_url)

    def call(*arguments: str) -> Result:
        monkeypatch.setattr("sys.argv", ["claimatlas", "export", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capfdbinary.readouterr()
        return Result(int(stopped.value.code or 0), out, err.decode())

    return call


Run = Callable[..., Result]


@pytest.mark.parametrize("suffix", [made.suffix for made in FORMATS.values()])
def test_every_format(run: Run, tmp_path: Path, suffix: str) -> None:
    result = run(f"july{suffix}", "--outlet", "Outlet 1")
    assert result.code == 0, result.stderr
    assert "1250 features, 0 of them without a place -> " in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [f"july{suffix}"]
    read = geopandas.read_parquet if suffix == ".parquet" else geopandas.read_file
    found = read(tmp_path / f"july{suffix}")
    assert len(found) == 1250
    if suffix != ".kml":  # GDAL has a column `id` of its own for KML
        assert found["id"].astype(int).is_unique
    assert set(found["outlet"]) == {"Outlet 1"}


def test_claims_without_a_place_are_exported(run: Run, tmp_path: Path) -> None:
    result = run("all.gpkg")
    assert "2500 features, 250 of them without a place -> " in result.stderr
    found = geopandas.read_file(tmp_path / "all.gpkg")
    assert (len(found), int(found.geometry.isna().sum())) == (2500, 250)


def test_filters_and_standard_output(run: Run, tmp_path: Path) -> None:
    result = run(
        "-",
        "--datetime",
        "2026-07-02/2026-07-03",
        "--bbox",
        "37,47,37.1,49",
        "--side",
        "ua",
    )
    assert result.code == 0, result.stderr
    features = json.loads(result.stdout)["features"]
    days = {feature["properties"]["event_start"] for feature in features}
    assert days == {"2026-07-02", "2026-07-03"}
    assert all(feature["geometry"]["coordinates"][0] <= 37.1 for feature in features)
    told = re.search(r"(\d+) features \((\d+) more match all but the box: they", result.stderr)
    assert told
    assert int(told[1]) == len(features)
    assert int(told[2]) > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["july.gpkg", "--bbox", "1,2,3"], "bbox: Four numbers are needed"),
        (["july.gpkg", "--datetime", "July"], "datetime: 'July' is not a date"),
        (["july.gpkg", "--side", "blue"], "side: 'blue' is not known"),
        (["july.shp"], "does not tell the format"),
        (["july.gpkg", "--format", "shp"], "format: 'shp' is not known"),
        (["-", "--format", "gpkg"], "cannot go to standard output"),
        (["missing/july.gpkg"], "does not exist"),
        (["."], "does not tell the format"),
        (["july.csv", "--filter", "date = "], "filter: It cannot be read as CQL2 text"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_broken_run_leaves_the_old_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "july.gpkg").write_text("precious")
    monkeypatch.setenv("CLAIMATLAS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = run("july.gpkg")
    assert result.code == 2
    assert "The database cannot be reached" in result.stderr
    assert (tmp_path / "july.gpkg").read_text() == "precious"


def test_a_filter_expression(run: Run, tmp_path: Path) -> None:
    result = run("day.geojson", "--filter", "date = DATE('2026-07-02') AND claim_id < 100")
    assert result.code == 0, result.stderr
    found = json.loads((tmp_path / "day.geojson").read_text("utf-8"))
    assert [f["properties"]["claim_id"] for f in found["features"]] == [1, 32, 63, 94]
    assert f"{found['numberReturned']} features, 0 of them" in result.stderr


def test_command_and_api_have_the_same_filters() -> None:
    options = set(inspect.signature(export).parameters) - {"output", "format", "hxl"}
    assert options == {"filter", *(parameter.name for parameter in CLAIM_PARAMETERS)}
