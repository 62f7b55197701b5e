"""``/documents/{id}``: a page for people and JSON for programs from one address."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from app.claims.document_rows import document_rows
from app.claims.store import Provenance, store_document
from app.claims.tables import ClaimVersion
from tests.app.api.invented import bump
from tests.app.handmade import TEXT, article, extraction

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def path(module_database_url: str, client: TestClient) -> str:
    url = make_url(module_database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        rows = document_rows(article(), extraction())
        number = store_document(connection, rows, Provenance("tester", "a test"))
    return f"/documents/{number}"


@pytest.fixture(scope="module")
def report(client: TestClient, path: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(path).json()
    return found


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("", BROWSER["accept"], "text/html"),
        ("", "*/*", "application/json"),
        ("", "application/json, text/html;q=0.5", "application/json"),
        ("?f=json", BROWSER["accept"], "application/json"),
        ("?f=html", "*/*", "text/html"),
        ("?lang=uk", BROWSER["accept"], "text/html"),
        ("/origin", BROWSER["accept"], "text/html"),
        ("/origin", "*/*", "application/json"),
        ("/origin?f=json", BROWSER["accept"], "application/json"),
        ("/origin?f=html", "*/*", "text/html"),
    ],
)
def test_who_asks_gets_their_form(
    client: TestClient, path: str, query: str, accept: str, media: str
) -> None:
    answer = client.get(path + query, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    assert "Accept" in answer.headers["vary"]
    head = client.head(path + query, headers={"accept": accept})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == answer.headers["content-type"]


@pytest.mark.parametrize("suffix", ["", "/origin"])
def test_page_is_strict_and_holds_nothing_of_the_report(
    client: TestClient, path: str, suffix: str
) -> None:
    page = client.get(path + suffix, headers=BROWSER)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert TEXT[:20] not in page.text


@pytest.mark.parametrize("suffix", ["", "/origin"])
@pytest.mark.parametrize("number", ["0", "x", "987654321"])
def test_unknown_report_is_told_in_the_form_that_was_asked(
    client: TestClient, number: str, suffix: str
) -> None:
    page = client.get(f"/documents/{number}{suffix}", headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert 'content="missing"' in page.text
    problem = client.get(f"/documents/{number}{suffix}")
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/documents/{id}", "/documents/{id}/origin"])
def test_the_page_for_an_unknown_report_is_described(client: TestClient, path: str) -> None:
    described = client.get("/openapi.json").json()["paths"][path]["get"]["responses"]
    assert set(described["404"]["content"]) == {"application/problem+json", "text/html"}
    assert set(described["400"]["content"]) == {"application/problem+json", "text/html"}


def test_format_that_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?f=pdf")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "f"


def test_each_claim_is_there_once_and_its_spans_point_into_the_text(
    client: TestClient, report: dict[str, Any]
) -> None:
    readings = report["readings"]
    assert sorted({row["claim_id"] for row in report["claims"]}) == sorted(
        reading["id"] for reading in readings
    )
    assert len(readings) < len(report["claims"])
    for reading in readings:
        cues = [link["cue"] for link in reading["attribution_chain"]]
        for span in (reading["head"], reading["modality_cue"], reading["event"]["text"], *cues):
            assert span is None or TEXT[span["start"] : span["end"]] == span["text"]
        item = client.get(reading["href"]).json()["claim"]
        assert item["id"] == reading["id"]
        for member in ("attribution_chain", "event", "statement", "quantities", "rule", "head"):
            assert item[member] == reading[member]


def test_places_of_claims_are_found_among_the_mentions(report: dict[str, Any]) -> None:
    mentions = {(one["start"], one["end"]): one for one in report["mentions"]}
    places = [place for reading in report["readings"] for place in reading["places"]]
    assert {place["status"] for place in places} == {"resolved", "ambiguous", "unknown"}
    for place in places:
        mention = mentions[place["start"], place["end"]]
        assert (mention["status"], mention["place_id"]) == (place["status"], place["place_id"])
    resolved = {one["place_id"] for one in report["mentions"] if one["status"] == "resolved"}
    assert resolved == {place["place_id"] for place in report["places"]}


def test_what_a_name_could_mean_is_told_where_it_is_asked_for(
    client: TestClient, path: str, report: dict[str, Any]
) -> None:
    full = client.get(path, params={"candidates": "true"}).json()
    assert {key for one in full["mentions"] for key in one} - {
        key for one in report["mentions"] for key in one
    } == {"candidates", "reasons"}
    assert any(one["candidates"] and one["reasons"] for one in full["mentions"])
    for brief, whole in zip(report["mentions"], full["mentions"], strict=True):
        assert brief.items() <= whole.items()
        alone = client.get(f"{path}/mentions/{brief['id']}").json()
        links = {link["rel"]: link["href"] for link in alone.pop("links")}
        assert links["self"].endswith(f"{path}/mentions/{brief['id']}")
        assert links["up"].endswith(path)
        assert alone == {**whole, "document_id": report["id"]}
    assert client.get(path, params={"candidates": "false"}).json()["mentions"] == report["mentions"]


@pytest.mark.parametrize("number", ["0", "x", "987654321"])
def test_name_that_the_report_does_not_have(client: TestClient, path: str, number: str) -> None:
    answer = client.get(f"{path}/mentions/{number}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_name_belongs_to_its_report(client: TestClient, report: dict[str, Any]) -> None:
    name = report["mentions"][0]["id"]
    assert client.get(f"/documents/{report['id']}/mentions/{name}").status_code == 200
    assert client.get(f"/documents/{report['id'] + 1}/mentions/{name}").status_code == 404


@pytest.mark.parametrize(
    ("suffix", "parameter"),
    [("?candidates=perhaps", "candidates"), ("/mentions/1?candidates=true", "candidates")],
)
def test_words_that_are_not_known(
    client: TestClient, path: str, suffix: str, parameter: str
) -> None:
    answer = client.get(path + suffix)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_unchanged_report_costs_nothing(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    # The page for people is another representation.
    assert client.get(path, headers={**BROWSER, "if-none-match": tag}).status_code == 200


def test_withdrawn_claims_are_not_shown(client: TestClient, layer: Engine, path: str) -> None:
    first = client.get(path).json()["readings"][0]["id"]
    changed = {"id", "version", "change", "recorded_from", "recorded_to"}
    kept = ", ".join(c.name for c in ClaimVersion.__table__.columns if c.name not in changed)
    with layer.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE claim_version SET recorded_to = now() WHERE claim_id = %(id)s", {"id": first}
        )
        connection.exec_driver_sql(
            f"INSERT INTO claim_version (version, change, {kept})"
            f" SELECT version + 1, 'retracted', {kept} FROM claim_version WHERE claim_id = %(id)s",
            {"id": first},
        )
        bump(connection)
    assert first not in [one["id"] for one in client.get(path).json()["readings"]]
