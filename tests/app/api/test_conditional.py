"""Tags: an answer is current for the very request that it answered, and for no other."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.app.api.invented import bump

ITEMS = "/collections/claims/items"
TILE = "/tiles/settlements/5/19/10"


@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}/1", "/collections/claims", TILE])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_current_tag_is_a_304(client: TestClient, path: str, encoding: str, method: str) -> None:
    accepted = {"accept-encoding": encoding}
    tag = client.get(path, headers=accepted).headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.request(method, path, headers=accepted | {"if-none-match": given})
        assert (again.status_code, again.content) == (304, b""), given
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == "public, no-cache"
        assert "content-security-policy" in again.headers


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{ITEMS}?limit=2", {}),
        (f"{ITEMS}/1", {}),
        (ITEMS, {"host": "other.example"}),
        (ITEMS, {"accept": "text/html"}),
        (ITEMS, {"accept-encoding": "br"}),
        (ITEMS, {"accept-encoding": "gzip;q=0"}),
    ],
)
def test_another_request_is_answered_whole(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    gzipped = {"accept-encoding": "gzip"}
    tag = client.get(ITEMS, headers=gzipped).headers["etag"]
    other = client.get(path, headers=gzipped | headers | {"if-none-match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_a_tag_of_our_form_makes_no_error_a_304(client: TestClient) -> None:
    tag = client.get(ITEMS).headers["etag"]
    assert client.get(f"{ITEMS}?limit=0", headers={"if-none-match": tag}).status_code == 400
    assert client.get("/nothing", headers={"if-none-match": tag}).status_code == 404
    assert client.post(ITEMS, headers={"if-none-match": tag}).status_code == 405


DESCRIPTIONS = (
    "/openapi.json",
    "/?f=json",
    "/conformance",
    "/styles",
    "/styles/claims?side=RU",
    "/tiles/claims",
    "/collections/claims/tiles",
    "/collections/claims/tiles/WebMercatorQuad",
    "/tileMatrixSets",
    "/tileMatrixSets/WebMercatorQuad",
    "/gazetteer/search?q=Tor",
    "/gazetteer/resolve?name=Toretsk",
    "/gazetteer/nearest?lon=37.8&lat=48.4",
)


@pytest.mark.parametrize("path", DESCRIPTIONS)
def test_descriptions_and_names_can_be_304(client: TestClient, layer: Engine, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    for given in (tag, f'"other", W/{tag}', "*"):
        again = client.get(path, headers={"if-none-match": given})
        assert (again.status_code, again.content) == (304, b""), given
        assert again.headers["etag"] == tag
    with layer.begin() as connection:
        bump(connection)
    changed = client.get(path, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_an_index_of_other_names_has_other_tags(client: TestClient) -> None:
    path = "/gazetteer/search?q=Tor"
    state = client.app.state  # type: ignore[attr-defined]
    tag, before = client.get(path).headers["etag"], state.index_stamp
    state.index_stamp = "another"
    try:
        again = client.get(path, headers={"if-none-match": tag})
    finally:
        state.index_stamp = before
    assert again.status_code == 200
    assert again.headers["etag"] != tag


def test_both_ways_to_the_database_name_one_version(client: TestClient) -> None:
    """Or a tag of the one would never be current for the other."""
    health = client.get("/health").json()["data_version"]
    assert client.get(ITEMS).headers["etag"].startswith(f'"{health}-')


@pytest.mark.parametrize("encoding", ["", "identity", "gzip", "gzip;q=0"])
@pytest.mark.parametrize("path", [f"{ITEMS}?limit=1", f"{ITEMS}?limit=5000", "/styles"])
def test_every_encoding_says_that_there_are_others(
    client: TestClient, path: str, encoding: str
) -> None:
    answer = client.get(path, headers={"accept-encoding": encoding})
    assert "Accept-Encoding" in answer.headers["vary"]
    known = {"accept-encoding": encoding, "if-none-match": answer.headers["etag"]}
    for given in (known, {**known, "if-none-match": f'"other", {answer.headers["etag"]}'}):
        again = client.get(path, headers=given)
        assert again.status_code == 304
        assert "Accept-Encoding" in again.headers["vary"]
