"""The abstract tests of CQL2 (OGC 21-065r2, annex A) that need no data set of theirs.

Each class that ``/conformance`` declares is tried with every queryable of every layer, in text and
in JSON; the numbers that PostGIS gives stand beside them in ``test_filter_days``, ``test_layers``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import cql2
import pytest
from fastapi.testclient import TestClient

LAYERS = ("claims", "claims_unlocated", "places", "settlement_summary")
VALUES = {"text": "'foo'", "integer": "1", "date": "DATE('2022-04-14')", "boolean": "true"}
OPERATORS = ("=", "<>", ">", "<", ">=", "<=")
WORLD = "BBOX(-180,-90,180,90)"
WHOLE = "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"
LINE, POINTS = "LINESTRING(7 50,10 51)", "MULTIPOINT(7 50,10 51)"
HOLE = "POLYGON((-180 -90,-90 -90,-90 90,-180 90,-180 -90),(-120 -50,-100 -50,-100 -40,-120 -40,-120 -50))"  # noqa: E501
YEAR = "INTERVAL('2021-01-01','2021-12-31')"
OF_DAYS = ("AFTER", "BEFORE", "DISJOINT", "EQUALS", "INTERSECTS")
OF_SPANS = (
    *("CONTAINS", "DURING", "FINISHEDBY", "FINISHES", "MEETS", "METBY"),
    *("OVERLAPPEDBY", "OVERLAPS", "STARTEDBY", "STARTS"),
)
Names = dict[str, list[str]]


@pytest.fixture(params=LAYERS)
def layer_id(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def names(client: TestClient, layer_id: str) -> Names:
    """Queryables by type."""
    found: Names = {}
    properties = client.get(f"/collections/{layer_id}/queryables").json()["properties"]
    for name, schema in properties.items():
        kind = "geometry" if "type" not in schema else schema.get("format") or schema["type"]
        found.setdefault("text" if kind == "string" else kind, []).append(name)
    return found


class Answers:
    """Evaluates expressions on one layer, as text and as JSON, which must agree."""

    def __init__(self, client: TestClient, layer_id: str) -> None:
        self.client, self.layer_id = client, layer_id
        self.valid: list[str] = []

    def status(self, expression: str) -> int:
        return self.client.get(self._address({"filter": expression})).status_code

    def __call__(self, expression: str) -> set[str]:
        self.valid.append(expression)
        found = self._ids({"filter": expression})
        tree = json.dumps(cql2.parse_text(expression).to_json())
        assert self._ids({"filter": tree, "filter-lang": "cql2-json"}) == found, expression
        return found

    def _address(self, query: dict[str, str]) -> str:
        return f"/collections/{self.layer_id}/items?{urlencode({**query, 'limit': 1000})}"

    def _ids(self, query: dict[str, str]) -> set[str]:
        answer = self.client.get(self._address(query))
        assert answer.status_code == 200, (query, answer.text)
        return {str(feature["id"]) for feature in answer.json()["features"]}


@pytest.fixture
def ask(client: TestClient, layer_id: str) -> Iterator[Answers]:
    """Asks; whatever was valid must be so within AND, OR and NOT as well (test "logical")."""
    made = Answers(client, layer_id)
    yield made
    valid = tuple(made.valid)
    for n in range(0, len(valid), 7):
        a, b, c, d = (valid[(n + k * 3) % len(valid)] for k in range(4))
        made(f"((NOT {a} AND {b}) OR ({c} and NOT {d}) or not ({a} AND {d}))")


def simple(names: Names) -> Iterator[tuple[str, str]]:
    """Queryables of simple types, each with a value of its type."""
    for kind, value in VALUES.items():
        for name in names.get(kind, ()):
            yield name, value


def test_comparison(ask: Answers, names: Names) -> None:
    for name, value in simple(names):
        found = {o: ask(f"{name} {o} {value}") for o in OPERATORS}
        for one, other in (("=", "<>"), (">", "<="), ("<", ">=")):
            assert not found[one] & found[other] or ask.layer_id == "settlement_summary"
    assert ask("false") == set()
    assert ask("true") >= ask(f"{names['text'][0]} IS NOT NULL")


def test_is_null(ask: Answers, names: Names) -> None:
    for name in (name for found in names.values() for name in found):
        null, other = ask(f"{name} IS NULL"), ask(f"{name} is not null")
        assert not null & other or ask.layer_id == "settlement_summary"


def test_like_between_in(ask: Answers, names: Names) -> None:
    for name in names["text"]:
        assert ask(f"{name} LIKE '%'") == ask(f"{name} like '%%'")
        empty = ask(f"{name} like ''") & ask(f"{name} like '_%'")
        assert not empty or ask.layer_id == "settlement_summary"
        ask(f"{name} like '\\%\\_'")
        ask(f"{name} in ('foo', 'bar')")
    for name in names.get("integer", ()):
        ask(f"{name} BETWEEN 0 AND 100")
        assert ask(f"{name} between 100.0 and 1.0") == set()
        ask(f"{name} IN (1, 2, 3)")
    for name in names.get("boolean", ()):
        assert ask(f"{name} in (true)") == ask(name)
    for name in names.get("date", ()):
        ask(f"{name} in ('2022-04-14', '2022-04-15')")
        ask(f"{name} in (DATE('2021-04-16'),DATE('2022-04-16'))")


def test_casei(ask: Answers, names: Names) -> None:
    for name in names["text"]:
        ask(f"CASEI({name}) IN (casei('Kiev'), casei('FOO'))")
        equal, other = ask(f"CASEI({name}) = casei('foo')"), ask(f"CASEI({name}) <> casei('FOO')")
        assert not equal & other
        assert ask(f"CASEI({name}) LIKE casei('foo%')") == ask(f"CASEI({name}) LIKE casei('FOO%')")


def test_intersects_and_disjoint(ask: Answers, names: Names) -> None:
    (name,) = names["geometry"]
    for box in (WORLD, WHOLE):
        assert ask(f"S_INTERSECTS({name},{box})") == ask(f"{name} IS NOT NULL")
        assert ask(f"S_DISJOINT({name},{box})") == set()
    for shape in (LINE, "POINT(7.02 49.92)", "BBOX(37,48,38,49)"):
        found, other = ask(f"S_INTERSECTS({name},{shape})"), ask(f"S_DISJOINT({name},{shape})")
        assert not found & other
        assert found | other == ask(f"{name} IS NOT NULL")
    for function in ("S_INTERSECTS", "S_DISJOINT"):
        assert ask.status(f"{function}({name},POINT(90 180))") == 400
    # Over 180 degrees: from 150 east to 37.9 east, the other way round.
    assert ask(f"S_INTERSECTS({name},BBOX(150,-90,37.9,90))") == ask(f"{name} IS NOT NULL")
    assert ask(f"S_INTERSECTS({name},BBOX(150,-90,-150,90))") == set()
    assert ask(f"S_INTERSECTS({name},BBOX(-180,-90,0,180,90,9))") == ask(f"{name} IS NOT NULL")


def test_further_geometries(ask: Answers, names: Names) -> None:
    (name,) = names["geometry"]
    assert ask.status(f"S_INTERSECTS({name},MULTIPOINT(7.02 49.92, 90 180))") == 400
    for shape in (
        "LINESTRING(-180 -45, 0 -45)",
        "MULTILINESTRING((-180 -45, 0 -45), (0 45, 180 45))",
        HOLE,
        f"MULTIPOLYGON({HOLE.removeprefix('POLYGON')},((0 0, 10 0, 10 10, 0 10, 0 0)))",
        "GEOMETRYCOLLECTION(POINT(7.02 49.92), POLYGON((0 0, 10 0, 10 10, 0 10, 0 0)))",
    ):
        ask(f"S_INTERSECTS({name},{shape})")


def test_spatial_functions(ask: Answers, names: Names) -> None:
    (name,) = names["geometry"]
    everything = ask(f"{name} IS NOT NULL")
    for shape in (WORLD, WHOLE, LINE, POINTS, "POINT(7.02 49.92)", HOLE):
        for function in ("EQUALS", "TOUCHES", "CROSSES", "CONTAINS", "OVERLAPS"):
            assert ask(f"S_{function}({name},{shape})") == set()
        inside = everything if shape in (WORLD, WHOLE) else set()
        assert ask(f"S_WITHIN({name},{shape})") == inside
        assert ask(f"S_CONTAINS({shape},{name})") == inside
    collection = f"GEOMETRYCOLLECTION(POINT(7 50),{WHOLE})"
    assert ask(f"S_WITHIN({name},{collection})") == everything
    assert ask(f"S_EQUALS({name},{name})") == everything


def test_temporal_functions(ask: Answers, names: Names) -> None:
    for name in names.get("date", ()):
        known = ask(f"{name} IS NOT NULL")
        for given in ("DATE('2026-07-14')", YEAR):
            found = {of: ask(f"T_{of}({name},{given})") for of in OF_DAYS}
            turned = {of: ask(f"T_{of}({given},{name})") for of in OF_DAYS}
            assert found["BEFORE"] | found["AFTER"] | found["INTERSECTS"] == known
            if ask.layer_id != "settlement_summary":  # a settlement may have claims of both
                assert found["BEFORE"] & found["AFTER"] == set()
                assert found["DISJOINT"] == known - found["INTERSECTS"]
            assert found["EQUALS"] <= found["INTERSECTS"]
            assert (turned["AFTER"], turned["BEFORE"]) == (found["BEFORE"], found["AFTER"])
            for of in ("DISJOINT", "EQUALS", "INTERSECTS"):
                assert turned[of] == found[of]
        for other in {*names["date"]} - {name}:
            span = f"INTERVAL({name},{other})"
            spans = {of: ask(f"T_{of}({span},{YEAR})") for of in (*OF_DAYS, *OF_SPANS)}
            if ask.layer_id != "settlement_summary":
                assert spans["DISJOINT"] & spans["INTERSECTS"] == set()
            assert spans["BEFORE"] | spans["AFTER"] <= spans["DISJOINT"]
            for of in ("CONTAINS", "DURING", "EQUALS", "OVERLAPS", "STARTS", "FINISHES"):
                assert spans[of] <= spans["INTERSECTS"]


def test_property_property(ask: Answers, names: Names) -> None:
    everything = ask("true")
    for name, value in simple(names):
        found = {o: ask(f"{value} {o} {name}") for o in OPERATORS}
        turned = ask(f"{name} > {value}")
        assert found["<"] == turned
        itself = {o: ask(f"{name} {o} {name}") for o in OPERATORS}
        assert itself["<>"] == itself["<"] == itself[">"] == set()
        assert itself["="] == itself[">="] == itself["<="] == ask(f"{name} IS NOT NULL")
    for value in (*VALUES.values(), "3.14", "TIMESTAMP('2022-04-14T14:48:46Z')"):
        for operator in OPERATORS:
            assert ask(f"{value} {operator} {value}") == (everything if "=" in operator else set())
    for expression, holds in (
        ("'København' LIKE 'K_benhavn'", True),
        ("'København' NOT LIKE 'K_benhavn'", False),
        ("2 BETWEEN 1 AND 3", True),
        ("'a' IN ('b', 'c')", False),
        ("'a' IS NULL", False),
        ("S_WITHIN(POINT(1 1),BBOX(0,0,2,2))", True),
        ("T_AFTER(TIMESTAMP('2022-04-16T10:13:19Z'),TIMESTAMP('2022-04-16T10:13:18Z'))", True),
        ("T_DURING(INTERVAL('2022-01-02','2022-01-03'),INTERVAL('2022-01-01','..'))", True),
        (
            "T_MEETS(INTERVAL('..','2022-01-01T00:00:00Z'),INTERVAL('2022-01-01T00:00:00Z','..'))",
            True,
        ),
    ):
        assert ask(expression) == (everything if holds else set()), expression


def test_every_class_that_is_tried_is_declared(client: TestClient) -> None:
    declared = client.get("/conformance").json()["conformsTo"]
    classes = {name.rsplit("/", 1)[1] for name in declared if "/cql2/1.0/" in name}
    assert classes == {
        *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators"),
        *("case-insensitive-comparison", "basic-spatial-functions", "spatial-functions"),
        *("basic-spatial-functions-plus", "temporal-functions", "property-property"),
    }
