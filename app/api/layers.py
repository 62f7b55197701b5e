"""Which layers there are: those that always stand, and one for each outlet with claims.

Every kind of layer answers the same questions (``layer_model.Layer``), so the routes know nothing
of claims or places.
"""

from __future__ import annotations

from app.api.claim_layer import ClaimLayer
from app.api.layer_model import Layer
from app.api.place_layer import PlaceLayer
from app.api.reading import Reads
from app.api.summary_layer import SummaryLayer
from app.claims.queries import Statement

STANDING: tuple[Layer, ...] = (
    ClaimLayer(),
    ClaimLayer(
        "claims_unlocated",
        "Claims without a known place",
        "Claims whose place is unknown, ambiguous, outside or not named: none is dropped, and none "
        "is put on a centroid.",
        located=False,
    ),
    PlaceLayer(),
    SummaryLayer(),
)
_OUTLETS = Statement(
    "SELECT slug, name, side FROM outlet WHERE EXISTS (SELECT FROM claim_feature f"
    " WHERE f.outlet = outlet.name AND f.recorded_to IS NULL) ORDER BY slug"
)


async def layers(reads: Reads, version: str) -> dict[str, Layer]:
    """Return all layers by id: those that always stand, and one for each outlet with claims."""
    rows = await reads.remembered(version, _OUTLETS)
    found = {layer.id: layer for layer in STANDING}
    for slug, name, side in ((a.decode(), b.decode(), c.decode()) for a, b, c in rows):
        made = ClaimLayer(
            f"claims_{slug}",
            f"Claims carried by {name}",
            f"Claims that {name} (side: {side}) carries, one feature per claim and place. "
            "Nothing here says that a claim is true.",
            outlet=name,
        )
        found.setdefault(made.id, made)
    return found


async def layer_of(reads: Reads, version: str | None, layer_id: str) -> Layer | None:
    """Return a layer by its id; without ``version`` it is asked for where it is needed."""
    standing = next((layer for layer in STANDING if layer.id == layer_id), None)
    return standing or (await layers(reads, version or await reads.version())).get(layer_id)
