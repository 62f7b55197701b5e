"""Reconciliation of a table's names with the gazetteer: types, properties, queries, values.

The data structures are those of the Reconciliation Service API 0.2 (W3C Entity Reconciliation
Community Group), https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gazetteer.batch import read_query as read_name_query
from gazetteer.errors import QueryError
from gazetteer.model import Candidate, NameKind, NameQuery, Place, PlaceKind, Resolution
from gazetteer.outside import is_outside
from gazetteer.resolver import Gazetteer

Json = dict[str, Any]

TYPES: Final[dict[PlaceKind, str]] = {
    PlaceKind.SETTLEMENT: "Settlement",
    PlaceKind.CITY_DISTRICT: "City district",
    PlaceKind.HROMADA: "Hromada",
    PlaceKind.RAION: "Raion",
    PlaceKind.OBLAST: "Oblast",
    PlaceKind.REGION: "Region, informal or claimed",
    PlaceKind.RIVER: "River or reservoir",
    PlaceKind.SITE: "Site: mine, plant, bridge, airfield",
    PlaceKind.DIRECTION: "Direction: sector named after a town",
    PlaceKind.COUNTRY: "Country",
}
DEFAULT_LIMIT: Final = 5
_QUERY_MEMBERS: Final = frozenset({"query", "type", "type_strict", "limit", "properties"})
_PERCENT: Final = 100
_REDUCED_DATE: Final = re.compile(r"\d{4}(-\d{2})?")


def type_of(kind: PlaceKind) -> Json:
    """A type by id and name."""
    return {"id": kind.value, "name": TYPES[kind]}


def _areas(member: str) -> Callable[[Place, Gazetteer], list[Json]]:
    def values(place: Place, gazetteer: Gazetteer) -> list[Json]:
        area = gazetteer.places.get(getattr(place, member) or "")
        return [{"id": area.id, "name": area.name}] if area else []

    return values


def _value(member: str, kind: str) -> Callable[[Place, Gazetteer], list[Json]]:
    def values(place: Place, _: Gazetteer) -> list[Json]:
        value = getattr(place, member)
        return [] if value is None else [{kind: value}]

    return values


def _names(*kinds: NameKind) -> Callable[[Place, Gazetteer], list[Json]]:
    def values(place: Place, _: Gazetteer) -> list[Json]:
        texts = [name.text for name in place.names if name.kind in kinds]
        return [{"str": text} for text in dict.fromkeys(texts)]

    return values


@dataclass(frozen=True, slots=True)
class Property:
    """A property: ``values`` fetches it; ``narrows`` is the member of a query it constrains."""

    id: str
    name: str
    description: str
    values: Callable[[Place, Gazetteer], list[Json]] | None = None
    narrows: str | None = None
    type: PlaceKind | None = None


PROPERTIES: Final = {
    one.id: one
    for one in (
        Property("oblast", "Oblast", "Oblast that it lies in, by name or p-code",
                 _areas("oblast"), "within", PlaceKind.OBLAST),
        Property("raion", "Raion", "Raion that it lies in, by name or p-code",
                 _areas("raion"), "within", PlaceKind.RAION),
        Property("hromada", "Hromada", "Hromada that it lies in, by name or p-code",
                 _areas("hromada"), "within", PlaceKind.HROMADA),
        Property("date", "Date", "Day of the report: names change", narrows="date"),
        Property("near", "Near", "Another place that the same text names", narrows="near"),
        Property("side", "Side", "Side of whoever uses the name: RU, UA", narrows="side"),
        Property("settlement_type", "Settlement type", "city, urban_settlement, rural_settlement, "
                 "village", _value("settlement_type", "str"), "type_hint"),
        Property("lat", "Latitude", "Degrees WGS 84", _value("lat", "float")),
        Property("lon", "Longitude", "Degrees WGS 84", _value("lon", "float")),
        Property("radius_m", "Radius", "Metres around the point that it may fill",
                 _value("radius_m", "int")),
        Property("katottg", "KATOTTG", "Code in the state register", _value("katottg", "str")),
        Property("official_name", "Official name", "Name in Ukrainian", _value("name_uk", "str")),
        Property("romanised_name", "Romanised name", "KMU 2010", _value("name", "str")),
        Property("former_names", "Former names", "Names that it once bore",
                 _names(NameKind.FORMER)),
        Property("population", "Population", "Inhabitants", _value("population", "int")),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReconciliationQuery:
    """One query of a batch; ``kinds`` empty means any."""

    query: NameQuery
    kinds: frozenset[str]
    strict: bool
    limit: int


def read_query(name: str, raw: Any) -> ReconciliationQuery:
    """Read one query. Raises ``QueryError`` naming the query and the member that is wrong."""
    if not isinstance(raw, Mapping):
        raise QueryError(name, "A query is an object.")
    if unknown := set(raw) - _QUERY_MEMBERS:
        raise QueryError(name, f"There is no member “{min(unknown)[:40]}” in a query.")
    row: Json = {"query": raw.get("query", "")}
    for property_id, values in _given(name, raw.get("properties")):
        narrowed = PROPERTIES[property_id].narrows
        if narrowed is None:
            continue  # a value to compare with: nothing we could search by
        if narrowed in {"within", "near"}:
            row.setdefault(narrowed, []).extend(values)
        elif values:
            row[narrowed] = _whole_date(values[0]) if narrowed == "date" else values[0]
    kinds = raw.get("type") or []
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise QueryError(f"{name}.type", "A type is an id, or a list of ids.")
    limit = DEFAULT_LIMIT if raw.get("limit") is None else raw["limit"]
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 1:
        raise QueryError(f"{name}.limit", "A limit is a number from 1.")
    try:
        query = read_name_query({**row, "kind": _only(kinds)})
    except QueryError as error:
        raise QueryError(f"{name}.{error.parameter}", str(error)) from None
    strict = raw.get("type_strict", "any") != "should"
    return ReconciliationQuery(query, frozenset(kinds), strict, int(limit))


def _only(kinds: list[str]) -> str | None:
    """The one kind to search by, where it is one of ours."""
    return kinds[0] if len(kinds) == 1 and kinds[0] in tuple(PlaceKind) else None


def _given(name: str, properties: Any) -> list[tuple[str, list[str]]]:
    """Id and values of each property of a query; values that say nothing are left out."""
    if properties is None:
        return []
    if not isinstance(properties, list):
        raise QueryError(f"{name}.properties", "Properties are a list.")
    given = []
    for one in properties:
        if not isinstance(one, Mapping) or one.get("pid") not in PROPERTIES:
            known = ", ".join(PROPERTIES)
            raise QueryError(f"{name}.properties", f"A property has a pid; known are {known}.")
        values = one.get("v")
        listed = values if isinstance(values, list) else [values]
        texts = [_text(value) for value in listed]
        given.append((str(one["pid"]), [text for text in texts if text]))
    return given


def _text(value: Any) -> str:
    if isinstance(value, Mapping):  # an entity that was reconciled before
        value = value.get("id") or value.get("name")
    return "" if value is None else str(value).strip()


def _whole_date(text: str) -> str:
    """Cells hold years and months too; the first day stands for them."""
    return f"{text}-01-01"[:10] if _REDUCED_DATE.fullmatch(text) else text


def result(asked: ReconciliationQuery, answer: Resolution, gazetteer: Gazetteer) -> Json:
    """The candidates of one query, the best first; ``match`` marks the one that is meant.

    A name is matched on the gazetteer's own terms (``resolved``), and never while an area that the
    query names is not understood.
    """
    wanted = [
        candidate
        for candidate in answer.candidates
        if not (asked.kinds and asked.strict) or candidate.place.kind.value in asked.kinds
    ]
    understood = all(gazetteer.areas(name) for name in asked.query.within)
    matched = answer.place.id if answer.place is not None and understood else None
    return {
        "result": [
            {
                "id": one.place.id,
                "name": one.place.name,
                "description": _description(one, gazetteer),
                "type": [type_of(one.place.kind)],
                "score": round(_PERCENT * one.score, 2),
                "match": one.place.id == matched,
                "features": [{"id": r.signal, "value": r.value} for r in one.reasons],
            }
            for one in wanted[: asked.limit]
        ]
    }


def _description(candidate: Candidate, gazetteer: Gazetteer) -> str:
    why = " ".join(reason.text for reason in candidate.reasons[:2])
    return f"{described(candidate.place, gazetteer)}. {why}".strip()


def described(place: Place, gazetteer: Gazetteer) -> str:
    """Class and areas of a place in one line, which tells homonyms apart."""
    sort = (place.settlement_type or place.kind.value).replace("_", " ")
    codes = (place.raion, place.oblast)
    areas = [gazetteer.places[code].name for code in codes if code and code in gazetteer.places]
    abroad = ["outside Ukraine"] if is_outside(place.id) else []
    return ", ".join(dict.fromkeys([sort.capitalize(), *areas, *abroad]))


def extend(ids: list[str], properties: list[Property], gazetteer: Gazetteer) -> Json:
    """Values of properties for places; an unknown id has none."""
    rows = {}
    for place_id in ids:
        place = gazetteer.places.get(place_id)
        rows[place_id] = {
            one.id: one.values(place, gazetteer) if place and one.values else []
            for one in properties
        }
    return {"meta": [property_record(one) for one in properties], "rows": rows}


def property_record(one: Property) -> Json:
    """A property by id and name, and by the type of its values where they are places."""
    record: Json = {"id": one.id, "name": one.name}
    return {**record, "type": type_of(one.type)} if one.type else record


def fetchable() -> list[Property]:
    """The properties whose values can be fetched."""
    return [one for one in PROPERTIES.values() if one.values]
