"""SQL of the claims about one place that contradict or deny one another, face to face."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.claims.conditions import DISPUTED_PAIRS

#: Code points of the report shown before and after a sentence.
CONTEXT = 160
#: More pairs than a reader compares.
MOST_PAIRS = 100

_TOLD = f"""(SELECT json_build_object('feature_id', f.id, 'claim_id', v.claim_id,
    'claim_type', v.type, 'modality', v.modality, 'quote', v.quote,
    'head_start', v.head_start - v.quote_start, 'head_end', v.head_end - v.quote_start,
    'before', substr(d.text, greatest(v.quote_start - {CONTEXT}, 0) + 1,
        least(v.quote_start, {CONTEXT})),
    'after', substr(d.text, v.quote_end + 1, {CONTEXT}),
    'source_side', f.source_side, 'claimant', f.claimant, 'outlet', f.outlet,
    'publisher', f.publisher, 'event_start', f.event_start, 'event_end', f.event_end,
    'date_precision', f.date_precision, 'statement_date', f.statement_date,
    'published', f.published, 'origin_count', f.origin_count,
    'document_count', f.document_count, 'document_id', f.document_id,
    'document_url', f.document_url)
    FROM claim_version v JOIN claim c ON c.id = v.claim_id JOIN document d ON d.id = c.document_id
    WHERE v.claim_id = f.claim_id AND v.recorded_to IS NULL)"""  # noqa: S608 (constants)

_PAIRS = f"""
SELECT json_build_object('type', r.type, 'rule', r.rule, 'one', {_TOLD.replace("f.", "one.")},
    'other', {_TOLD.replace("f.", "other.")})
FROM {DISPUTED_PAIRS} AND one.place_id = %(place_id)s
ORDER BY greatest(one.published, other.published) DESC NULLS LAST, r.id LIMIT {MOST_PAIRS}
"""  # noqa: S608 (constants)


def at_place(connection: Connection, place_id: str) -> list[dict[str, Any]]:
    """Return pairs of claims about a place with both sentences, who says each, and its context.

    ``head_start`` and ``head_end`` bound the words of the sentence that make the claim.
    ``before`` and ``after`` are what the report has around the sentence, up to `CONTEXT` code
    points. A relation says that two claims do not go together, and nothing of which one holds.
    """
    return list(connection.exec_driver_sql(_PAIRS, {"place_id": place_id}).scalars())
