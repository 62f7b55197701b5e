"""The picture of the view: what is drawn below the map is what the file says of itself."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from tests.app.web.browsing import PHONE, OpenPage, place

#: Has the browser tell what it writes into pictures, and where: pixels from the top.
_FOLLOW = """() => {
    const draw = CanvasRenderingContext2D.prototype.fillText;
    globalThis.written = [];
    CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
        const at = this.getTransform().transformPoint({x, y});
        const {width} = this.measureText(words);
        const end = this.getTransform().transformPoint({x: x + width, y});
        globalThis.written.push({words, x: at.x, end: end.x, y: at.y});
        return draw.call(this, words, x, y);
    };
}"""
#: Colours of a stretch of the picture, as often as they occur.
_COLOURS = """async ([data, left, top, width, height]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const drawn = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
    const canvas = new OffscreenCanvas(drawn.width, drawn.height);
    const context = canvas.getContext("2d");
    context.drawImage(drawn, 0, 0);
    const pixels = context.getImageData(left, top, width, height).data;
    const found = {};
    for (let at = 0; at < pixels.length; at += 4) {
        const [red, green, blue] = pixels.subarray(at, at + 3);
        const hex = "#" + (2 ** 24 + 2 ** 16 * red + 2 ** 8 * green + blue).toString(16).slice(1);
        found[hex] = (found[hex] ?? 0) + 1;
    }
    return found;
}"""
_SIDES = {"#0072b2": "circle", "#d55e00": "diamond", "#009e73": "square", "#595959": "triangle"}


def _chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The chunks of a PNG; their checksums are right."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length) == (zlib.crc32(kind + body),)
        yield kind.decode(), body
        at += 12 + length


def _texts(data: bytes) -> dict[str, tuple[str, str]]:
    """Language and text of each keyword."""
    found = {}
    for kind, body in _chunks(data):
        if kind == "iTXt":
            keyword, rest = body.split(b"\0", 1)
            language, _, text = rest[2:].split(b"\0", 2)
            found[keyword.decode()] = (language.decode(), text.decode())
    return found


def _picture(page: Page) -> tuple[bytes, list[dict[str, Any]]]:
    """The file that a reader saves, and what was written into it."""
    page.evaluate(_FOLLOW)
    page.click("#share summary")
    with page.expect_download() as download:
        page.click("#picture")
    return Path(download.value.path()).read_bytes(), page.evaluate("() => written")


def _size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _colours(page: Page, data: bytes, box: tuple[int, int, int, int]) -> dict[str, int]:
    found: dict[str, int] = page.evaluate(_COLOURS, [base64.b64encode(data).decode(), *box])
    return found


def _map_height(page: Page) -> int:
    return int(page.evaluate("() => claimatlas.map.getCanvas().height"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            {
                "Claims, not verified facts",
                "Said to have happened: since 1 Sept 2025",
                "Side of the source: Russian source",
                "Outlets: TASS",
                "Words in the sentence: troops",
            },
        ),
        ("uk", {"Сторона джерела: Російське джерело"}),
        ("ru", {"Сторона источника: Российский источник"}),
    ],
)
def test_all_that_explains_the_picture_is_drawn_and_stands_in_the_file(
    open_page: OpenPage, engine: Engine, lang: str, words: set[str]
) -> None:
    town = place(engine, "Toretsk")
    view = f"side=RU&outlet=TASS&q=troops&from=2025-09-01&map=8/{town.lat}/{town.lon}"
    page = open_page(f"?{view}&lang={lang}")
    data, written = _picture(page)
    texts = {keyword: text for keyword, (_, text) in _texts(data).items()}
    assert {language for language, _ in _texts(data).values()} == {lang}
    assert texts["Source"] == page.url
    assert "Natural Earth" in texts["Copyright"]
    assert page.locator("#counts").text_content() in texts["Description"].split("\n")
    told = "\n".join(texts.values())
    assert {one for one in words if one not in told} == set()
    # What the file says is what is written below the map, each word of it.
    width, height = _size(data)
    below = [line for line in written if line["y"] > _map_height(page)]
    assert all(0 < line["x"] < line["end"] <= width and line["y"] < height for line in below)
    drawn = "".join(line["words"] for line in below).replace(" ", "")
    for text in texts.values():
        for line in text.split("\n"):
            assert line.replace(" ", "") in drawn
    # And it is ink, line by line.
    for line in below:
        box = (int(line["x"]), int(line["y"]) - 10, int(line["end"] - line["x"]), 12)
        assert len(_colours(page, data, box)) > 1, line


def test_legend_of_the_picture_shows_every_side_beside_its_name(
    open_page: OpenPage, engine: Engine
) -> None:
    town = place(engine, "Toretsk")
    page = open_page(f"?map=8/{town.lat}/{town.lon}")
    data, written = _picture(page)
    names = page.locator("#legend ul").first.locator("li").all_text_contents()
    assert len(names) == len(_SIDES)
    for colour, name in zip(_SIDES, names, strict=True):
        (entry,) = [line for line in written if line["words"] == name]
        before = (int(entry["x"]) - 20, int(entry["y"]) - 14, 18, 18)
        assert _colours(page, data, before).get(colour, 0) > 40, name
    told = " ".join(line["words"] for line in written)
    for symbol in page.locator(".legend-symbols li").all_text_contents():
        assert symbol in told


def test_picture_holds_the_map_as_drawn(open_page: OpenPage, engine: Engine) -> None:
    town = place(engine, "Toretsk")
    page = open_page(f"?side=RU&map=8/{town.lat}/{town.lon}")
    data, _ = _picture(page)
    canvas = page.evaluate(
        "() => [claimatlas.map.getCanvas().width, claimatlas.map.getCanvas().height]"
    )
    assert _size(data)[0] == canvas[0]
    at = page.evaluate(
        "([lon, lat]) => { const p = claimatlas.map.project([lon, lat]); return [p.x, p.y]; }",
        [town.lon, town.lat],
    )
    # The town has claims of the one side that is shown, and of no other.
    around = _colours(page, data, (int(at[0]) - 20, int(at[1]) - 20, 40, 40))
    assert around.get("#d55e00", 0) > 40
    assert "#0072b2" not in around


def test_picture_of_a_phone_keeps_its_words_within(open_page: OpenPage) -> None:
    view = "?lang=ru&side=RU&oblast=UA14&oblast=UA59"
    page = open_page(view, viewport=PHONE, has_touch=True, is_mobile=True)
    data, written = _picture(page)
    width, height = _size(data)
    assert width == _map_width(page)
    assert all(line["end"] <= width and line["y"] < height for line in written)


def _map_width(page: Page) -> int:
    return int(page.evaluate("() => claimatlas.map.getCanvas().width"))
