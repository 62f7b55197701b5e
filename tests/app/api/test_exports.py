"""Files of any filter over HTTP, as geopandas reads them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import geopandas
import pytest
from fastapi.testclient import TestClient

from app.api import export_work
from app.api.file_cache import FileCache
from app.claims.export import HXL
from app.claims.layer import FIELDS
from geo.export.formats import FORMATS


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
def test_every_format(client: TestClient, tmp_path: Path, name: str) -> None:
    chosen = FORMATS[name]
    answer = client.get(f"/exports/claims{chosen.suffix}?outlet=northern wire")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].split(";")[0] == chosen.media_type
    assert (
        f'filename="claims-northern_wire{chosen.suffix}"' in answer.headers["content-disposition"]
    )
    path = tmp_path / f"claims{chosen.suffix}"
    path.write_bytes(answer.content)
    read = geopandas.read_parquet if name == "parquet" else geopandas.read_file
    found = read(path)
    assert len(found) == 5
    assert found.geometry.isna().sum() == 1
    assert set(found["outlet"]) == {"Northern Wire"}


def test_the_hashtag_row(client: TestClient) -> None:
    text = client.get("/exports/claims.csv?hxl=true&side=UA").text
    header, tags, *rows = csv.reader(io.StringIO(text))
    assert tags == [*(HXL[name] for name in header if name != "wkt"), ""]
    assert set(HXL) == {field.name for field in FIELDS} | {"lon", "lat"}
    assert len(rows) == 1


def test_conditional_head_and_range(client: TestClient) -> None:
    answer = client.get("/exports/claims.gpkg")
    tag = answer.headers["etag"]
    assert client.get("/exports/claims.gpkg", headers={"if-none-match": tag}).status_code == 304
    assert client.head("/exports/claims.csv").headers["content-type"].startswith("text/csv")
    part = client.get("/exports/claims.gpkg", headers={"range": "bytes=0-15"})
    assert (part.status_code, part.content) == (206, b"SQLite format 3\0")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/exports/claims.shp", 404),
        ("/exports/claims.csv?bbox=1", 400),
        ("/exports/claims.csv?hxl=maybe", 400),
        ("/exports/claims.csv?colour=red", 400),
    ],
)
def test_refused(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_only_so_many_at_once(client: TestClient) -> None:
    for _ in range(export_work.MOST_AT_ONCE):
        assert export_work.SLOTS.acquire(blocking=False)
    try:
        answer = client.get("/exports/claims.csv")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    finally:
        for _ in range(export_work.MOST_AT_ONCE):
            export_work.SLOTS.release()
    for _ in range(2 * export_work.MOST_AT_ONCE):  # each gives its slot back
        assert client.get("/exports/claims.csv").status_code == 200
        assert client.get("/exports/claims.fgb").status_code == 200


@pytest.mark.parametrize("name", [name for name, known in FORMATS.items() if known.stream is None])
def test_head_tells_the_length_that_ranges_need(client: TestClient, name: str) -> None:
    path = f"/exports/claims{FORMATS[name].suffix}"
    headers, body = client.head(path).headers, client.get(path).content
    assert (int(headers["content-length"]), headers["accept-ranges"]) == (len(body), "bytes")


@pytest.mark.parametrize("suffix", ["csv", "geojson"])
def test_head_does_not_say_that_a_stream_is_empty(client: TestClient, suffix: str) -> None:
    assert client.head(f"/exports/claims.{suffix}").headers.get("content-length") != "0"


def test_a_finished_file_is_kept_for_the_next_range(client: TestClient) -> None:
    path = "/exports/claims.gpkg?side=UA"
    first = client.get(path).content
    for _ in range(export_work.MOST_AT_ONCE):
        assert export_work.SLOTS.acquire(blocking=False)
    try:  # nobody can make a file now
        assert client.get(path).content == first
        assert client.get("/exports/claims.gpkg?side=RU").status_code == 503
    finally:
        for _ in range(export_work.MOST_AT_ONCE):
            export_work.SLOTS.release()


def test_kept_files_are_few_and_links_outlive_them(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "kept", most_files=2, most_bytes=100)
    for number in range(4):
        made = tmp_path / f"made{number}"
        made.write_bytes(b"x" * 40)
        cache.put(f"key{number}", made)
        if number == 0:
            assert cache.link("key0", tmp_path / "link0")
    assert [cache.link(f"key{n}", tmp_path / f"again{n}") for n in range(4)] == [
        False,
        False,
        True,
        True,
    ]
    assert (tmp_path / "link0").stat().st_size == 40
    huge = tmp_path / "huge"
    huge.write_bytes(b"x" * 101)
    cache.put("huge", huge)
    assert not cache.link("huge", tmp_path / "huge-again")
