"""Write one document with its mentions and claims: one transaction, two round trips.

Ids are reserved first, and what the document may relate to is read along with them; then one
statement per table takes its rows out of a JSON text. No row passes through an ORM: this is the hot
path of ingest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from app.articles.store import INSERT_COPY, UPSERT_OUTLETS
from app.claims.document_rows import DocumentRows
from app.claims.tables import Change
from app.db.version import BUMP_DATA_VERSION
from app.origins.copies import NEAR, Copies
from app.origins.matter_rows import MATTERS
from app.origins.signature import Report
from app.origins.store import LOCK, relate


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who makes a version, and why."""

    author: str
    reason: str
    change: Change = Change.ADDED


_RESERVE: LiteralString = """
SELECT nextval(pg_get_serial_sequence('document', 'id')),
    nextval(pg_get_serial_sequence('origin', 'id')),
    ARRAY(SELECT nextval(pg_get_serial_sequence('mention', 'id'))
        FROM generate_series(1, %(mentions)s)),
    ARRAY(SELECT nextval(pg_get_serial_sequence('claim', 'id'))
        FROM generate_series(1, %(claims)s)),
    ARRAY(SELECT nextval(pg_get_serial_sequence('claim_version', 'id'))
        FROM generate_series(1, %(claims)s)),
    ARRAY(SELECT nextval(pg_get_serial_sequence('matter', 'id'))
        FROM generate_series(1, %(matters)s))
"""

_DOCUMENT: LiteralString = """
INSERT INTO document (id, sha256, text, title, url, publisher_id, language, published, fetched_at,
    source_id, metadata, origin_id)
VALUES (%(document)s, %(sha256)s, %(text)s, %(title)s, %(url)s,
    (SELECT id FROM outlet WHERE slug = %(publisher_slug)s), %(language)s, %(published)s,
    %(fetched_at)s, %(source_id)s, %(metadata)s::jsonb, %(origin)s)
"""

_ACTORS: LiteralString = UPSERT_OUTLETS.replace("outlet", "actor")

_PLACES: LiteralString = """
INSERT INTO place (id, kind, name, name_uk, katottg, settlement_type, oblast, raion, hromada,
    population, radius_m, geometry_kind, located_by, geom)
SELECT id, kind, name, name_uk, katottg, settlement_type, oblast, raion, hromada, population,
    radius_m, geometry_kind, located_by, ST_SetSRID(ST_MakePoint(lon, lat), 4326)
FROM json_to_recordset(%(place)s::json) AS r(id text, kind text, name text, name_uk text,
    katottg text, settlement_type text, oblast text, raion text, hromada text, population int,
    radius_m int, geometry_kind text, located_by text, lon float, lat float)
WHERE NOT EXISTS (SELECT FROM place WHERE place.id = r.id)
ON CONFLICT (id) DO NOTHING
"""

_MENTIONS: LiteralString = """
INSERT INTO mention (id, document_id, span_start, span_end, text, kind, type_hint, status, place_id,
    score, geometry_kind, radius_m, reason, reasons, candidates, author)
SELECT (%(mention_ids)s::bigint[])[n], %(document)s, span_start, span_end, text, kind, type_hint,
    status, place_id, score, geometry_kind, radius_m, reason, reasons, candidates, %(author)s
FROM json_to_recordset(%(mention)s::json) AS r(n int, span_start int, span_end int, text text,
    kind text, type_hint text, status text, place_id text, score float, geometry_kind text,
    radius_m int, reason text, reasons jsonb, candidates jsonb)
"""

_CLAIMS: LiteralString = """
INSERT INTO claim (id, document_id) SELECT unnest(%(claim_ids)s::bigint[]), %(document)s
"""

_VERSION_COLUMNS: dict[LiteralString, LiteralString] = {
    "type": "text",
    "modality": "text",
    "modality_cue": "text",
    "modality_cue_start": "int",
    "modality_cue_end": "int",
    "quote": "text",
    "quote_start": "int",
    "quote_end": "int",
    "head": "text",
    "head_start": "int",
    "head_end": "int",
    "source_side": "text",
    "actor_side": "text",
    "benefit_side": "text",
    "event_start": "date",
    "event_end": "date",
    "event_precision": "text",
    "event_basis": "text",
    "event_text": "text",
    "event_text_start": "int",
    "event_text_end": "int",
    "event_year_inferred": "bool",
    "statement_start": "date",
    "statement_end": "date",
    "statement_precision": "text",
    "statement_basis": "text",
    "statement_text": "text",
    "statement_text_start": "int",
    "statement_text_end": "int",
    "statement_year_inferred": "bool",
    "quantities": "jsonb",
    "rule": "text",
}
_VERSIONS = sql.SQL(
    """
INSERT INTO claim_version (id, claim_id, version, change, reason, author, {columns})
SELECT (%(version_ids)s::bigint[])[claim], (%(claim_ids)s::bigint[])[claim], 1, %(change)s,
    %(reason)s, %(author)s, {columns}
FROM json_to_recordset(%(claim_version)s::json) AS r(claim int, {typed})
"""
).format(
    columns=sql.SQL(", ".join(_VERSION_COLUMNS)),
    typed=sql.SQL(", ".join(f"{name} {type_}" for name, type_ in _VERSION_COLUMNS.items())),
)

