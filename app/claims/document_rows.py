"""An article and what was read out of it, as rows for the tables; pure, so workers can make them.

Rows refer to each other by number (from 1) within the document; the store turns numbers into ids.
Each table's rows are one JSON text, which PostgreSQL takes apart in one statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.articles.identity import display_name, slug
from app.articles.model import Article
from app.claims.layer_rows import NO_AREAS, feature_rows, located_places
from app.claims.mention_rows import chosen_places, mention_row, place_row
from app.claims.model import Claim, Extraction, Link, Span, TimeRange
from app.claims.source_rows import publisher_link, source_rows
from app.origins.assertion import Assertion, assertions
from app.origins.relations import reactions
from app.origins.signature import signature
from app.origins.store import Relatable
from app.review.queue import waiting_names
from gazetteer.model import Place

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """The rows of one document: ``document`` itself, and JSON texts and sizes by table.

    ``source_id`` is the reader's id; ``counts`` is what a report to the user adds up;
    ``relatable`` is what other documents are compared with.
    """

    source_id: str
    sha256: str
    document: Row
    tables: dict[str, bytes]
    sizes: dict[str, int]
    counts: Counter[str]
    relatable: Relatable = field(default_factory=Relatable)


def document_rows(
    article: Article, extraction: Extraction, areas: Mapping[str, Place] = NO_AREAS
) -> DocumentRows:
    """Return the rows of ``article`` and its extraction.

    ``areas`` are the gazetteer's places by id: the flat layer names the oblast of a place. Where
    they lack an oblast, its id stands instead.
    """
    publisher = publisher_link(article, extraction.claims)
    lists = {
        # Stored with the document, so that it does not depend on which gazetteer is loaded.
        "place": [place_row(place) for place in chosen_places(extraction.mentions)],
        "outlet": source_rows(extraction.claims, publisher, claimants=False),
        "actor": source_rows(extraction.claims, None, claimants=True),
        "mention": [mention_row(n, m) for n, m in enumerate(extraction.mentions, 1)],
        "claim_version": [],
        "attribution_link": [],
        "claim_place": [],
        "claim_feature": [],
        "review_item": [
            {"kind": w.kind, "subject": w.subject, "mention": w.mention + 1, "detail": w.detail}
            for w in waiting_names(extraction.mentions)
        ],
    }
    asserted: list[Assertion] = []
    for number, claim in enumerate(extraction.claims, 1):
        places = located_places(claim, extraction.mentions)
        asserted += assertions(number, claim, places, article)
        lists["claim_version"].append(_version(number, claim))
        lists["attribution_link"] += [
            {"claim": number, "position": position, **_link(link)}
            for position, link in enumerate(claim.attribution, 1)
        ]
        lists["claim_place"] += [
            {"claim": number, "position": position, **place.row()}
            for position, place in enumerate(places, 1)
        ]
        lists["claim_feature"] += [
            {"claim": number, **row} for row in feature_rows(claim, places, areas)
        ]
    return DocumentRows(
        source_id=article.id,
        sha256=article.sha256,
        document=_document(article, extraction, publisher),
        tables={name: orjson.dumps(rows) for name, rows in lists.items()},
        sizes={name: len(rows) for name, rows in lists.items()},
        counts=_counts(extraction, lists),
        relatable=Relatable(
            signature(article.text),
            frozenset(place.id for place in chosen_places(extraction.mentions)),
            tuple(asserted),
            tuple(reactions(extraction.claims)),
        ),
    )


def copy_row(article: Article) -> Row:
    """Return the appearance that ``article`` is of a document already stored."""
    return _document(article, Extraction(), publisher_link(article, ()))


def _document(article: Article, extraction: Extraction, publisher: Link | None) -> Row:
    return {
        "sha256": article.sha256,
        "text": article.text,
        "title": article.title,
        "url": article.url,
        "publisher": display_name(publisher.name) if publisher else None,
        "publisher_slug": slug(publisher.name) if publisher else None,
        "publisher_side": publisher.side if publisher else None,
        "publisher_kind": publisher.kind if publisher else None,
        "language": article.language or extraction.language,
        "published": article.published,
        "fetched_at": article.fetched_at,
        "source_id": article.id,
        "metadata": orjson.dumps(article.metadata).decode(),
    }


def _version(number: int, claim: Claim) -> Row:
    return {
        "claim": number,
        "type": claim.type,
        "modality": claim.modality,
        **_span("modality_cue", claim.modality_cue, text="modality_cue"),
        **_span("quote", claim.quote, text="quote"),
        **_span("head", claim.head, text="head"),
        "source_side": claim.source_side,
        "actor_side": claim.actor_side,
        "benefit_side": claim.benefit_side,
        **_time("event", claim.event),
        **_time("statement", claim.statement),
        "quantities": [
            {
                "what": quantity.what,
                "minimum": quantity.minimum,
                "maximum": quantity.maximum,
                "unit": quantity.unit,
                "bound": quantity.bound,
                "whose": quantity.whose,
                **_span("span", quantity.span, text="text"),
            }
            for quantity in claim.quantities
        ],
        "rule": claim.rule,
    }


def _time(name: str, time: TimeRange) -> Row:
    return {
        f"{name}_start": time.start,
        f"{name}_end": time.end,
        f"{name}_precision": time.precision,
        f"{name}_basis": time.basis,
        **_span(f"{name}_text", time.text, text=f"{name}_text"),
        f"{name}_year_inferred": time.year_inferred,
    }


def _span(prefix: str, span: Span | None, *, text: str) -> Row:
    return {
        text: span.text if span else None,
        f"{prefix}_start": span.start if span else None,
        f"{prefix}_end": span.end if span else None,
    }


def _link(link: Link) -> Row:
    return {
        "role": link.role,
        "name": link.name,
        "slug": slug(link.name),
        "title": link.title,
        "side": link.side,
        "kind": link.kind,
        **_span("span", link.span, text="span_text"),
        "basis": link.basis,
    }


def _counts(extraction: Extraction, lists: dict[str, list[Row]]) -> Counter[str]:
    counts = Counter(
        {
            "mentions": len(extraction.mentions),
            "claims": len(extraction.claims),
            "features": len(lists["claim_feature"]),
            "claims_without_location": sum(row["lon"] is None for row in _first(lists)),
            "review_items": len(lists["review_item"]),
        }
    )
    counts.update(f"mentions_{m.resolution.status.value}" for m in extraction.mentions)
    return counts


def _first(lists: dict[str, list[Row]]) -> list[Row]:
    """One feature of each claim; a claim has one without a point only when it has no other."""
    best: dict[int, Row] = {}
    for row in lists["claim_feature"]:
        if row["claim"] not in best or row["lon"] is not None:
            best[row["claim"]] = row
    return list(best.values())
