"""The layers that are served as vector tiles: what a tile of each holds and where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from app.api.deps import absolute
from app.claims import tiles
from app.claims.filters import ClaimFilter
from app.claims.queries import Statement
from app.errors import NotFoundError
from geo.tiles import Tile

TILE_MAXZOOM = 14

Query = Callable[[ClaimFilter, Tile, tuple[int, ...]], Statement]


@dataclass(frozen=True, slots=True)
class TileLayer:
    """A layer of tiles: the collection it belongs to, its zoom levels, its attributes.

    ``query`` returns the query of a tile; None for claims, whose number decides on the detail.
    """

    id: str
    collection: str
    title: str
    description: str
    minzoom: int
    fields: dict[str, str]
    query: Query | None


_COMMON = {
    "place_id": "P-code of the place",
    "place_name": "Place in KMU 2010 romanisation",
    "location_precision": "settlement, area, sector or line; mixed where several are counted",
    "radius_m": "How far the named place may lie from the point, in metres",
}
LAYERS: dict[str, TileLayer] = {
    layer.id: layer
    for layer in (
        TileLayer(
            "settlements",
            "settlement_summary",
            "Settlements with claims counted by side",
            "One feature per place with the number of claims by side of the source. Where places "
            "are too dense to draw, and below zoom level 6, those of a grid cell are one feature.",
            0,
            {
                **_COMMON,
                "oblast": "Oblast, where all places counted share one",
                "place_ids": "P-codes of all places at the point, if several, with | between them",
                "places": "How many places the feature stands for",
                "claims": "Features of the claims layer: one per claim and place",
                "ru": "Those whose source is on the Russian side",
                "ua": "Those whose source is on the Ukrainian side",
                "other": "Those whose source is on neither side",
                "unknown": "Those whose source's side is not known",
                "disputed": "Whether claims there are recorded as contradicting one another",
            },
            tiles.settlements,
        ),
        TileLayer(
            "claims",
            "claims",
            "Claims",
            "One feature per claim and place. Where there are too many to draw, those of one place "
            "and side, outlet and type are one feature, and count says how many.",
            tiles.CLAIM_ZOOM,
            {
                **_COMMON,
                "claim_id": "Id of the claim; features of one claim share it",
                "claim_type": "Kind of act that the claim asserts",
                "modality": "How the claim is put",
                "claimant": "Who says it",
                "outlet": "Outlet that carries it",
                "source_side": "Side of the source: RU, UA, other or unknown",
                "event_start": "First day on which it is said to have happened",
                "event_end": "Last day on which it is said to have happened",
                "count": "How many features of the layer the feature stands for",
            },
            None,
        ),
    )
}
BY_COLLECTION = {layer.collection: layer for layer in LAYERS.values()}


def known(layers: dict[str, TileLayer], name: str) -> TileLayer:
    """Return the layer called ``name``; raise ``NotFoundError`` where there is none."""
    if name not in layers:
        raise NotFoundError(f"There are no tiles of {name[:40]!r}; there are {', '.join(layers)}.")
    return layers[name]


def tile_template(request: Request, layer: TileLayer) -> str:
    """Return the address of a layer's tiles with ``{z}``, ``{x}`` and ``{y}``."""
    return _with_filter(absolute(request, f"/tiles/{layer.id}") + "/{z}/{x}/{y}", request)


def credits_address(request: Request, layer: TileLayer) -> str:
    """Return the page that names all sources of a layer with their licences."""
    return absolute(request, f"/collections/{layer.collection}?f=html#attribution")


def _with_filter(address: str, request: Request) -> str:
    """Return a tile address with the filter of the request, as the client wrote it."""
    parts = [p for p in request.url.query.split("&") if p and not p.startswith("f=")]
    return f"{address}?{'&'.join(parts)}" if parts else address
