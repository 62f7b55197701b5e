"""The three languages: no word missing, none left in English, and the gazetteer's reasons too."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from gazetteer.explain import _SAYS
from tests.app.web.browsing import OpenPage, place, rows, settle

Tables = dict[str, dict[str, str]]

#: Plural forms that a language has (CLDR).
_FORMS = {"en": {"one", "other"}, "uk": {"one", "few", "many", "other"}}
_FORMS["ru"] = _FORMS["uk"]
#: Names that are the same in every language, and the gaps and signs that hold nothing else.
_SAME = re.compile(r"(claimatlas|Nominatim|OpenStreetMap|GeoNames|{\w+}|[^\w{}])*")
#: What a page in another language may write in Latin letters: names, formats, codes.
_LATIN = {
    *("claimatlas", "csv", "geojson", "xlsx", "geopackage", "png", "natural", "earth", "geonames"),
    *("gshhg", "english", "webgl", "html", "http", "https", "localhost", "openstreetmap"),
}
_SHOWN = """() => {
    const told = [];
    // What reports, outlets and the gazetteer say is in their language; such parts are marked.
    const others = "[dir=auto], script, noscript, .place-hits, .outlet, #share-text";
    const own = (node) => !node.closest(others);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        if (own(walker.currentNode.parentElement)) told.push(walker.currentNode.data.trim());
    }
    for (const node of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
        if (!own(node)) continue;
        for (const name of ["aria-label", "title", "placeholder"]) {
            told.push(node.getAttribute(name) ?? "");
        }
    }
    return [...new Set(told)].filter(Boolean);
}"""
_IN_WORDS = """async ([sentences, lang]) => {
    document.documentElement.lang = lang;
    const at = (name) => new URL(`static/js/${name}.js`, document.baseURI);
    const [{setLanguage}, {reasonInWords}] = await Promise.all([import(at("i18n")),
        import(at("reasons"))]);
    setLanguage(lang);
    return sentences.map((sentence) => reasonInWords(sentence));
}"""


@pytest.fixture(scope="module")
def plain(site: str, browser: Browser) -> Any:
    """A page whose modules can be asked."""
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.goto(site)
        settle(page)
        yield page


@pytest.fixture(scope="module", params=["words", "reader/words"])
def tables(plain: Page, request: pytest.FixtureRequest) -> Tables:
    """The words of a page by language and key."""
    found: Tables = plain.evaluate(
        """async (folder) => Object.fromEntries(await Promise.all(["en", "uk", "ru"].map(
            async (lang) => [lang, (await import(
                new URL(`static/js/${folder}/${lang}.js`, document.baseURI))).default])))""",
        request.param,
    )
    return found


def _plurals(table: dict[str, str]) -> set[str]:
    return {key.removesuffix(".one") for key in table if key.endswith(".one")}


def test_no_language_lacks_a_word_or_has_one_more(tables: Tables) -> None:
    plural = _plurals(tables["en"])
    for lang, table in tables.items():
        wanted = {key for key in tables["en"] if key.rpartition(".")[0] not in plural}
        wanted |= {f"{stem}.{form}" for stem in plural for form in _FORMS[lang]}
        assert set(table) == wanted, lang


def test_no_word_is_left_in_english(tables: Tables) -> None:
    for lang in ("uk", "ru"):
        left = [
            key
            for key, words in tables[lang].items()
            if words == tables["en"].get(key) and not _SAME.fullmatch(words)
        ]
        assert left == [], lang


def test_words_have_the_gaps_of_the_english_ones(tables: Tables) -> None:
    gaps = re.compile(r"{\w+}")
    for lang in ("uk", "ru"):
        for key, words in tables[lang].items():
            stem = re.sub(r"\.(few|many)$", ".other", key)
            english = tables["en"].get(key) or tables["en"][stem]
            assert set(gaps.findall(words)) == set(gaps.findall(english)), (lang, key)


def test_languages_keep_to_their_alphabets(tables: Tables) -> None:
    for lang, letters in (("en", r"[а-яіїєґ]"), ("uk", r"[ыэъё]"), ("ru", r"[іїєґ]")):
        strange = {k: w for k, w in tables[lang].items() if re.search(letters, w.casefold())}
        assert strange == {}, lang


def _sentences(engine: Engine) -> list[str]:
    """Every reason that the database holds, and every one that the gazetteer can give."""
    held = rows(
        engine,
        "SELECT reason AS text FROM mention UNION"
        " SELECT jsonb_array_elements(reasons) ->> 'text' FROM mention UNION"
        " SELECT jsonb_array_elements(c -> 'reasons') ->> 'text'"
        " FROM mention, jsonb_array_elements(candidates) AS c",
    )
    facts = {
        "text": "Bohdanovka",
        "name": "Богданівка",
        "place": "Bohdanivka",
        "where": "Donetsk or DPR",
        "type": "rural settlement",
        "hint": "village",
    }
    possible = [
        text.format_map({**facts, "people": people})
        for pair in _SAYS.values()
        for text in pair
        for people in ("1,234 inhabitants", "no recorded population")
        if text
    ]
    return sorted({row.text for row in held if row.text} | set(possible))


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_every_reason_of_the_gazetteer_is_told_in_the_pages_language(
    plain: Page, engine: Engine, lang: str
) -> None:
    sentences = _sentences(engine)
    told = plain.evaluate(_IN_WORDS, [sentences, lang])
    unknown = [text for text, one in zip(sentences, told, strict=True) if one["lang"] != lang]
    assert unknown == []
    assert all(re.search("[а-яі]{4}", one["text"]) for one in told)


def test_reason_that_the_page_does_not_know_is_shown_as_it_came(plain: Page) -> None:
    text = "“Torets” was seen in a dream. Toretsk lies outside Ukraine."
    assert plain.evaluate(_IN_WORDS, [[text], "uk"]) == [{"text": text, "lang": "en"}]


@pytest.mark.parametrize(
    ("sentence", "lang", "told"),
    [
        (
            "Toretsk lies 1234 km from Lyman, which the text names too (“Liman”).",
            "ru",
            "«Toretsk» находится в 1234 км от места «Lyman»,"
            " которое текст тоже называет («Liman»).",
        ),
        (
            "Lyman has 20,469 inhabitants. Lyman is a city, as the text says.",
            "uk",
            "Кількість жителів місця «Lyman»: 20 469. «Lyman» — місто, як і каже текст.",
        ),
    ],
)
def test_numbers_and_kinds_within_a_reason_are_told_too(
    plain: Page, sentence: str, lang: str, told: str
) -> None:
    (found,) = plain.evaluate(_IN_WORDS, [[sentence], lang])
    assert re.sub(r"\s", " ", found["text"]).replace("1 234", "1234") == told


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_nothing_on_the_page_is_left_in_english_after_a_change_of_language(
    open_page: OpenPage, engine: Engine, lang: str
) -> None:
    page = open_page(f"?place={place(engine, 'Toretsk').place_id}")
    page.select_option("#language", lang)
    settle(page)
    for summary in page.locator(".why summary").all():
        summary.click()
    page.locator(".why .chain").last.wait_for()
    shown = page.evaluate(_SHOWN)
    page.click("#view-list")
    settle(page)
    page.locator("#share").evaluate("(share) => { share.open = true; }")
    shown += page.evaluate(_SHOWN)
    english = {
        text
        for text in shown
        for word in re.findall(r"[A-Za-z]{3,}", text)
        if word.casefold() not in _LATIN
    }
    assert english == set()
