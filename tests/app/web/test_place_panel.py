"""The panel: sides in columns, contradictions face to face, names, and why this place."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import Engine

from tests.app.web.browsing import OpenPage, place, rows


def test_contradiction_shows_both_sentences_and_no_winner(
    open_page: OpenPage, engine: Engine
) -> None:
    (pair,) = rows(
        engine, "SELECT * FROM claim_relation WHERE type = 'contradicts' AND recorded_to IS NULL"
    )
    page = open_page(f"?place={place(engine, 'Toretsk').place_id}")
    drawn = page.locator(".pair")
    expect(drawn).to_have_count(1)
    assert drawn.locator(".told").count() == 2
    for claim in (pair.from_claim_id, pair.to_claim_id):
        (row,) = rows(
            engine,
            "SELECT f.*, d.text FROM claim_feature f JOIN document d ON d.id = f.document_id"
            " WHERE claim_id = :claim AND recorded_to IS NULL",
            claim=claim,
        )
        told = drawn.locator(f'.told[data-claim="{claim}"]')
        assert told.get_attribute("data-side") == row.source_side
        assert told.locator("mark").text_content() == row.quote
        assert told.locator("mark strong").text_content()
        facts = told.locator("dl").inner_text()
        for word in (row.claimant, row.outlet, row.publisher, "1 independent origin"):
            assert word in facts
        # What stands around the sentence is the report's own.
        around = (told.locator("blockquote").text_content() or "").replace("… ", "").strip(" …")
        assert around in row.text
    expect(page.locator(".pairs-note")).to_contain_text("does not say which one holds")
    sides = [one.get_attribute("data-side") for one in drawn.locator(".told").all()]
    assert sides == ["UA", "RU"]  # the same order in every pair


def test_place_of_one_side_or_of_agreeing_claims_shows_no_contradiction(
    open_page: OpenPage, engine: Engine
) -> None:
    for name in ("Sumy", "Lyman"):
        page = open_page(f"?place={place(engine, name).place_id}")
        expect(page.locator("#panel-title")).to_have_text(name)
        expect(page.locator(".card").first).to_be_visible()
        assert page.locator(".pair, .pairs").count() == 0


def test_days_have_a_column_for_each_side_that_speaks(open_page: OpenPage, engine: Engine) -> None:
    page = open_page(f"?place={place(engine, 'Toretsk').place_id}")
    page.locator(".day").first.wait_for()
    assert page.locator(".day h3").all_text_contents() == ["13 Sept 2025", "12 Sept 2025"]
    first = page.locator(".day").first
    assert first.locator('[data-column="UA"] .card').count() == 2
    assert first.locator('[data-column="RU"] .card').count() == 0
    assert page.locator('.day [data-column="other"]').count() == 0


def test_names_come_with_their_time(open_page: OpenPage, engine: Engine) -> None:
    page = open_page(f"?place={place(engine, 'Toretsk').place_id}")
    page.click("#names summary")
    names = page.locator("#names dl")
    expect(names).to_contain_text("Торецьк since 2016")
    expect(names).to_contain_text("Дзержинськ 1938 – 4 Feb 2016")
    expect(names).to_contain_text("Торецк")
    page.select_option("#language", "ru")
    expect(page.locator("#panel-title")).to_have_text("Торецк")


def test_why_this_place_tells_reasons_runners_up_and_the_chain(
    open_page: OpenPage, engine: Engine
) -> None:
    town = place(engine, "Lyman")
    (mention,) = rows(
        engine,
        "SELECT m.* FROM mention m JOIN document d ON d.id = m.document_id"
        " WHERE m.place_id = :id AND d.source_id = 'page-6' AND m.recorded_to IS NULL",
        id=town.place_id,
    )
    page = open_page(f"?place={town.place_id}")
    card = page.locator('.card[data-side="RU"]')
    card.locator(".why summary").click()
    expect(card.locator(".chain")).to_contain_text("TASS")
    told = card.locator(".why-body").inner_text()
    assert "north of" in told
    for reason in mention.reasons:
        assert reason["text"] in told
    others = [c for c in mention.candidates if c["place_id"] != town.place_id]
    assert others
    assert card.locator(".runners > li").count() == min(4, len(others))


def test_filters_narrow_the_panel_and_never_hide_the_other_side_of_a_pair(
    open_page: OpenPage, engine: Engine
) -> None:
    page = open_page(f"?place={place(engine, 'Toretsk').place_id}&side=RU")
    expect(page.locator(".card")).to_have_count(1)
    assert page.locator(".told").count() == 2


def test_place_without_claims_says_so(open_page: OpenPage) -> None:
    page = open_page("?place=UA0000000000")
    expect(page.locator(".panel-message")).to_contain_text("No claim about this place")
