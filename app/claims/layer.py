"""The flat ``claims`` layer: its fields, in the order in which clients see them."""

from __future__ import annotations

from dataclasses import dataclass

from geo.export.layer import Field

LAYER_NAME = "claims"
LAYER_TITLE = "Claims"
LAYER_DESCRIPTION = (
    "What published reports claim, one feature per claim and place. Every feature keeps who says "
    "it, which outlet carries it and the sentence it stands in. Nothing here says that a claim is "
    "true. A claim whose place is not known is a feature without geometry."
)

FIELDS: tuple[Field, ...] = (
    Field("id", "integer", "Id of the feature: one claim at one place"),
    Field("claim_id", "integer", "Id of the claim; the features of one claim share it"),
    Field("claim_type", "string", "What kind of act the claim asserts"),
    Field("modality", "string", "How the claim is put: asserted, claimed, questioned, denied ..."),
    Field("place_name", "string", "Place in KMU 2010 romanisation; null when it is not resolved"),
    Field("place_as_written", "string", "The place as the report writes it"),
    Field("place_id", "string", "P-code of the place, the first characters of its KATOTTG code"),
    Field("katottg", "string", "KATOTTG code of the place"),
    Field("oblast", "string", "Name of the oblast of the place"),
    Field("claimant", "string", "Who says it"),
    Field("outlet", "string", "The outlet that carries it"),
    Field("publisher", "string", "Who published this copy of the report"),
    Field("source_side", "string", "Side of the source: RU, UA, other or unknown"),
    Field("actor_side", "string", "Side of those who are said to act"),
    Field("event_start", "date", "First day on which it is said to have happened; null is open"),
    Field("event_end", "date", "Last day on which it is said to have happened; null is open"),
    Field("date_precision", "string", "How exactly the event is dated: day, week, month ..."),
    Field("statement_date", "date", "Day on which it was said"),
    Field("published", "date", "Day on which the report was published"),
    Field("place_status", "string", "resolved, ambiguous, unknown, outside, or none named"),
    Field("location_precision", "string", "settlement, area, sector, line or none"),
    Field("radius_m", "integer", "How far the named place may lie from the point, in metres"),
    Field("origin_count", "integer", "Independent origins of the claim; copies count once"),
    Field("document_count", "integer", "Documents that carry the claim"),
    Field("quote", "string", "The sentence the claim stands in, as published"),
    Field("document_url", "string", "Address of the report"),
    Field("document_id", "integer", "Id of the report here, see /documents/{id}"),
)


def _interval(first: str, last: str) -> str:
    return (
        f"CASE WHEN coalesce({first}, {last}) IS NOT NULL THEN"
        f" coalesce({first}::text, '..') || '/' || coalesce({last}::text, '..') END"
    )


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the features that the API serves: its field, and the SQL that makes it."""

    field: Field
    sql: str


#: Clients push a filter on any property that looks like a day as ``datetime``, so only one does:
#: that by which ``datetime`` filters. The other times are intervals in ISO 8601, which no client
#: takes for days, and which may be given back as ``datetime``.
_TIMES = (
    Property(
        Field(
            "date",
            "date",
            "Last possible day of the event, or its first where it has no end; null is unknown",
        ),
        "coalesce(event_end, event_start)",
    ),
    Property(
        Field("event_time", "string", "When it is said to have happened, ISO 8601 interval"),
        _interval("event_start", "event_end"),
    ),
    Property(
        Field("statement_time", "string", "When it was said, ISO 8601 interval"),
        _interval("statement_date", "statement_date"),
    ),
    Property(
        Field("publication_time", "string", "When the report was published, ISO 8601 interval"),
        _interval("published", "published"),
    ),
)
_DATES = tuple(field for field in FIELDS if field.type == "date")
#: What every feature has.
PROPERTIES: tuple[Property, ...] = tuple(
    made
    for field in FIELDS
    for made in (
        _TIMES if field is _DATES[0] else () if field in _DATES else (Property(field, field.name),)
    )
)
#: The same, and the four days as days, for clients that ask.
ALL_PROPERTIES = (*PROPERTIES, *(Property(field, field.name) for field in _DATES))
