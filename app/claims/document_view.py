"""SQL of one report as its reader shows it: the text, and each claim once with all its spans.

Next to ``app.claims.detail``, claims here name their places' mentions by span alone: what decided a
name stands once, under its mention, however many claims use it, and only where it is asked for.
PostgreSQL writes the JSON, and its text passes through: a report of a megabyte has ten of it.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection

from app.claims import detail

#: How a name was read, without what else it could be: that is most of the bytes of a long report.
_BRIEF_MENTION = """
    'id', m.id, 'text', m.text, 'start', m.span_start, 'end', m.span_end, 'kind', m.kind,
    'type_hint', m.type_hint, 'score', m.score, 'reason', m.reason"""
_FOUND = "'status', m.status, 'place_id', m.place_id"
_FULL_MENTION = f"'id', m.id, {detail.MENTION_FIELDS}, {_FOUND}"

_PLACES = """(SELECT coalesce(json_agg(json_build_object(
    'role', cp.role, 'relation', cp.relation, 'distance_km', cp.distance_km,
    'status', cp.place_status, 'place_id', cp.place_id, 'location_precision', cp.precision,
    'radius_m', cp.radius_m, 'start', m.span_start, 'end', m.span_end) ORDER BY cp.position), '[]')
    FROM claim_place cp LEFT JOIN mention m ON m.id = cp.mention_id
    WHERE cp.claim_version_id = v.id)"""

# OFFSET 0, as in app/origins/matter_rows.py: by the claim, whatever the statistics say of a report
# that was stored a second ago.
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
    'quantities', v.quantities, 'href', (SELECT %(items)s || min(f.id) FROM (
        SELECT id, document_id, recorded_to FROM claim_feature
        WHERE claim_id = v.claim_id OFFSET 0) f
        WHERE f.document_id = %(id)s AND f.recorded_to IS NULL))"""  # noqa: S608

_DOCUMENT = f"""
    SELECT json_build_object({detail.DOCUMENT_FIELDS}, 'text', d.text, 'metadata', d.metadata,
        'origin_id', d.origin_id)
    FROM document d LEFT JOIN outlet publisher ON publisher.id = d.publisher_id
    WHERE d.id = %(id)s"""  # noqa: S608

_COPIES = """
    SELECT json_build_object(
        'publisher', o.name, 'url', dc.url, 'title', dc.title, 'published', dc.published)
    FROM document_copy dc LEFT JOIN outlet o ON o.id = dc.publisher_id
    WHERE dc.document_id = %(id)s ORDER BY dc.id"""

_MENTIONS = """
    SELECT json_build_object({}) FROM mention m
    WHERE m.document_id = %(id)s AND m.recorded_to IS NULL ORDER BY m.span_start"""

_READINGS = f"""
    SELECT {_READING} FROM claim c
    JOIN claim_version v ON v.claim_id = c.id AND v.recorded_to IS NULL
    WHERE c.document_id = %(id)s AND v.change <> 'retracted'
    ORDER BY v.head_start, v.quote_start, v.claim_id"""  # noqa: S608

_FEATURES = """
    SELECT json_build_object(
        'id', f.id, 'claim_id', f.claim_id, 'claim_type', f.claim_type, 'modality', f.modality,
        'claimant', f.claimant, 'place_name', f.place_name,
        'place_as_written', f.place_as_written, 'quote', f.quote, 'href', %(items)s || f.id)
    FROM claim_feature f WHERE f.document_id = %(id)s AND f.recorded_to IS NULL ORDER BY f.id"""

_NAMES = """
    SELECT json_build_object('place_id', p.id, 'name', p.name, 'name_uk', p.name_uk,
        'kind', p.kind, 'katottg', p.katottg, 'oblast', p.oblast)
    FROM place p WHERE p.id IN (SELECT m.place_id FROM mention m
        WHERE m.document_id = %(id)s AND m.recorded_to IS NULL)
    ORDER BY p.id"""

_MENTION = f"""
    SELECT json_build_object({_FULL_MENTION}, 'document_id', m.document_id)
    FROM mention m
    WHERE m.document_id = %(id)s AND m.id = %(mention)s AND m.recorded_to IS NULL"""  # noqa: S608


def exists(connection: Connection, document_id: int) -> bool:
    """Tell whether there is a report of this id."""
    sql = "SELECT EXISTS (SELECT FROM document WHERE id = %(id)s)"
    return bool(connection.exec_driver_sql(sql, {"id": document_id}).scalar_one())


def report(
    connection: Connection, document_id: int, items: str, *, candidates: bool = False
) -> dict[str, Any] | None:
    """Return a report as received, its claims in the order of the text, and the places it names.

    ``items`` is the address to which the id of a feature is added. With ``candidates`` each mention
    has its reasons and runners-up. Spans are code point offsets into ``text``, end exclusive. The
    members are for ``orjson``, lists as text. None where there is no such report.
    """
    given = {"id": document_id, "items": items}
    found = connection.exec_driver_sql(_DOCUMENT, given).scalar_one_or_none()
    if found is None:
        return None
    mention = _FULL_MENTION if candidates else f"{_BRIEF_MENTION}, {_FOUND}"
    lists = {
        "copies": _COPIES,
        "mentions": _MENTIONS.format(mention),
        "claims": _FEATURES,
        "readings": _READINGS,
        "places": _NAMES,
    }
    return {**found, **{name: _array(connection, sql, given) for name, sql in lists.items()}}


def _array(connection: Connection, sql: str, given: dict[str, Any]) -> orjson.Fragment:
    whole = f"SELECT coalesce(json_agg(made), '[]')::text FROM ({sql}) AS rows(made)"  # noqa: S608 (ours)
    return orjson.Fragment(connection.exec_driver_sql(whole, given).scalar_one())


def mention(connection: Connection, document_id: int, mention_id: int) -> dict[str, Any] | None:
    """Return one name of a report with its reasons and candidates, the best first."""
    given = {"id": document_id, "mention": mention_id}
    found: dict[str, Any] | None = connection.exec_driver_sql(_MENTION, given).scalar_one_or_none()
    return found
