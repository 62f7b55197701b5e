"""One number everywhere: map, list, header, API, files and database, under every filter."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from tests.app.web.browsing import NEAR, OpenPage, features, listed, settle

CONTRADICTED = (
    "id IN (SELECT unnest(ARRAY[a.id, b.id]) FROM claim_relation r"
    " JOIN claim_feature a ON a.claim_id = r.from_claim_id"
    " JOIN claim_feature b ON b.claim_id = r.to_claim_id AND a.place_id = b.place_id"
    " WHERE r.type IN ('contradicts', 'denies'))"
)
#: The page's query, the API's, and the same in SQL.
FILTERS = [
    ("", "", "true"),
    ("outlet=TASS", "outlet=TASS", "outlet = 'TASS'"),
    (
        "outlet=TASS&outlet=Ukrinform",
        "outlet=TASS,Ukrinform",
        "outlet IN ('TASS', 'Ukrinform')",
    ),
    ("side=UA", "side=UA", "source_side = 'UA'"),
    (
        "from=2025-09-13&to=2025-09-20",
        "datetime=2025-09-13/2025-09-20",
        # an end that is not known is open; an unknown beginning is the last possible day
        "coalesce(event_start, event_end) <= '2025-09-20'"
        " AND coalesce(event_end, 'infinity') >= '2025-09-13'",
    ),
    (
        "time=publication&from=2025-09-13",
        "time=publication&datetime=2025-09-13/..",
        "published >= '2025-09-13'",
    ),
    ("type=attack_repelled", "claim_type=attack_repelled", "claim_type = 'attack_repelled'"),
    ("modality=opinion", "modality=opinion", "modality = 'opinion'"),
    ("precision=sector", "location_precision=sector", "location_precision = 'sector'"),
    ("oblast=UA14&oblast=UA59", "place=UA14,UA59", "left(place_id, 4) IN ('UA14', 'UA59')"),
    (
        "claimant=Russian%20Ministry%20of%20Defence",
        "claimant=Russian%20Ministry%20of%20Defence",
        "claimant = 'Russian Ministry of Defence'",
    ),
    ("disputed=1", "disputed=true", CONTRADICTED),
    ("q=Lyman", "q=Lyman", "quote LIKE '%Lyman%'"),
    ("q=nothing-says-this", "q=nothing-says-this", "false"),
]


def _on_map(page: Page, layer: str) -> int:
    return int(
        page.evaluate(
            """(layer) => claimatlas.map.queryRenderedFeatures({layers: [layer]})
                .reduce((sum, symbol) => sum + symbol.properties.claims, 0)""",
            layer,
        )
    )


def _api(site: str, query: str) -> tuple[int, int]:
    """Numbers of all features and of those without a place, as the layer tells them."""
    answer = httpx.get(f"{site}/collections/claims/items?{query}&limit=1&count=exact", timeout=60)
    body = answer.raise_for_status().json()
    return body["numberMatched"], body["numberUnlocated"]


@pytest.mark.parametrize("asked", FILTERS)
def test_map_list_header_api_and_database_agree(
    go: OpenPage, engine: Engine, site: str, asked: tuple[str, str, str]
) -> None:
    query, api, condition = asked
    located = features(engine, f"{condition} AND geom IS NOT NULL")
    unlocated = features(engine, f"{condition} AND geom IS NULL")
    assert _api(site, api) == (len(located | unlocated), len(unlocated))
    page = go(f"?{query}&{NEAR}")
    counts = page.locator("#counts")
    assert counts.get_attribute("data-matched") == str(len(located | unlocated))
    assert counts.get_attribute("data-unlocated") == str(len(unlocated))
    assert counts.get_attribute("data-located") == str(len(located))
    assert _on_map(page, "sites") == len(located)
    page.evaluate("() => claimatlas.map.jumpTo({zoom: 5}) && true")
    settle(page)
    assert _on_map(page, "oblast-claims") == len(located)
    assert listed(go(f"?{query}&view=list")) == located
    assert listed(go(f"?{query}&view=unlocated")) == unlocated


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("", "true"),
        ("?side=RU&oblast=UA14", "source_side = 'RU' AND left(place_id, 4) = 'UA14'"),
        ("?view=unlocated", "geom IS NULL"),
        ("?disputed=1", CONTRADICTED),
    ],
)
def test_files_hold_what_the_view_counts(
    go: OpenPage, engine: Engine, query: str, condition: str
) -> None:
    wanted = features(engine, condition)
    page = go(query)
    page.locator("#share").evaluate("(share) => { share.open = true; }")
    with page.expect_download() as download:
        page.click("#download-csv")
    rows = csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig")))
    assert {int(row["id"]) for row in rows} == wanted
    with page.expect_download() as download:
        page.click("#download-geojson")
    found = json.loads(download.value.path().read_text("utf-8"))
    assert {feature["properties"]["id"] for feature in found["features"]} == wanted


@pytest.mark.parametrize("words", ["Торецк", "дзержинськ"])
def test_text_search_finds_a_place_by_any_of_its_names(
    go: OpenPage, engine: Engine, words: str
) -> None:
    assert listed(go(f"?view=list&q={quote(words)}")) == features(engine, "place_name = 'Toretsk'")
