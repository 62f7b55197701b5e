"""Reports whose bytes are not what they are said to be: nothing of them is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.articles.model import Article
from app.articles.readers import ReportError, read_articles
from app.articles.readers.decoding import decode
from app.articles.readers.metadata import NOTE

RU = "Министерство сообщило, что войска заняли село Вербовое и продолжают наступление на юг."
UK = "Речник сказав, що їхні підрозділи утримують позиції біля села Вербове, і ґанок цілий."
FR = "Le général a déclaré que la région était contrôlée, à l’été, par l’armée des élus."
HEADLINE = "МИНИСТЕРСТВО СООБЩИЛО О ВЗЯТИИ СЕЛА, МИД НЕ СОГЛАСЕН"


def _read(folder: Path, name: str, content: bytes | str) -> list[Article]:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_articles(file))


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        # Servers declare Latin 1 by default, and templates outlive a change of encoding.
        (RU, "cp1251", "iso-8859-1"),
        (UK, "cp1251", "windows-1252"),
        (UK, "koi8-u", "iso-8859-1"),
        (RU, "koi8-r", "windows-1251"),
        (UK, "koi8-u", "windows-1251"),
        (UK, "koi8-u", "koi8-r"),
        (RU, "cp1251", "koi8-r"),
        (RU, "cp866", "koi8-r"),
        (RU, "cp1251", "utf-8"),
        # What is declared rightly is believed.
        (FR, "cp1252", "windows-1252"),
        (HEADLINE, "cp1251", "windows-1251"),
        (UK, "cp1251", "windows-1251"),
    ],
)
def test_a_wrong_declaration_is_not_believed(text: str, encoding: str, declared: str) -> None:
    assert decode(text.encode(encoding), "the page", declared) == text


def test_half_of_an_emoji_spoils_neither_its_line_nor_its_file(tmp_path: Path) -> None:
    post = {"id": 7, "type": "message", "date": "2025-07-10T10:00:00", "text": "Cut \ud83d"}
    export = {"name": "\ud83d", "type": "public_channel", "id": 1, "messages": [post]}
    for name, content in (
        ("rows.jsonl", json.dumps({"text": "Cut \ud83d", "title": "\ude00"})),
        ("list.json", json.dumps([{"text": "Cut \ud83d"}])),
        ("result.json", json.dumps(export)),
    ):
        [article] = _read(tmp_path, name, content)
        assert article.text == "Cut \ufffd"
        assert "1 null or broken" in article.metadata[NOTE]
        assert len(article.sha256) == 64


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json"])
def test_other_broken_json_is_still_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportError, match="not JSON"):
        _read(tmp_path, name, '{"text": "Cut \\ud83d", "x": }')


def test_a_short_text_padded_with_nulls_is_a_text(tmp_path: Path) -> None:
    [article] = _read(tmp_path, "a.txt", b"Troops are in Verbove.\x00\x00")
    assert article.text == "Troops are in Verbove.\ufffd\ufffd"


@pytest.mark.parametrize("text", ["\u200b\n \ufeff", "\u2060\u200e\u00ad"])
def test_a_text_without_a_visible_character_is_none(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReportError, match="there is no text"):
        _read(tmp_path, "a.txt", text)
