"""An article and what was read out of it, as rows for the tables; pure, so workers can make them.

Rows refer to each other by number (from 1) within the document; the store turns numbers into ids.
Each table's rows are one JSON text, which PostgreSQL takes apart in one statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import orjson

from app.articles.identity import display_name, slug
from app.articles.model import Article
from app.claims.layer_rows import NO_AREAS, feature_rows, located_places
from app.claims.model import AttributionRole, Claim, Extraction, Link, Mention, Span, TimeRange
from app.claims.registry import Actor, actors_by_name
from app.origins.assertion import Assertion, assertions
from app.origins.relations import reactions
from app.origins.signature import signature
from app.origins.store import Relatable
from app.review.queue import waiting_names
from gazetteer.model import Candidate, GeometryKind, Place, Status

Row = dict[str, Any]

# The chosen place and its nearest rivals; further ones tell a reader nothing. Why each scored as it
# did is most of what a document weighs, and interests for the best ones only.
_KEPT_CANDIDATES = 5
_EXPLAINED_CANDIDATES = 2


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
    publisher = _publisher(article, extraction.claims)
    lists = {
        # Stored with the document, so that it does not depend on which gazetteer is loaded.
        "place": [_place(place) for place in _places(extraction.mentions)],
        "outlet": _sources(extraction.claims, publisher, claimants=False),
        "actor": _sources(extraction.claims, None, claimants=True),
        "mention": [_mention(n, m) for n, m in enumerate(extraction.mentions, 1)],
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
            frozenset(place.id for place in _places(extraction.mentions)),
            tuple(asserted),
            tuple(reactions(extraction.claims)),
        ),
    )


def copy_row(article: Article) -> Row:
    """Return the appearance that ``article`` is of a document already stored."""
    return _document(article, Extraction(), _publisher(article, ()))


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


def _publisher(article: Article, claims: Iterable[Claim]) -> Link | None:
    """The publisher as the chains name it, else as the metadata do; the registry completes it."""
    links = (link for claim in claims for link in claim.attribution)
    link = next((link for link in links if link.role is AttributionRole.PUBLISHER), None)
    if link is None:
        if not (article.publisher or "").strip():
            return None
        link = Link(AttributionRole.PUBLISHER, article.publisher or "")
    known = _registered().get(slug(link.name))
    return replace(link, name=known.name, side=known.side, kind=known.kind) if known else link


@lru_cache(maxsize=1)
def _registered() -> dict[str, Actor]:
    return {slug(actor.name): actor for actor in actors_by_name().values()}


def _sources(claims: Iterable[Claim], publisher: Link | None, *, claimants: bool) -> list[Row]:
    """Claimants, or those who carry claims, once each; a known side wins over an unknown one."""
    found: dict[str, Row] = {}
    links = [link for claim in claims for link in claim.attribution]
    for link in [publisher, *links] if publisher else links:
        if (link.role is AttributionRole.CLAIMANT) is not claimants or not link.name.strip():
            continue
        key = slug(link.name)
        if key not in found or found[key]["side"] == "unknown":
            name = display_name(link.name)
            found[key] = {"slug": key, "name": name, "side": link.side, "kind": link.kind}
    # In one order for all writers, so that two of them never wait for each other in a ring.
    return [found[key] for key in sorted(found)]


def _places(mentions: Iterable[Mention]) -> list[Place]:
    chosen = (mention.resolution.place for mention in mentions)
    found = {place.id: place for place in chosen if place is not None}
    return [found[key] for key in sorted(found)]


def _place(place: Place) -> Row:
    return {
        "id": place.id,
        "kind": place.kind,
        "name": place.name,
        "name_uk": place.name_uk,
        "katottg": place.katottg,
        "settlement_type": place.settlement_type,
        "oblast": place.oblast,
        "raion": place.raion,
        "hromada": place.hromada,
        "population": place.population,
        "radius_m": place.radius_m,
        "geometry_kind": place.geometry_kind,
        "located_by": place.located_by,
        "lon": place.lon,
        "lat": place.lat,
    }


def _mention(number: int, mention: Mention) -> Row:
    answer = mention.resolution
    place = answer.place
    candidates = answer.candidates[:_KEPT_CANDIDATES]
    chosen = next((c for c in candidates if place is not None and c.place.id == place.id), None)
    located = answer.status is Status.RESOLVED and place is not None and place.lon is not None
    return {
        "n": number,
        "span_start": mention.span.start,
        "span_end": mention.span.end,
        "text": mention.span.text,
        "kind": mention.kind,
        "type_hint": mention.type_hint,
        "status": answer.status,
        "place_id": place.id if place else None,
        "score": _probability(answer.score),
        "geometry_kind": place.geometry_kind if place and located else GeometryKind.NONE,
        "radius_m": place.radius_m if place and located else None,
        "reason": answer.reason,
        "reasons": _reasons(chosen) if chosen else [],
        "candidates": [
            _candidate(candidate, explained=rank < _EXPLAINED_CANDIDATES)
            for rank, candidate in enumerate(candidates)
        ],
    }


def _candidate(candidate: Candidate, *, explained: bool) -> Row:
    place = candidate.place
    return {
        "place_id": place.id,
        "name": place.name,
        "name_uk": place.name_uk,
        "oblast": place.oblast,
        "lon": place.lon,
        "lat": place.lat,
        "score": _probability(candidate.score),
        "reasons": _reasons(candidate) if explained else [],
    }


def _reasons(candidate: Candidate) -> list[Row]:
    return [
        {"signal": reason.signal, "value": round(float(reason.value), 4), "text": reason.text}
        for reason in candidate.reasons
    ]


def _probability(score: float) -> float:
    return round(min(max(float(score), 0.0), 1.0), 4)


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
