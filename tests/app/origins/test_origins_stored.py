"""Copies, counts, relations and drift in PostGIS, from reports to answers of the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy.engine import make_url

from app.articles.model import Article
from app.articles.store import add_copy
from app.claims.document_rows import copy_row, document_rows
from app.claims.model import AttributionRole, ClaimType, Extraction, Link
from app.claims.store import Provenance, store_document
from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.handmade import TEXT, VERBOVE, article, at, claim, mention

Connection = psycopg.Connection[tuple[Any, ...]]
TAIL = (
    " Engineers inspected the pumps of the waterworks in the morning. The council meets on Friday "
    "to hear what the repair will cost, and nobody expects a decision before the end of summer."
)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as made:
        yield made


def chain(claimant: str, outlet: str, publisher: str, side: Any = "RU") -> tuple[Link, ...]:
    return (
        Link(AttributionRole.CLAIMANT, claimant, side),
        Link(AttributionRole.OUTLET, outlet),
        Link(AttributionRole.PUBLISHER, publisher),
    )


def report(text: str, publisher: str, **changes: Any) -> tuple[Article, Extraction]:
    """A report whose claim is the first of the hand-made one, put as ``changes`` say."""
    made = article(text, id=publisher, publisher=publisher, url=f"https://{publisher}.example/")
    values = {"attribution": chain("Ministry of Verse", "Agency", publisher), "quantities": ()}
    return made, Extraction((mention("Verbove", VERBOVE),), (claim(at(0), **values | changes),))


COPY_1 = report(TEXT + TAIL, "one")
COPY_2 = report(TEXT.replace("Nobody", "No one") + TAIL, "two")
COPY_3 = report(TEXT + TAIL.replace("on Friday", "on Monday"), "three")
REWORDED = report("Troops are in Verbove, the ministry let the agency know." + "x" * 120, "four")
STAFF = report(
    "Something else altogether was said by the other side about that place, " + "y" * 200,
    "five",
    type=ClaimType.CONTROL_STATUS,
    attribution=chain("General Staff of Prose", "Bulletin", "five", "UA"),
    source_side="UA",
    actor_side="UA",
    benefit_side="unknown",
)
SAME_BY_OTHER = report(
    "A third voice repeats what is said of the place, from its own knowledge: " + "z" * 200,
    "six",
    attribution=chain("Brigade of Rhyme", "Herald", "six"),
)


def store(connection: Connection, given: tuple[Article, Extraction]) -> int:
    made, extraction = given
    return store_document(
        connection, document_rows(made, extraction), Provenance("tester", "a test")
    )


def counts(connection: Connection) -> dict[str, tuple[int, int]]:
    rows = connection.execute(
        "SELECT publisher, origin_count, document_count FROM claim_feature ORDER BY publisher"
    )
    return {str(row[0]): (row[1], row[2]) for row in rows}


def test_copies_are_many_documents_of_one_origin(connection: Connection) -> None:
    for given in (COPY_1, COPY_2, REWORDED):
        store(connection, given)
    assert set(counts(connection).values()) == {(1, 3)}
    store(connection, SAME_BY_OTHER)
    assert set(counts(connection).values()) == {(2, 4)}
    store(connection, STAFF)  # says otherwise: corroborates nothing
    assert counts(connection)["one"] == (2, 4)
    assert counts(connection)["five"] == (1, 1)


def test_an_exact_copy_counts_as_a_document_of_every_member(connection: Connection) -> None:
    first = store(connection, COPY_1)
    store(connection, COPY_2)
    elsewhere = replace(COPY_1[0], publisher="seven", url="https://seven.example/")
    assert add_copy(connection, first, copy_row(elsewhere))
    assert counts(connection) == {"one": (1, 3), "two": (1, 3)}
    assert not add_copy(connection, first, copy_row(elsewhere))
    assert counts(connection)["two"] == (1, 3)


@pytest.mark.parametrize("order", list(permutations((COPY_1, COPY_2, COPY_3))))
def test_clusters_do_not_depend_on_the_order(connection: Connection, order: Any) -> None:
    for given in order:
        store(connection, given)
    rows = connection.execute("SELECT DISTINCT origin_id FROM document").fetchall()
    assert len(rows) == 1
    assert set(counts(connection).values()) == {(1, 3)}


def test_a_bridge_merges_two_clusters_and_their_counts(connection: Connection) -> None:
    """Two thirds of a report from its beginning, two thirds from its end, and then the whole."""
    words = [f"word{number}" for number in range(90)]
    parts = ((words[:60], "Mayor Ann"), (words[30:], "Pilot Bob"), (words, "Clerk Cid"))
    stored = []
    for number, (part, name) in enumerate(parts):
        named = chain(name, f"agency {number}", f"portal {number}")
        store(connection, report(" ".join(part), f"portal {number}", attribution=named))
        stored.append(set(counts(connection).values()))
    assert stored == [{(1, 1)}, {(2, 2)}, {(1, 3)}]
    assert len(connection.execute("SELECT DISTINCT origin_id FROM document").fetchall()) == 1
    merged = connection.execute("SELECT id FROM origin WHERE evidence ? 'merged_into'").fetchall()
    assert len(merged) == 1


def test_the_api_shows_both_sentences_and_the_drift(
    connection: Connection, database_url: str, tmp_path: Path
) -> None:
    for given in (COPY_1, COPY_2, STAFF):
        store(connection, given)
    settings = Settings(data_dir=tmp_path, database_url=database_url, offline=True)
    with TestClient(create_app(settings, gazetteer=Gazetteer.from_places([VERBOVE]))) as client:
        origin = client.get("/documents/1/origin").json()
        assert [d["publisher"] for d in origin["documents"]] == ["one", "two"]
        assert origin["document_count"] == 2
        [retelling] = origin["drift"]
        assert [c["changes"] for c in retelling["claims"]] == [[]]
        assert [[c["publisher"] for c in d["copies"]] for d in origin["documents"]] == [
            ["one"],
            ["two"],
        ]
        [told] = origin["claims"]
        assert (told["document_id"], told["document_count"], told["origin_count"]) == (1, 2, 1)
        assert client.get("/documents/3/origin").json()["documents"][0]["claim_ids"] == [3]

        found = client.get("/claims/3/relations").json()
        [contradiction] = found["relations"]
        assert contradiction["type"] == "contradicts"
        assert contradiction["other"]["sentence"]["text"] in TEXT
        assert contradiction["evidence"]["from"]["head"]["text"] == "took"
        [matter] = found["matters"]
        told = {s["stance"]: (s["origin_count"], s["document_count"]) for s in matter["stances"]}
        assert told == {"RU": (1, 2), "UA": (1, 1)}

        assert client.get("/claims/999/relations").status_code == 404
        assert client.get("/documents/999/origin").status_code == 404
