"""The flat ``claims`` layer: its fields, in the order in which clients see them."""

from __future__ import annotations

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
