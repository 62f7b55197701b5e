"""Bad, odd and broken requests for files: a clear problem each, and nothing is left behind."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.api.export_names import disposition, file_name
from app.api.exports import PARAMETERS
from app.api.file_cache import FileCache
from app.claims.export import too_many
from app.parameters import read_parameters
from geo.export.formats import FORMATS
from tests.app.api.coroutines import run_apart

SUFFIXES = [made.suffix for made in FORMATS.values()]
HOSTILE = [
    "bbox=nan,nan,nan,nan",
    "bbox=1,2,3",
    "bbox=1,2,3,4,5",
    "bbox=1,2,3,4,5,6",
    "bbox=inf,0,1,1",
    "bbox=40,50,30,40",
    "bbox=1e309,0,1,1",
    "bbox=",
    "datetime=2026-13-45",
    "datetime=yesterday",
    "datetime=2026-07-02/2026-07-01",
    "limit=1000000000",
    "limit=-1",
    "offset=1",
    "side=blue",
    "claim_type=';DROP TABLE claim_feature;--",
    "outlet=%00",
    "outlet=",
    "outlet=" + "x" * 1001,
    "q=%F0%9F%92%A3",
    "q=" + "x" * 201,
    "hxl=perhaps",
    "located=maybe",
    "claim_id=-1",
    "claim_id=" + "9" * 30,
    "claim_id=1e3",
    "filter=" + quote("date = "),
    "filter=" + quote("nothing = 1"),
    "filter=" + quote("1=1; DROP TABLE claim_feature"),
    "filter=" + quote("(" * 500 + "true" + ")" * 500),
    "filter=true&filter-lang=sql",
    "filter=" + quote("S_INTERSECTS(geometry, BBOX(nan,0,1,1))"),
    "crs=EPSG:4326",
    "f=gpkg",
    "filename=../../etc/passwd",
    "%00=1",
]


@pytest.mark.parametrize("suffix", [".csv", ".gpkg", ".qgs", ".qlr"])
@pytest.mark.parametrize("query", HOSTILE)
def test_what_cannot_be_read_is_a_400(client: TestClient, suffix: str, query: str) -> None:
    answer = client.get(f"/exports/claims{suffix}?{query}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "SELECT" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["parameter"]


@pytest.mark.parametrize(
    "name",
    [
        "claims.shp",
        "claims.",
        "claims.gpkg.exe",
        "claims.GPKG",
        "claims.%2e%2e",
        "claims.%00",
        "claims." + "x" * 5000,
        "claims.csv%2f..%2f..%2fetc%2fpasswd",
        "claims",
        "places.csv",
    ],
)
def test_what_does_not_exist_is_a_404(client: TestClient, name: str) -> None:
    answer = client.get(f"/exports/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("bytes=0-9, 20-29", 206),
        ("bytes=-10", 206),
        ("bytes=999999999-", 416),
        *(
            (header, 200)
            for header in (
                *("bytes=9-1", "bytes=0-1,9-1", "bytes=-", "bytes=", "bytes=a-b", "bytes=1-2-3"),
                *("items=0-1", "x", "", "bytes=0-1;", "bytes=" + "9" * 5000 + "-"),
            )
        ),
    ],
)
@pytest.mark.parametrize("path", ["/exports/claims.gpkg", "/static/js/main.js"])
def test_a_range_that_is_none_is_not_seen(
    client: TestClient, path: str, header: str, status: int
) -> None:
    plain = {"accept-encoding": "identity"}
    answer = client.get(path, headers={**plain, "range": header})
    assert answer.status_code == status
    if status == 200:
        whole = client.head(path, headers=plain).headers["content-length"]
        assert len(answer.content) == int(whole)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods(client: TestClient, method: str) -> None:
    answer = client.request(method, "/exports/claims.csv")
    assert (answer.status_code, answer.headers["allow"]) == (405, "HEAD, GET")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "query",
    [
        "outlet=" + quote("'; DROP TABLE claim_feature; --"),
        "q=" + quote("100% \\' _ %s %(x)s"),
        "place=" + quote("../../..\r\nSet-Cookie: a=b"),
        "outlet=" + quote('"; filename="evil.exe') + "&datetime=2026",
    ],
)
def test_odd_words_find_nothing_and_do_no_harm(client: TestClient, suffix: str, query: str) -> None:
    answer = client.get(f"/exports/claims{suffix}?{query}")
    assert answer.status_code == 200, answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].count("filename=") == 1
    assert client.get("/exports/claims.csv").text.count("\n") == 7


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ([], "claims"),
        ([("side", "RU"), ("datetime", "2026-07")], "claims-RU-2026-07-01--2026-07-31"),
        ([("datetime", "2026-07-14"), ("time", "publication")], "claims-2026-07-14"),
        ([("datetime", "2026-07-14/..")], "claims-from-2026-07-14"),
        ([("datetime", "../2026-07-14")], "claims-until-2026-07-14"),
        ([("datetime", "../..")], "claims"),
        ([("bbox", "1,2,3,4")], "claims-selection"),
        ([("filter", "true"), ("filter-lang", "cql2-text"), ("hxl", "true")], "claims-selection"),
        ([("outlet", "A/B: C"), ("place", "../../etc")], "claims-A_B_C-etc"),
        ([("outlet", "УНІАН"), ("outlet", "TASS")], "claims-УНІАН-TASS"),
        ([("q", "x" * 200)], "claims-" + "x" * 73),
    ],
)
def test_a_file_is_named_by_its_filter(query: list[tuple[str, str]], expected: str) -> None:
    assert file_name(read_parameters(PARAMETERS, query), ".csv") == f"{expected}.csv"


def test_a_name_of_any_letters_is_a_header() -> None:
    assert disposition("claims-RU.csv") == 'attachment; filename="claims-RU.csv"'
    made = disposition("claims-Суми_é.csv")
    assert made.isascii()
    assert made.endswith("filename*=UTF-8''claims-%D0%A1%D1%83%D0%BC%D0%B8_%C3%A9.csv")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("filter=" + quote("date = DATE('2026-07-14')"), {1, 2, 4}),
        ("filter=" + quote("T_BEFORE(date, DATE('2026-07-14'))"), {6}),
        ("claim_id=1", {1, 2}),
        ("located=false", {4}),
        ("datetime=2026-07-15&time=statement&side=UA", {3}),
        ("filter=" + quote('{"op":"=","args":[{"property":"claim_id"},2]}'), {3}),
    ],
)
def test_files_take_the_filters_of_the_layer(client: TestClient, query: str, ids: set[int]) -> None:
    found = client.get(f"/exports/claims.geojson?{query}").json()
    assert {feature["id"] for feature in found["features"]} == ids
    assert found["numberReturned"] == len(ids)
    assert found["numberUnlocated"] == len(ids & {4})
    items = client.get(f"/collections/claims/items?{query}").json()
    assert {feature["id"] for feature in items["features"]} == ids


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_terms_stand_in_the_headers_too(client: TestClient, suffix: str) -> None:
    assert 'rel="license"' in client.get(f"/exports/claims{suffix}").headers["link"]


def test_more_rows_than_a_format_holds_are_refused_at_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(FORMATS["xlsx"], most_rows=5)
    monkeypatch.setitem(FORMATS, "xlsx", small)
    answer = client.get("/exports/claims.xlsx?side=UA,RU,other")
    assert (answer.status_code, answer.json()["detail"]) == (400, too_many(small))
    assert client.get("/exports/claims.xlsx?side=RU").status_code == 200


@pytest.mark.parametrize("suffix", [".csv", ".gpkg", ".geojson", ".parquet", ".xlsx", ".kml"])
def test_a_query_that_takes_too_long_is_a_503(
    client: TestClient, layer: Engine, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    short = "SET LOCAL statement_timeout = 200"
    monkeypatch.setattr("app.api.exports._STATEMENT_TIMEOUT", short)
    with layer.begin() as connection:  # everybody else waits
        connection.execute(text("LOCK TABLE claim_feature IN ACCESS EXCLUSIVE MODE"))
        answer = client.get(f"/exports/claims{suffix}?side=RU,UA")
    assert (answer.status_code, answer.json()["code"]) == (503, "query-timeout")
    assert answer.headers["retry-after"]
    assert client.get(f"/exports/claims{suffix}?side=RU,UA").status_code == 200


def test_a_full_disk_lets_go_of_kept_files_and_then_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/exports/claims.fgb?side=UA").status_code == 200
    cache: FileCache = client.app.state.files  # type: ignore[attr-defined]
    kept = cache.folder

    def full(layer: object, path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setitem(FORMATS, "gpkg", replace(FORMATS["gpkg"], file=full))
    answer = client.get("/exports/claims.gpkg?side=UA&located=true")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "lack of room" in answer.json()["detail"]
    assert list(kept.iterdir()) == []
    assert client.get("/exports/claims.fgb?side=UA").status_code == 200


def test_files_of_ended_processes_are_removed(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    left = tmp_path / f"files-of-{ended.stdout.strip()}-abc"
    left.mkdir()
    (left / "1").write_bytes(b"x")
    mine = FileCache(tmp_path, most_bytes=10)
    other = FileCache(tmp_path, most_bytes=10)
    assert not left.exists()
    assert mine.folder.exists()
    other.close()
    mine.close()
    assert list(tmp_path.iterdir()) == []


def test_who_asks_for_a_file_that_is_being_made_waits_for_it(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, most_bytes=1000)
    made: list[int] = []

    async def ask(number: int) -> None:
        async with cache.making("key"):
            path = tmp_path / f"asked{number}"
            if not cache.link("key", path):
                await asyncio.sleep(0)
                path.write_bytes(b"x")
                made.append(number)
                cache.put("key", path)

    async def all_at_once() -> None:
        await asyncio.gather(*map(ask, range(5)))

    run_apart(all_at_once())
    assert made == [0]
    cache.close()
