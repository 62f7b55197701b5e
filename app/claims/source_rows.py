"""Who publishes, carries and makes the claims of a document, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from app.articles.identity import display_name, slug
from app.articles.model import Article
from app.claims.model import AttributionRole, Claim, Link
from app.claims.registry import Actor, actors_by_name

Row = dict[str, Any]


def publisher_link(article: Article, claims: Iterable[Claim]) -> Link | None:
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


def source_rows(claims: Iterable[Claim], publisher: Link | None, *, claimants: bool) -> list[Row]:
    """Rows of claimants, or of those who carry claims, once each.

    Where one name comes with a side and without, the side counts.
    """
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
