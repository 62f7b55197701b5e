"""One document in the tables, exactly as it was extracted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy.engine import make_url

from app.claims.document_rows import document_rows
from app.claims.model import AttributionRole, Extraction, Link
from app.claims.store import Provenance, store_document
from gazetteer.model import PlaceKind, Status
from tests.app.handmade import (
    CHAIN,
    MENTIONS,
    NOVYI_BRID,
    TEXT,
    VERBOVE,
    article,
    at,
    claim,
    extraction,
    mention,
    place,
    span,
)

PROVENANCE = Provenance("tester", "a test")
TABLES = (
    "origin",
    "document",
    "document_copy",
    "outlet",
    "actor",
    "place",
    "mention",
    "claim",
    "claim_version",
    "attribution_link",
    "claim_place",
    "claim_feature",
    "review_item",
)
Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as made:
        yield made


def _rows(connection: Connection, table: str, order: str = "id") -> list[dict[str, Any]]:
    return _read(connection, f"SELECT * FROM {table} ORDER BY {order}")


def _read(connection: Connection, query: str) -> list[dict[str, Any]]:
    return connection.cursor(row_factory=dict_row).execute(query.encode()).fetchall()


def _counts(connection: Connection) -> dict[str, int]:
    return {table: len(_rows(connection, table)) for table in TABLES}


def test_everything_is_stored_as_it_was_read(connection: Connection) -> None:
    document = store_document(connection, document_rows(article(), extraction()), PROVENANCE)

    [row] = _rows(connection, "document")
    assert row["id"] == document
    assert row["text"] == TEXT
    assert row["sha256"] == article().sha256
    assert (row["published"], row["language"]) == (date(2025, 5, 4), "en")
    assert row["metadata"] == {"desk": "night"}

    mentions = _rows(connection, "mention", "span_start")
    assert [m["status"] for m in mentions] == ["resolved", "ambiguous", "unknown"]
    for stored in mentions:
        assert TEXT[stored["span_start"] : stored["span_end"]] == stored["text"]
    assert mentions[0]["place_id"] == VERBOVE.id
    assert mentions[0]["reasons"][0]["text"] == "Verbove is a name of it"
    assert mentions[1]["place_id"] is None
    assert mentions[1]["candidates"][0]["place_id"] == NOVYI_BRID.id
    assert (mentions[1]["geometry_kind"], mentions[1]["radius_m"]) == ("none", None)

    first, second = _rows(connection, "claim_version")
    assert (first["type"], first["modality"], first["version"]) == ("control_change", "claimed", 1)
    assert (first["event_start"], first["event_precision"]) == (date(2025, 5, 3), "day")
    assert first["event_year_inferred"] is True
    assert TEXT[first["event_text_start"] : first["event_text_end"]] == "3 May"
    assert first["quantities"][0]["bound"] == "up to"
    assert (first["author"], first["reason"], first["change"]) == ("tester", "a test", "added")
    assert (second["event_start"], second["event_precision"]) == (None, "unknown")


def test_the_chain_keeps_its_order_and_identities(connection: Connection) -> None:
    store_document(connection, document_rows(article(), extraction()), PROVENANCE)
    [actor] = _rows(connection, "actor")
    outlets = {row["name"]: row for row in _rows(connection, "outlet")}
    links = _rows(connection, "attribution_link", "claim_version_id, position")[:3]
    assert [link["name"] for link in links] == [link.name for link in CHAIN]
    assert [link["role"] for link in links] == ["claimant", "outlet", "publisher"]
    assert links[0]["actor_id"] == actor["id"]
    assert links[1]["outlet_id"] == outlets["Example Agency"]["id"]
    assert (actor["slug"], actor["side"], actor["kind"]) == ("ministry_of_verse", "RU", "ministry")
    assert outlets["The Portal"]["side"] == "other"


def test_features_name_the_oblast_and_keep_its_code_out(connection: Connection) -> None:
    oblast = place("UA14", "Donetska oblast", kind=PlaceKind.OBLAST)
    inside = mention("Verbove", replace(VERBOVE, oblast="UA14"))
    found = Extraction((inside, *MENTIONS[1:]), (claim(at(0)),))
    store_document(connection, document_rows(article(), found, {"UA14": oblast}), PROVENANCE)
    rows = _read(connection, "SELECT oblast FROM claim_feature WHERE place_name = 'Verbove'")
    assert {row["oblast"] for row in rows} == {"Donetska oblast"}


def test_features_of_located_and_unlocated_claims(connection: Connection) -> None:
    store_document(connection, document_rows(article(), extraction()), PROVENANCE)
    rows = _read(
        connection,
        "SELECT *, ST_AsText(geom) AS wkt, ST_SRID(geom) AS srid FROM claim_feature ORDER BY id",
    )
    located, beside, nowhere = rows
    assert (located["wkt"], located["srid"]) == ("POINT(37.25 48.5)", 4326)
    assert (located["place_name"], located["location_precision"]) == ("Verbove", "settlement")
    assert (located["radius_m"], located["oblast"]) == (1500, "Donetsk")
    assert located["claim_id"] == beside["claim_id"] != nowhere["claim_id"]
    assert (beside["wkt"], beside["place_status"]) == (None, "ambiguous")
    assert (beside["place_name"], beside["place_as_written"]) == (None, "Novyi Brid")
    assert (nowhere["wkt"], nowhere["place_status"]) == (None, "unknown")
    for row in rows:
        assert (row["claimant"], row["outlet"]) == ("Ministry of Verse", "Example Agency")
        assert (row["publisher"], row["document_url"]) == (
            "The Portal",
            "https://portal.example/1",
        )
        assert (row["origin_count"], row["document_count"]) == (1, 1)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((AttributionRole.CLAIMANT, AttributionRole.CHANNEL, AttributionRole.PUBLISHER), "channel"),
        ((AttributionRole.OUTLET, AttributionRole.CHANNEL), "outlet"),
        ((AttributionRole.CLAIMANT, AttributionRole.PUBLISHER), "publisher"),
        ((AttributionRole.CLAIMANT,), None),
    ],
)
def test_who_carries_a_claim(roles: tuple[AttributionRole, ...], expected: str | None) -> None:
    from app.claims.layer_rows import feature_rows

    chain = tuple(Link(role, role.value) for role in roles)
    [row] = feature_rows(claim(attribution=chain), [])
    assert row["carrier"] == expected


def test_a_claim_without_places_is_one_feature(connection: Connection) -> None:
    store_document(
        connection, document_rows(article(), Extraction((), (claim(),), "en")), PROVENANCE
    )
    [row] = _rows(connection, "claim_feature")
    assert (row["geom"], row["place_status"], row["location_precision"]) == (None, "none", "none")


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # A landmark is drawn only when the claim has no place of its own.
        ([at(0), at(1, "landmark")], [("Verbove", 37.25)]),
        ([at(0, "container")], [("Verbove", 37.25)]),
        # With nothing located there is one feature that lists the names.
        ([at(1), at(2)], [("Novyi Brid; Qxnowhere", None)]),
        # One place named twice is one feature.
        ([at(0), at(0, "goal")], [("Verbove", 37.25)]),
        ([at(0), at(2)], [("Verbove", 37.25), ("Qxnowhere", None)]),
    ],
)
def test_which_places_become_features(places: list[Any], expected: list[Any]) -> None:
    from app.claims.layer_rows import feature_rows, located_places

    made = claim(*places)
    rows = feature_rows(made, located_places(made, MENTIONS))
    assert [(row["place_as_written"], row["lon"]) for row in rows] == expected


def test_the_stated_relation_is_stored_as_geometry(connection: Connection) -> None:
    north = claim(at(0, relation="north_of"))
    store_document(connection, document_rows(article(), Extraction(MENTIONS, (north,))), PROVENANCE)
    [row] = _read(
        connection,
        "SELECT precision, radius_m, GeometryType(geom) AS kind, ST_IsValid(geom) AS valid,"
        " ST_Contains(geom, ST_Point(37.25, 48.6, 4326)) AS north,"
        " ST_Contains(geom, ST_Point(37.25, 48.4, 4326)) AS south FROM claim_place",
    )
    assert row == {
        "precision": "sector",
        "radius_m": 26_500,
        "kind": "POLYGON",
        "valid": True,
        "north": True,
        "south": False,
    }


def test_unresolved_names_wait_for_review_once(connection: Connection) -> None:
    twice = (*MENTIONS, replace(MENTIONS[2], span=span("Qxnowhere")))
    store_document(connection, document_rows(article(), Extraction(twice, ())), PROVENANCE)
    items = _rows(connection, "review_item")
    assert [(i["kind"], i["subject"]) for i in items] == [
        ("ambiguous_name", "Novyi Brid"),
        ("unknown_name", "Qxnowhere"),
    ]
    assert items[1]["detail"]["occurrences"] == 2
    assert items[0]["detail"]["candidates"] == [NOVYI_BRID.id]


def test_failure_leaves_nothing_behind(connection: Connection) -> None:
    """The last table refuses its row, after all others took theirs."""
    before = _counts(connection)
    broken = document_rows(article(), extraction())
    broken.tables["review_item"] = b'[{"kind": "no_such_kind", "subject": "x", "detail": {}}]'
    with pytest.raises(psycopg.errors.CheckViolation):
        store_document(connection, broken, PROVENANCE)
    assert _counts(connection) == before
    assert _read(connection, "SELECT version FROM data_version") == [{"version": 0}]
    # The connection is as good as new.
    store_document(connection, document_rows(article(), extraction()), PROVENANCE)
    assert _counts(connection)["document"] == 1
    assert _read(connection, "SELECT version FROM data_version") == [{"version": 1}]


def test_the_same_text_is_refused(connection: Connection) -> None:
    rows = document_rows(article(), extraction())
    store_document(connection, rows, PROVENANCE)
    before = _counts(connection)
    with pytest.raises(psycopg.errors.UniqueViolation):
        store_document(connection, rows, PROVENANCE)
    assert _counts(connection) == before


def test_a_known_side_completes_an_unknown_one(connection: Connection) -> None:
    vague = tuple(replace(link, side="unknown", kind=None) for link in CHAIN)
    for number, chain in enumerate((vague, CHAIN, vague)):
        made = Extraction(MENTIONS, (claim(at(0), attribution=chain),))
        rows = document_rows(article(f"{TEXT} {number}"), made)
        store_document(connection, rows, PROVENANCE)
    [actor] = _rows(connection, "actor")
    assert (actor["side"], actor["kind"]) == ("RU", "ministry")
    assert len(_rows(connection, "outlet")) == 2


def test_names_of_ten_thousand_characters(connection: Connection) -> None:
    long = "А" * 10_000
    text = f"{long} said that troops took {long}."
    there = mention(long, place("UA1400000009", "Dovhe"), text=text)
    chain = (Link(AttributionRole.CLAIMANT, long), Link(AttributionRole.OUTLET, long[:9000]))
    made = claim(
        at(0),
        attribution=chain,
        quote=span(text, text),
        head=span("took", text),
        modality_cue=None,
        quantities=(),
    )
    store_document(
        connection, document_rows(article(text), Extraction((there,), (made,))), PROVENANCE
    )
    [stored] = _rows(connection, "mention")
    assert stored["text"] == long
    assert [row["name"] for row in _rows(connection, "attribution_link")] == [long, long[:9000]]
    [feature] = _rows(connection, "claim_feature")
    assert feature["place_as_written"] == long
    assert feature["claimant"] == long[:199] + "…"
    assert feature["quote"] == text


def test_right_to_left_text_keeps_its_offsets(connection: Connection) -> None:
    text = "قال المتحدث إن القوات دخلت Verbove أمس. דובר אמר 𐍈."
    there = mention("Verbove", VERBOVE, text=text)
    rows = document_rows(article(text), Extraction((there,), ()))
    store_document(connection, rows, PROVENANCE)
    [found] = _read(
        connection,
        "SELECT d.text, substr(d.text, m.span_start + 1, m.span_end - m.span_start) AS part"
        " FROM mention m JOIN document d ON d.id = m.document_id",
    )
    assert found == {"text": text, "part": "Verbove"}


def test_foreign_places_are_kept_without_a_point(connection: Connection) -> None:
    belgorod = place("geonames:578072", "Belgorod", oblast=None, katottg=None)
    abroad = mention("Verbove", None, Status.OUTSIDE)
    abroad = replace(abroad, resolution=replace(abroad.resolution, place=belgorod))
    rows = document_rows(article(), Extraction((abroad,), (claim(at(0)),)))
    store_document(connection, rows, PROVENANCE)
    [row] = _rows(connection, "claim_feature")
    assert (row["geom"], row["place_status"], row["place_name"]) == (None, "outside", "Belgorod")
    assert _rows(connection, "review_item") == []
