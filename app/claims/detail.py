"""SQL of one claim with everything nested; PostgreSQL builds the JSON.

All spans are Unicode code point offsets into the document's text, end exclusive.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

Nested = dict[str, Any]

#: Members of a document ``d`` whose publisher is joined as ``publisher``.
DOCUMENT_FIELDS = """
    'id', d.id, 'title', d.title, 'url', d.url, 'language', d.language, 'published', d.published,
    'publisher', publisher.name, 'source_id', d.source_id, 'sha256', d.sha256,
    'fetched_at', d.fetched_at, 'recorded_from', d.recorded_from"""
_DOCUMENT = f"json_build_object({DOCUMENT_FIELDS})"

#: SQL of a time range of a claim version ``v``; the name of the range goes in.
TIME = """json_build_object(
    'start', v.{0}_start, 'end', v.{0}_end, 'precision', v.{0}_precision, 'basis', v.{0}_basis,
    'year_inferred', v.{0}_year_inferred, 'text', CASE WHEN v.{0}_text IS NOT NULL THEN
    json_build_object('text', v.{0}_text, 'start', v.{0}_text_start, 'end', v.{0}_text_end) END)"""

#: SQL of the attribution chain of a claim version ``v``, in order.
CHAIN = """(SELECT coalesce(json_agg(json_build_object(
    'role', l.role, 'name', coalesce(actor.name, outlet.name, l.name), 'as_written', l.name,
    'title', l.title, 'side', l.side, 'kind', l.kind, 'basis', l.basis, 'cue',
    CASE WHEN l.span_start IS NOT NULL THEN
    json_build_object('text', l.span_text, 'start', l.span_start, 'end', l.span_end) END)
    ORDER BY l.position), '[]')
    FROM attribution_link l LEFT JOIN actor ON actor.id = l.actor_id
    LEFT JOIN outlet ON outlet.id = l.outlet_id WHERE l.claim_version_id = v.id)"""

#: Members of a mention ``m`` with all that decided what it means.
MENTION_FIELDS = """
    'text', m.text, 'start', m.span_start, 'end', m.span_end, 'kind', m.kind,
    'type_hint', m.type_hint, 'score', m.score, 'reason', m.reason, 'reasons', m.reasons,
    'candidates', m.candidates"""
_MENTION = f"json_build_object({MENTION_FIELDS})"

_PLACES = f"""(SELECT coalesce(json_agg(json_build_object(
    'role', cp.role, 'relation', cp.relation, 'distance_km', cp.distance_km,
    'status', cp.place_status, 'place_id', cp.place_id, 'name', place.name,
    'name_uk', place.name_uk, 'kind', place.kind, 'katottg', place.katottg,
    'oblast', place.oblast, 'raion', place.raion, 'hromada', place.hromada,
    'located_by', place.located_by, 'location_precision', cp.precision, 'radius_m', cp.radius_m,
    'geometry', ST_AsGeoJSON(cp.geom, 5)::json,
    'mention', CASE WHEN m.id IS NOT NULL THEN {_MENTION} END) ORDER BY cp.position), '[]')
    FROM claim_place cp LEFT JOIN mention m ON m.id = cp.mention_id
    LEFT JOIN place ON place.id = cp.place_id WHERE cp.claim_version_id = v.id)"""  # noqa: S608

_CLAIM = f"""json_build_object(
    'id', v.claim_id, 'version', v.version, 'change', v.change, 'change_reason', v.reason,
    'author', v.author, 'recorded_from', v.recorded_from, 'recorded_to', v.recorded_to,
    'type', v.type, 'rule', v.rule,
    'modality', v.modality, 'modality_cue', CASE WHEN v.modality_cue IS NOT NULL THEN
    json_build_object('text', v.modality_cue, 'start', v.modality_cue_start,
        'end', v.modality_cue_end) END,
    'sentence', json_build_object('text', v.quote, 'start', v.quote_start, 'end', v.quote_end),
    'head', json_build_object('text', v.head, 'start', v.head_start, 'end', v.head_end),
    'source_side', v.source_side, 'actor_side', v.actor_side, 'benefit_side', v.benefit_side,
    'attribution_chain', {CHAIN}, 'places', {_PLACES},
    'event', {TIME.format("event")}, 'statement', {TIME.format("statement")},
    'quantities', v.quantities, 'document', {_DOCUMENT})"""

_JOINS = """
    JOIN claim c ON c.id = v.claim_id JOIN document d ON d.id = c.document_id
    LEFT JOIN outlet publisher ON publisher.id = d.publisher_id"""

#: SQL of the claim behind a row of ``claim_feature``, as it was when the feature was written:
#: chain, places, times, document.
OF_FEATURE = f"""(
    SELECT {_CLAIM} FROM claim_version v {_JOINS} WHERE v.claim_id = claim_feature.claim_id
        AND v.recorded_from <= claim_feature.recorded_from
        AND (v.recorded_to IS NULL OR v.recorded_to > claim_feature.recorded_from)
    ORDER BY v.version DESC LIMIT 1)"""  # noqa: S608

# One report alone is compared with none, and a long one has many claims.
_COPIED = """(SELECT count(*) > 1 FROM (
    SELECT FROM document o WHERE o.origin_id = %(id)s LIMIT 2) AS two)"""

_OF_ORIGIN = f"""
    SELECT d.id, json_build_object('id', d.id, 'title', d.title, 'url', d.url,
        'language', d.language, 'published', d.published, 'publisher', publisher.name,
        'source_id', d.source_id, 'like_document_id', s.like_document_id,
        'similarity', s.similarity,
        'copies', (SELECT coalesce(json_agg(json_build_object('publisher', o.name, 'url', dc.url,
            'title', dc.title, 'published', dc.published) ORDER BY dc.id), '[]')
            FROM document_copy dc LEFT JOIN outlet o ON o.id = dc.publisher_id
            WHERE dc.document_id = d.id),
        'claims', (SELECT coalesce(json_agg(CASE WHEN {_COPIED} THEN {_CLAIM}
            ELSE json_build_object('id', v.claim_id) END ORDER BY v.claim_id), '[]')
            FROM claim c JOIN claim_version v ON v.claim_id = c.id AND v.recorded_to IS NULL
            WHERE c.document_id = d.id AND v.change <> 'retracted'))
    FROM document d LEFT JOIN outlet publisher ON publisher.id = d.publisher_id
    LEFT JOIN document_signature s ON s.document_id = d.id
    WHERE d.origin_id = %(id)s ORDER BY d.published NULLS LAST, d.id LIMIT 200"""  # noqa: S608


def origin_documents(connection: Connection, origin_id: int) -> list[Nested]:
    """Return the documents of a cluster with their current claims, the earliest first.

    At most 200, more than a reader compares. Claims of a document alone are their ids.
    """
    return [row[1] for row in connection.exec_driver_sql(_OF_ORIGIN, {"id": origin_id})]
