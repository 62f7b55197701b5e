"""Read origins, matters and relations; PostgreSQL builds the JSON."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.claims.detail import origin_documents
from app.origins.drift import drift

Nested = dict[str, Any]

_ORIGIN = """
SELECT o.id, o.method, o.evidence FROM document d JOIN origin o ON o.id = d.origin_id
WHERE d.id = %(id)s"""

_CLAIMS = """
SELECT json_build_object('claim_id', f.claim_id, 'document_id', f.document_id,
    'claim_type', f.claim_type, 'modality', f.modality, 'place_name', f.place_name,
    'quote', f.quote, 'document_count', f.document_count, 'origin_count', f.origin_count)
FROM claim_feature f WHERE f.document_id = %(id)s AND f.recorded_to IS NULL
ORDER BY f.id LIMIT 1000"""

_CLUSTERS = """
SELECT o.id, count(*) AS documents, min(d.id), min(d.published), min(d.title)
FROM origin o JOIN document d ON d.origin_id = o.id
WHERE o.method <> 'single' GROUP BY o.id HAVING count(*) > 1
ORDER BY documents DESC, o.id LIMIT %(limit)s"""

_TOLD = """json_build_object('claim_id', v.claim_id, 'document_id', d.id, 'type', v.type,
    'modality', v.modality, 'sentence', json_build_object('text', v.quote,
        'start', v.quote_start, 'end', v.quote_end),
    'head', json_build_object('text', v.head, 'start', v.head_start, 'end', v.head_end),
    'source_side', v.source_side, 'claimant', (SELECT coalesce(a.name, l.name)
        FROM attribution_link l LEFT JOIN actor a ON a.id = l.actor_id
        WHERE l.claim_version_id = v.id AND l.role = 'claimant' ORDER BY l.position LIMIT 1),
    'publisher', (SELECT name FROM outlet WHERE id = d.publisher_id),
    'published', d.published, 'document_url', d.url)"""

# What it bears on and what bears on it: two indexes, so two halves.
_RELATIONS = f"""
SELECT json_build_object('type', r.type, 'rule', r.rule, 'direction', r.direction,
    'evidence', r.evidence, 'recorded_from', r.recorded_from, 'other', {_TOLD})
FROM (
    SELECT *, 'from' AS direction, to_claim_id AS other FROM claim_relation
    WHERE from_claim_id = %(id)s AND recorded_to IS NULL
    UNION ALL
    SELECT *, 'to' AS direction, from_claim_id AS other FROM claim_relation
    WHERE to_claim_id = %(id)s AND recorded_to IS NULL) r
JOIN claim c ON c.id = r.other JOIN document d ON d.id = c.document_id
JOIN claim_version v ON v.claim_id = r.other AND v.recorded_to IS NULL
ORDER BY r.type, v.claim_id LIMIT 500"""  # noqa: S608

_MATTERS = f"""
SELECT json_build_object('id', m.id, 'topic', m.topic, 'place_id', m.place_id,
    'place_name', p.name, 'anchor', m.anchor, 'stances', (
        SELECT json_agg(json_build_object('stance', stance, 'claim_count', claims,
            'origin_count', origins, 'document_count', documents, 'claims', (
                SELECT json_agg({_TOLD} ORDER BY shown.said, v.claim_id) FROM (
                    SELECT claim_id, said FROM matter_claim WHERE matter_id = m.id
                    AND stance = s.stance AND recorded_to IS NULL
                    ORDER BY said, claim_id LIMIT 20) shown
                JOIN claim_version v ON v.claim_id = shown.claim_id AND v.recorded_to IS NULL
                JOIN claim c ON c.id = v.claim_id JOIN document d ON d.id = c.document_id))
            ORDER BY stance)
        FROM (SELECT mc.stance, count(DISTINCT mc.claim_id) AS claims,
                max(f.origin_count) AS origins, max(f.document_count) AS documents
            FROM matter_claim mc LEFT JOIN claim_feature f ON f.claim_id = mc.claim_id
                AND f.place_id = m.place_id AND f.recorded_to IS NULL
            WHERE mc.matter_id = m.id AND mc.recorded_to IS NULL GROUP BY mc.stance) s))
FROM matter m JOIN place p ON p.id = m.place_id
WHERE m.id IN (SELECT matter_id FROM matter_claim WHERE claim_id = %(id)s AND recorded_to IS NULL)
ORDER BY m.id"""  # noqa: S608


def origin(connection: Connection, document_id: int) -> Nested | None:
    """Return the cluster a document belongs to: its documents, and what changed between them.

    ``claims`` are those of the earliest document, at most 1000, each with the number of reports and
    of independent origins that say the same.
    """
    row = connection.exec_driver_sql(_ORIGIN, {"id": document_id}).one_or_none()
    if row is None:
        return None
    documents = origin_documents(connection, row[0])
    changes = drift(documents)
    for document in documents:
        document["claim_ids"] = [claim["id"] for claim in document.pop("claims")]
        document["appearances"] = len(document["copies"])
    return {
        "id": row[0],
        "method": row[1],
        "evidence": row[2],
        "document_count": sum(document["appearances"] for document in documents),
        "documents": documents,
        "claims": _column(connection, _CLAIMS, documents[0]["id"]),
        "drift": changes,
    }


def clusters(connection: Connection, limit: int) -> list[Nested]:
    """Return the largest clusters of more than one document."""
    names = ("origin_id", "documents", "first_document_id", "published", "title")
    rows = connection.exec_driver_sql(_CLUSTERS, {"limit": limit})
    return [dict(zip(names, row, strict=True)) for row in rows]


def relations(connection: Connection, claim_id: int) -> Nested | None:
    """Return the relations and matters of a claim, both sentences in full; None: no such claim."""
    known = connection.exec_driver_sql("SELECT 1 FROM claim WHERE id = %(id)s", {"id": claim_id})
    if known.one_or_none() is None:
        return None
    return {
        "claim_id": claim_id,
        "relations": _column(connection, _RELATIONS, claim_id),
        "matters": _column(connection, _MATTERS, claim_id),
    }


def _column(connection: Connection, sql: str, row_id: int) -> list[Nested]:
    return list(connection.exec_driver_sql(sql, {"id": row_id}).scalars())
