"""The steps of extraction in order: words, persons, places, sources, claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.articles.model import Article
from app.claims.extract.assembly import Assembly
from app.claims.extract.attribution import Attribution
from app.claims.extract.document import Document
from app.claims.extract.ground import Ground
from app.claims.extract.invisible import visible
from app.claims.extract.mentions import find_mentions
from app.claims.extract.persons import Persons
from app.claims.extract.places import resolve_mentions, side_of_names
from app.claims.model import Extraction
from gazetteer.model import Side
from gazetteer.resolver import Gazetteer


def extract(article: Article, gazetteer: Gazetteer) -> Extraction:
    """Everything a report says: place mentions resolved jointly, and attributed claims.

    Pure: the same article and gazetteer give the same answer. Spans are code point offsets into
    ``article.text``; what its readers do not see within words is read over.
    """
    seen = visible(article.text)
    if seen is None:
        return _extract(article, gazetteer)
    return seen.put_back(_extract(replace(article, text=seen.text), gazetteer), article.text)


def _extract(article: Article, gazetteer: Gazetteer) -> Extraction:
    doc = Document(article)
    persons = Persons(doc)
    attribution = Attribution(doc, persons)
    drafts = find_mentions(doc, gazetteer.recognise, persons)
    mentions = resolve_mentions(doc, drafts, gazetteer, _main_side(attribution))
    attribution.take_sides(side_of_names(doc, mentions), Ground(doc, mentions))
    claims = Assembly(doc, attribution, mentions).claims()
    return Extraction(tuple(m.mention for m in mentions), tuple(claims), doc.language)


def _main_side(attribution: Attribution) -> Side:
    """The side that speaks most in the report: whose name forms it probably uses."""
    sides = Counter(
        link.side
        for spoken in attribution.spoken
        for link in (*spoken.claimants, *spoken.carriers)
        if link.side in ("RU", "UA")
    )
    return sides.most_common(1)[0][0] if sides else "unknown"
