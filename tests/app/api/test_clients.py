"""Real clients on a real server: geopandas and GDAL read the layer and its pages."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import geopandas
import pytest
import uvicorn
from sqlalchemy import Engine

from app.claims.layer import PROPERTIES
from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer


@pytest.fixture(scope="module")
def base(
    layer: Engine,
    module_database_url: str,
    small_gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Address of uvicorn on a free port."""
    settings = Settings(
        data_dir=Path(tmp_path_factory.mktemp("data")),
        database_url=module_database_url,
        offline=True,
    )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings, gazetteer=small_gazetteer), log_level="warning")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_geopandas_reads_the_layer(base: str) -> None:
    found = geopandas.read_file(f"{base}/collections/claims/items?limit=1000")
    assert len(found) == 6
    assert {made.field.name for made in PROPERTIES} <= set(found.columns)
    assert found.crs.to_epsg() == 4326
    assert found.geometry.isna().sum() == 1
    assert str(found["date"].dtype).startswith("datetime64")
    assert str(found.set_index("claim_id")["date"][5])[:10] == "2026-06-30"
    toretsk = found[found["place_name"] == "Toretsk"]
    assert toretsk.geometry.iloc[0].x == pytest.approx(37.8479)


def test_geopandas_filters(base: str) -> None:
    query = "bbox=37,48,38,49&datetime=2026-08-01/..&side=UA"
    found = geopandas.read_file(f"{base}/collections/claims/items?{query}")
    assert list(found["quote"]) == ["The defence held 100% of the town."]


def ogrinfo(*arguments: str) -> str:
    program = which("ogrinfo")
    if program is None:
        pytest.skip("ogrinfo is not installed")
    return subprocess.run(
        [program, "-ro", *arguments], capture_output=True, text=True, check=True, timeout=60
    ).stdout


@pytest.mark.parametrize("page_size", ["1", "4", "1000"])
def test_gdal_follows_the_pages(base: str, page_size: str) -> None:
    shown = ogrinfo(f"OAPIF:{base}", "claims", "-oo", f"PAGE_SIZE={page_size}")
    assert shown.count("\nOGRFeature(claims)") == 6
    summary = ogrinfo("-so", f"OAPIF:{base}", "claims", "-oo", f"PAGE_SIZE={page_size}")
    assert "Feature Count: 6" in summary
    assert summary.count(": Date") == 1
    assert "date: Date" in summary
    assert "quote: String" in summary


def test_gdal_finds_the_layers_and_filters(base: str) -> None:
    assert {"claims", "places"} <= {
        line.split()[1] for line in ogrinfo(f"OAPIF:{base}").splitlines() if line[:1].isdigit()
    }
    boxed = ogrinfo("-so", "-spat", "37", "48", "38", "49", f"OAPIF:{base}", "claims")
    assert "Feature Count: 2" in boxed
    picked = ogrinfo("-where", "outlet = 'Southern Herald'", "-so", f"OAPIF:{base}", "claims")
    assert "Feature Count: 1" in picked
    one = ogrinfo("-fid", "3", f"OAPIF:{base}", "claims")
    assert "The defence held" in one


def test_gdal_reads_the_place_layer(base: str) -> None:
    shown = ogrinfo(f"OAPIF:{base}", "places", "-oo", "PAGE_SIZE=1")
    assert shown.count("\nOGRFeature(places)") == 3


@pytest.mark.parametrize("suffix", ["fgb", "gpkg"])
def test_gdal_reads_exported_files_by_ranges(base: str, suffix: str) -> None:
    summary = ogrinfo("-so", f"/vsicurl/{base}/exports/claims.{suffix}", "claims")
    assert "Feature Count: 6" in summary


def test_curl_in_one_line(base: str) -> None:
    curl = which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    address = f"{base}/collections/claims/items?limit=1"
    body = subprocess.run([curl, "-sf", address], capture_output=True, check=True).stdout
    assert json.loads(body)["numberMatched"] == 6
