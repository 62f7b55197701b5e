"""Tags: an answer is current for the very request that it answered, and for no other."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

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
