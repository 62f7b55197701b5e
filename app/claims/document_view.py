"""SQL of one report as its reader shows it: the text, and each claim once with all its spans.

Next to ``app.claims.detail``, claims here name their places' mentions by span alone: the candidates
and reasons stand once, under ``mentions``, however many claims use them.
"""

from __future__ import annotations

from sqlalchemy import Connection

from app.claims import detail
from app.claims.detail import Nested

_PLACES = """(SELECT coalesce(json_agg(json_build_object(
    'role', cp.role, 'relation', cp.relation, 'distance_km', cp.distance_km,
    'status', cp.place_status, 'place_id', cp.place_id, 'location_precision', cp.precision,
    'radius_m', cp.radius_m, 'start', m.span_start, 'end', m.span_end) ORDER BY cp.position), '[]')
    FROM claim_place cp LEFT JOIN mention m ON m.id = cp.mention_id
    WHERE cp.claim_version_id = v.id)"""

_READING = f"""json_build_object(
    'id', v.claim_id, 'version', v.version, 'change', v.change, 'change_reason', v.reason,
    'type', v.type, 'rule', v.rule, 'modality', v.modality,
    'modality_cue', CASE WHEN v.modality_cue IS NOT NULL THEN json_build_object(
        'text', v.modality_cue, 'start', v.modality_cue_start, 'end', v.modality_cue_end) END,
    'sentence', json_build_object('start', v.quote_start, 'end', v.quote_end),
    'head', json_build_object('text', v.head, 'start', v.head_start, 'end', v.head_end),
    'source_side', v.source_side, 'actor_side', v.actor_side, 'benefit_side', v.benefit_side,
    'attribution_chain', {detail.CHAIN}, 'places', {_PLACES},
    'event', {detail.TIME.format("event")}, 'statement', {detail.TIME.format("statement")},
    'quantities', v.quantities)"""

_READINGS = f"""
    SELECT {_READING} FROM claim c
    JOIN claim_version v ON v.claim_id = c.id AND v.recorded_to IS NULL
    WHERE c.document_id = %(id)s AND v.change <> 'retracted'
    ORDER BY v.head_start, v.quote_start, v.claim_id"""  # noqa: S608

_NAMES = """
    SELECT json_build_object('place_id', p.id, 'name', p.name, 'name_uk', p.name_uk,
        'kind', p.kind, 'katottg', p.katottg, 'oblast', p.oblast)
    FROM place p WHERE p.id IN (SELECT m.place_id FROM mention m
        WHERE m.document_id = %(id)s AND m.recorded_to IS NULL)
    ORDER BY p.id"""


def exists(connection: Connection, document_id: int) -> bool:
    """Tell whether there is a report of this id."""
    sql = "SELECT EXISTS (SELECT FROM document WHERE id = %(id)s)"
    return bool(connection.exec_driver_sql(sql, {"id": document_id}).scalar_one())


def report(connection: Connection, document_id: int) -> Nested | None:
    """Return a report as received, its claims in the order of the text, and the places it names.

    Spans are code point offsets into ``text``, end exclusive. None where there is no such report.
    """
    found = detail.document(connection, document_id)
    if found is None:
        return None
    given = {"id": document_id}
    found["readings"] = [row[0] for row in connection.exec_driver_sql(_READINGS, given)]
    found["places"] = [row[0] for row in connection.exec_driver_sql(_NAMES, given)]
    return found
