"""Reports in every form, encoding and state of damage."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.articles.model import Article
from app.articles.readers import count_reports, find_files, read_articles
from app.errors import InputError

RU = (
    "Министерство сообщило, что войска заняли посёлок Вербовое и продвинулись к реке. "
    "Представитель ведомства отказался назвать потери, передаёт агентство."
)
UK = "Речник сказав, що їхні підрозділи утримують позиції біля села Вербове, і ґанок цілий."
EN = "Troops are said to have entered Verbove. The ministry’s spokesman would not comment."
RTL = "قال المتحدث إن القوات دخلت Verbove أمس."


def read(path: Path, content: bytes | str, name: str = "report.txt") -> list[Article]:
    file = path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_articles(file))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (EN, "utf-8"),
        (RU, "utf-8-sig"),
        (UK, "utf-16"),
        (EN, "utf-16-le"),
        (UK, "utf-16-be"),
        (RU, "utf-32"),
        (RU, "cp1251"),
        (UK, "cp1251"),
        (RU, "koi8-r"),
        (RTL, "utf-8"),
        (RTL, "utf-16"),
    ],
)
def test_encodings(tmp_path: Path, text: str, encoding: str) -> None:
    [article] = read(tmp_path, text.encode(encoding))
    assert article.text == text


def test_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    text = "\r\n One line.\r\n\r\n  Another\tline. \n\n"
    [article] = read(tmp_path, text)
    assert article.text == text
    assert article.id == "report"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t", "is empty"),
        ("a.txt", b"\x00" * 64, "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "not text"),
        ("a.txt", bytes(range(1, 32)) * 40, "not text"),
        ("a.pdf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 20, "not text"),
        ("a.html", b"<html><head><title>T</title></head><body></body></html>", "no article text"),
        ("a.html", b"<html><body><script>var a = 'text'</script></body></html>", "no article text"),
        ("a.jsonl", b"", "is empty"),
        ("a.jsonl", b"\n\n", "is empty"),
        ("a.txt", b"---\npublished: yesterday\n---\nText.", "published is no ISO 8601"),
        ("a.txt", b"---\ntitle: T\n---\n", "there is no text"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, content, name)
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_fifty_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(50 * 1024**2)
    with pytest.raises(InputError, match="it has 50 MB, a report at most 10 MB"):
        list(read_articles(file))


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        list(read_articles(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="directory"):
        list(read_articles(tmp_path))


def test_null_characters_are_replaced_and_said(tmp_path: Path) -> None:
    [article] = read(tmp_path, "Troops took Ver\x00bove and hold it." + " And so on." * 20)
    assert article.text.startswith("Troops took Ver\ufffdbove and")
    assert "1 null" in article.metadata["reader_note"]


HEAD = """---
url: https://agency.example/1?a=b:c
publisher: Example Agency
published: 2025-07-20
lang: en
title: "Two: villages"
desk: night
id: x-1
---

Troops took Verbove.
"""


def test_head_of_a_text_file(tmp_path: Path) -> None:
    [article] = read(tmp_path, HEAD)
    assert article == Article(
        id="x-1",
        text="Troops took Verbove.\n",
        published=date(2025, 7, 20),
        publisher="Example Agency",
        url="https://agency.example/1?a=b:c",
        title="Two: villages",
        language="en",
        metadata={"desk": "night"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\nTroops took Verbove.\n---\nMore.",
        "---\nColour: red\n---\nMore.",
        "---\ntitle: never closed\nMore.",
        "Text first.\n---\ntitle: T\n---\n",
    ],
)
def test_what_is_no_head_is_text(tmp_path: Path, text: str) -> None:
    [article] = read(tmp_path, text)
    assert article.text == text


def _line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_json_lines(tmp_path: Path) -> None:
    row = '{"text": "a\\u0000b", "title": "t\\u0000", "outlet": "o\\u0000", "k\\u0000": "v"}'
    [article] = read(tmp_path, row, "rows.jsonl")
    assert article.text == "a\ufffdb"
    assert (article.title, article.publisher) == ("t\ufffd", "o\ufffd")
    assert "k\ufffd" in article.metadata
    assert len(article.sha256) == 64


PAGE = f"""<!doctype html><html lang="en"><head><meta charset="{{charset}}">
<title>Verbove entered | Portal</title>
<meta property="og:site_name" content="The Portal">
<meta property="article:published_time" content="2025-07-20T08:00:00+03:00">
<link rel="canonical" href="https://portal.example/verbove">
</head><body><nav><a href="/">Home</a><a href="/war">War</a></nav>
<article><h1>Verbove entered</h1><p>{EN} {EN}</p><p>{RU}</p><p>{EN}</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_web_pages(tmp_path: Path, charset: str) -> None:
    page = PAGE.format(charset=charset).encode(charset, "xmlcharrefreplace")
    [article] = read(tmp_path, page, "page.html")
    assert "Verbove" in article.text
    assert "Министерство сообщило" in article.text
    assert "All rights reserved" not in article.text
    assert article.published == date(2025, 7, 20)
    assert (article.publisher, article.url) == ("The Portal", "https://portal.example/verbove")


def test_a_page_without_a_date_gets_none(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{EN} On 3 May 2024 it began. {EN}</p></article></body></html>"
    [article] = read(tmp_path, page, "page.html")
    assert article.published is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2025-07-20T10:00:00Z", datetime(2025, 7, 20, 10, tzinfo=UTC)),
        ("2025-07-20T10:00:00", datetime(2025, 7, 20, 10, tzinfo=UTC)),
        (None, None),
    ],
)
def test_fetched_at(tmp_path: Path, given: str | None, expected: datetime | None) -> None:
    [article] = read(tmp_path, _line(text=EN, fetched_at=given), "rows.jsonl")
    assert article.fetched_at == expected


def test_folders_are_searched_for_known_suffixes(tmp_path: Path) -> None:
    make: Callable[[str], Path] = tmp_path.joinpath
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.html", "deep/c.jsonl", "picture.png", "README"):
        make(name).write_text("x\ny\n")
    found = find_files([tmp_path, make("picture.png"), make("b.txt")])
    assert [p.name for p in found] == ["a.html", "b.txt", "c.jsonl", "picture.png"]
    assert count_reports(found) == 5
