"""One claim and one report with everything that stands behind them."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from app.claims.document_rows import document_rows
from app.claims.store import Provenance, store_document
from tests.app.handmade import TEXT, VERBOVE, article, extraction

ITEMS = "/collections/claims/items"


@pytest.fixture(scope="module")
def document_id(module_database_url: str, client: TestClient) -> int:
    url = make_url(module_database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        rows = document_rows(article(), extraction())
        return store_document(connection, rows, Provenance("tester", "a test"))


@pytest.fixture(scope="module")
def features(client: TestClient, document_id: int) -> list[dict[str, Any]]:
    body = client.get(f"{ITEMS}?claimant=Ministry of Verse").json()
    found: list[dict[str, Any]] = body["features"]
    assert len(found) == 3  # one claim at two places, one at an unknown place
    return found


@pytest.fixture(scope="module")
def item(client: TestClient, features: list[dict[str, Any]]) -> dict[str, Any]:
    response = client.get(f"{ITEMS}/{features[0]['id']}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/geo+json"
    body: dict[str, Any] = response.json()
    return body


def test_item_is_the_feature_of_the_layer(
    item: dict[str, Any], features: list[dict[str, Any]]
) -> None:
    for member in ("type", "id", "geometry", "properties"):
        assert item[member] == features[0][member]
    assert {"self", "collection", "describedby"} <= {link["rel"] for link in item["links"]}


def test_item_has_the_whole_chain(item: dict[str, Any]) -> None:
    chain = item["claim"]["attribution_chain"]
    assert [(link["role"], link["name"], link["side"], link["basis"]) for link in chain] == [
        ("claimant", "Ministry of Verse", "RU", "same_sentence"),
        ("outlet", "Example Agency", "RU", "narrator"),
        ("publisher", "The Portal", "other", "metadata"),
    ]
    assert chain[0]["cue"] == {"text": "The ministry", "start": 0, "end": 12}
    assert chain[1]["cue"] is None


def test_the_view_for_people_has_the_chain_too(client: TestClient, item: dict[str, Any]) -> None:
    page = client.get(f"{ITEMS}/{item['id']}?f=html").text
    for said in ("claimant: Ministry of Verse (RU)", "publisher: The Portal (other)"):
        assert f"<li>{said}</li>" in page
    of = item["properties"]
    assert f'/documents/{of["document_id"]}?f=html#claim-{of["claim_id"]}"' in page


def test_spans_point_into_the_report(
    client: TestClient, item: dict[str, Any], document_id: int
) -> None:
    claim = item["claim"]
    report = client.get(f"/documents/{claim['document']['id']}").json()
    assert report["text"] == TEXT
    spans = [claim["sentence"], claim["head"], claim["modality_cue"], claim["event"]["text"]]
    spans += [place["mention"] for place in claim["places"]]
    for span in spans:
        assert report["text"][span["start"] : span["end"]] == span["text"]


def test_item_has_every_place_with_candidates_and_reasons(item: dict[str, Any]) -> None:
    verbove, brid = item["claim"]["places"]
    assert (verbove["status"], verbove["place_id"]) == ("resolved", VERBOVE.id)
    assert verbove["geometry"] == {"type": "Point", "coordinates": [37.25, 48.5]}
    assert verbove["mention"]["reason"] == "The name fits one settlement."
    assert verbove["mention"]["candidates"][0]["reasons"]
    assert brid["status"] == "ambiguous"
    assert [candidate["name"] for candidate in brid["mention"]["candidates"]] == ["Novyi Brid"]


def test_item_has_both_times_quantities_and_document(item: dict[str, Any]) -> None:
    claim = item["claim"]
    for name in ("event", "statement"):
        time = claim[name]
        assert (time["start"], time["end"], time["precision"]) == (
            "2025-05-03",
            "2025-05-03",
            "day",
        )
        assert time["year_inferred"] is True
    assert claim["quantities"][0]["maximum"] == 20.0
    assert {"title": "A report", "publisher": "The Portal", "published": "2025-05-04"}.items() <= (
        claim["document"].items()
    )


def test_report_with_what_was_read_out_of_it(client: TestClient, document_id: int) -> None:
    report = client.get(f"/documents/{document_id}").json()
    assert [mention["status"] for mention in report["mentions"]] == [
        "resolved",
        "ambiguous",
        "unknown",
    ]
    assert len(report["claims"]) == 3
    assert client.get(report["claims"][0]["href"]).status_code == 200
    assert [copy["url"] for copy in report["copies"]] == ["https://portal.example/1"]
    assert report["metadata"]["desk"] == "night"


def test_an_unknown_place_is_found_by_its_name(
    client: TestClient, features: list[dict[str, Any]]
) -> None:
    body = client.get(f"{ITEMS}?place=Qxnowhere").json()
    assert [feature["id"] for feature in body["features"]] == [features[2]["id"]]
    assert body["features"][0]["geometry"] is None


def test_a_corrected_feature_can_still_be_cited(
    client: TestClient, layer: Engine, features: list[dict[str, Any]]
) -> None:
    number = features[1]["id"]
    with layer.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE claim_feature SET recorded_to = now() WHERE id = %(id)s", {"id": number}
        )
    listed = client.get(f"{ITEMS}?claimant=Ministry of Verse").json()["features"]
    assert number not in [feature["id"] for feature in listed]
    assert client.get(f"{ITEMS}/{number}").json()["claim"]["sentence"]["text"]
