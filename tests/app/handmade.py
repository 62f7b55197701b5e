"""Hand-made articles and extractions: storage is tested apart from what extraction finds."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.articles.model import Article
from app.claims.model import (
    AttributionBasis,
    AttributionRole,
    Claim,
    ClaimPlace,
    ClaimType,
    DatePrecision,
    Extraction,
    Link,
    Mention,
    Modality,
    Quantity,
    Span,
    TimeRange,
)
from gazetteer.model import (
    Candidate,
    Coordinate,
    NameKind,
    NameQuery,
    Place,
    PlaceKind,
    PlaceName,
    Reason,
    Resolution,
    Status,
)

TEXT = (
    "The ministry said on 3 May that its troops took Verbove and Novyi Brid, up to 20 km west of "
    "the river. Nobody named the hamlet of Qxnowhere. A spokesman had no comment."
)


def place(id_: str = "UA1401000001", name: str = "Verbove", **changes: Any) -> Place:
    """A settlement that no register has."""
    values: dict[str, Any] = {
        "kind": PlaceKind.SETTLEMENT,
        "name": name,
        "name_uk": "Вербове",
        "katottg": f"{id_}0000000",
        "oblast": "Donetsk",
        "lon": 37.25,
        "lat": 48.5,
        "radius_m": 1500,
        "names": (
            PlaceName("Вербове", "uk", NameKind.OFFICIAL, "test"),
            PlaceName("Verbovoye", "ru", NameKind.FORMER, "test", valid_to="2016"),
        ),
        "coordinates": (Coordinate(37.25, 48.5, "test"),),
    }
    return Place(id=id_, **{**values, **changes})


VERBOVE = place()
NOVYI_BRID = place("UA1401000002", "Novyi Brid", lon=37.5, lat=48.6, name_uk="Новий Брід")


def span(words: str, text: str = TEXT) -> Span:
    """The first stretch of the text with these words."""
    start = text.index(words)
    return Span(start, start + len(words), words)


def mention(
    words: str, found: Place | None = None, status: Status = Status.RESOLVED, text: str = TEXT
) -> Mention:
    """A mention resolved to a place, or without one."""
    reason = Reason("exact_name", 1.0, f"{words} is a name of it")
    candidates = (Candidate(found, 0.97, (reason,)),) if found else ()
    answer = Resolution(
        query=NameQuery(words),
        status=status,
        place=found if status is Status.RESOLVED else None,
        score=0.97 if found else 0.0,
        candidates=candidates,
        reason="The name fits one settlement.",
    )
    return Mention(span(words, text), PlaceKind.SETTLEMENT, answer)


CHAIN = (
    Link(
        AttributionRole.CLAIMANT,
        "Ministry of Verse",
        "RU",
        "ministry",
        span=span("The ministry"),
    ),
    Link(AttributionRole.OUTLET, "Example Agency", "RU", "agency", basis=AttributionBasis.NARRATOR),
    Link(AttributionRole.PUBLISHER, "The Portal", "other", basis=AttributionBasis.METADATA),
)
DAY = TimeRange(
    date(2025, 5, 3),
    date(2025, 5, 3),
    DatePrecision.DAY,
    "stated",
    span("3 May"),
    year_inferred=True,
)
UNDATED = TimeRange(None, None, DatePrecision.UNKNOWN, "nothing is said")


def claim(*places: ClaimPlace, **changes: Any) -> Claim:
    """A claim of the first sentence."""
    quote = span(TEXT[: TEXT.index(" Nobody")])
    values: dict[str, Any] = {
        "type": ClaimType.CONTROL_CHANGE,
        "quote": quote,
        "head": span("took"),
        "attribution": CHAIN,
        "modality": Modality.CLAIMED,
        "modality_cue": span("said"),
        "event": DAY,
        "statement": DAY,
        "source_side": "RU",
        "actor_side": "RU",
        "benefit_side": "RU",
        "quantities": (
            Quantity("distance", None, 20.0, "km", "up to", "unknown", span("up to 20 km")),
        ),
        "rule": "test",
    }
    return Claim(places=places, **{**values, **changes})


def at(index: int, role: str = "location", relation: str = "in") -> ClaimPlace:
    """A claim's place by the index of its mention."""
    return ClaimPlace(index, role, relation)


MENTIONS = (
    mention("Verbove", VERBOVE),
    mention("Novyi Brid", NOVYI_BRID, Status.AMBIGUOUS),
    mention("Qxnowhere", None, Status.UNKNOWN),
)


def article(text: str = TEXT, **changes: Any) -> Article:
    """A report with metadata."""
    values: dict[str, Any] = {
        "id": "report-1",
        "published": date(2025, 5, 4),
        "publisher": "The Portal",
        "url": "https://portal.example/1",
        "title": "A report",
        "language": "en",
        "metadata": {"desk": "night"},
    }
    return Article(text=text, **{**values, **changes})


def extraction() -> Extraction:
    """Two claims: one at a known and an ambiguous place, one at an unknown place."""
    return Extraction(MENTIONS, (claim(at(0), at(1)), claim(at(2), event=UNDATED)), "en")