_LINKS: LiteralString = """
INSERT INTO attribution_link (claim_version_id, position, role, name, title, side, kind,
    span_start, span_end, span_text, basis, actor_id, outlet_id)
SELECT (%(version_ids)s::bigint[])[claim], position, role, r.name, title, r.side, r.kind,
    span_start, span_end, span_text, basis,
    CASE WHEN role = 'claimant' THEN (SELECT id FROM actor WHERE actor.slug = r.slug) END,
    CASE WHEN role <> 'claimant' THEN (SELECT id FROM outlet WHERE outlet.slug = r.slug) END
FROM json_to_recordset(%(attribution_link)s::json) AS r(claim int, position int, role text,
    name text, slug text, title text, side text, kind text, span_start int, span_end int,
    span_text text, basis text)
"""

_CLAIM_PLACES: LiteralString = """
INSERT INTO claim_place (claim_version_id, position, mention_id, place_id, place_status, role,
    relation, distance_km, geom, precision, radius_m)
SELECT (%(version_ids)s::bigint[])[claim], position, (%(mention_ids)s::bigint[])[mention], place_id,
    place_status, role, relation, distance_km, ST_GeomFromText(wkt, 4326), precision, radius_m
FROM json_to_recordset(%(claim_place)s::json) AS r(claim int, position int, mention int,
    place_id text, place_status text, role text, relation text, distance_km float, wkt text,
    "precision" text, radius_m int)
"""

_FEATURES: LiteralString = """
INSERT INTO claim_feature (claim_id, geom, claim_type, modality, place_name, place_as_written,
    place_id, katottg, oblast, claimant, outlet, publisher, source_side, actor_side, event_start,
    event_end, date_precision, statement_date, published, place_status, location_precision,
    radius_m, quote, document_url, document_id)
SELECT (%(claim_ids)s::bigint[])[claim], ST_SetSRID(ST_MakePoint(lon, lat), 4326), claim_type,
    modality, place_name, place_as_written, place_id, katottg, oblast,
    (SELECT name FROM actor WHERE slug = claimant), (SELECT name FROM outlet WHERE slug = carrier),
    (SELECT name FROM outlet WHERE slug = %(publisher_slug)s), source_side, actor_side,
    event_start, event_end, date_precision,
    statement_date, %(published)s, place_status, location_precision, radius_m, quote, %(url)s,
    %(document)s
FROM json_to_recordset(%(claim_feature)s::json) AS r(claim int, lon float, lat float,
    claim_type text, modality text, place_name text, place_as_written text, place_id text,
    katottg text, oblast text, claimant text, carrier text, source_side text, actor_side text,
    event_start date, event_end date, date_precision text, statement_date date, place_status text,
    location_precision text, radius_m int, quote text)
"""

_REVIEW: LiteralString = """
INSERT INTO review_item (kind, subject, document_id, mention_id, detail)
SELECT kind, subject, %(document)s, (%(mention_ids)s::bigint[])[mention], detail
FROM json_to_recordset(%(review_item)s::json) AS r(kind text, subject text, mention int,
    detail jsonb)
"""

# In the order of the foreign keys; the table whose rows each statement needs, or None for always.
_STATEMENTS: tuple[tuple[str | None, LiteralString | sql.Composed], ...] = (
    ("outlet", UPSERT_OUTLETS),
    ("actor", _ACTORS),
    ("place", _PLACES),
    (None, "INSERT INTO origin (id) VALUES (%(origin)s) ON CONFLICT DO NOTHING"),
    (None, _DOCUMENT),
    (None, INSERT_COPY),
    ("mention", _MENTIONS),
    ("claim_version", _CLAIMS),
    ("claim_version", _VERSIONS),
    ("attribution_link", _LINKS),
    ("claim_place", _CLAIM_PLACES),
    ("claim_feature", _FEATURES),
    ("review_item", _REVIEW),
)


def store_document(
    connection: psycopg.Connection[Any], rows: DocumentRows, provenance: Provenance
) -> int:
    """Write ``rows`` in one transaction and return the document's id.

    ``connection`` is in autocommit mode, so that the transaction is this document and nothing else.
    Raises ``psycopg.errors.UniqueViolation`` when a document with this text is there already, and
    whatever else the database objects to; in every case nothing of the document is written.
    """
    relatable, published = rows.relatable, rows.document["published"]
    sizes = {
        "mentions": rows.sizes["mention"],
        "claims": rows.sizes["claim_version"],
        "matters": len(relatable.assertions),
    }
    names = ("document", "origin", "mention_ids", "claim_ids", "version_ids", "matter_ids")
    with connection.pipeline(), connection.transaction():
        connection.execute(LOCK)
        found = connection.execute(_RESERVE, sizes)
        asked = relatable.asked(published)
        near = connection.execute(NEAR, asked) if relatable.signature else None
        known = connection.execute(MATTERS, asked) if relatable.assertions else None
        reserved = found.fetchone()
        assert reserved is not None
        ids = dict(zip(names, reserved, strict=True))
        copies = Copies.among(near or (), _report(rows), ids["origin"])
        values = {
            **rows.document,
            **{table: text.decode() for table, text in rows.tables.items()},
            **ids,
            "origin": copies.origin,
            "author": provenance.author,
            "reason": provenance.reason,
            "change": provenance.change.value,
        }
        for table, statement in _STATEMENTS:
            if table is None or rows.sizes[table]:
                connection.execute(statement, values)
        relate(connection, {**ids, "published": published}, relatable, copies, known or ())
        connection.execute(BUMP_DATA_VERSION)
    return int(ids["document"])


def _report(rows: DocumentRows) -> Report | None:
    relatable = rows.relatable
    if relatable.signature is None:
        return None
    document = rows.document
    return Report(
        relatable.signature.minima,
        document["published"],
        document["publisher_slug"],
        relatable.places,
    )
