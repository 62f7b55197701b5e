"""Forms that hold many reports: feeds, Telegram exports, tables, JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from app.articles.model import Article
from app.articles.readers import Hints, ReportError, read_articles
from app.articles.readers.mapping import hints_from
from app.articles.readers.markup import fragment_text
from app.errors import InputError

EN = "The ministry said its troops had entered Verbove."
RU = "Министерство сообщило, что войска заняли посёлок Вербовое."


def read(
    folder: Path, name: str, content: str | bytes, hints: Hints | None = None
) -> tuple[list[Article], list[str], list[str]]:
    """Articles, what was refused, what was noted."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    bad: list[ReportError] = []
    notes: list[str] = []
    found = list(read_articles(file, bad.append, on_note=notes.append, hints=hints))
    return found, [f"{e.source.removeprefix(str(file))}: {e.reason}" for e in bad], notes


# --- feeds

RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example Agency</title><language>en</language>
<item><title>Verbove &amp;amp; more</title><link>https://agency.example/1</link><guid>a-1</guid>
 <pubDate>Mon, 21 Jul 2025 00:30:00 +0300</pubDate><description>Short.</description>
 <content:encoded><![CDATA[<p>{EN}</p><script>x()</script><p>No <b>comm</b>ent&nbsp;came.</p>]]>
 </content:encoded></item>
<item><title>{RU}</title><link>https://agency.example/2</link></item>
<item><link>https://agency.example/3</link></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>
<entry><id>urn:1</id><title>T</title><updated>2025-07-20T23:30:00-05:00</updated>
<source><title>Other Paper</title></source><link href="https://blog.example/1"/>
<summary type="text">a &lt; b. {EN}</summary></entry></feed>"""


def test_rss(tmp_path: Path) -> None:
    [first, second], bad, notes = read(tmp_path, "feed.xml", RSS)
    assert first.text == f"{EN}\n\nNo comment came."
    assert (first.id, first.url) == ("a-1", "https://agency.example/1")
    assert (first.title, first.publisher) == ("Verbove & more", "Example Agency")
    assert first.published == date(2025, 7, 21)  # in the zone it is written in
    assert (second.text, second.published) == (RU, None)
    assert second.language is None  # what the feed says of itself says nothing of this text
    assert bad == [": entry 3: there is no text"]
    assert notes == []


def test_atom(tmp_path: Path) -> None:
    [entry], bad, _ = read(tmp_path, "feed.atom", ATOM)
    assert entry.text == f"a < b. {EN}"
    assert (entry.publisher, entry.published) == ("Other Paper", date(2025, 7, 20))
    assert entry.metadata["published_from"] == "updated"
    assert bad == []


def test_a_feed_in_a_legacy_encoding(tmp_path: Path) -> None:
    feed = (
        f"<rss version='2.0'><channel><item><description>{RU}</description></item></channel></rss>"
    )
    head = '<?xml version="1.0" encoding="windows-1251"?>'
    [entry], _, _ = read(tmp_path, "feed.rss", (head + feed).encode("cp1251"))
    assert entry.text == RU


def test_a_feed_cut_in_two_keeps_what_came(tmp_path: Path) -> None:
    found, _, notes = read(tmp_path, "feed.xml", RSS[: RSS.index("<item><link>")])
    assert [a.id for a in found][:1] == ["a-1"]
    assert "not well-formed" in notes[0]


def test_entities_are_not_expanded_to_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password")
    feed = (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss version="2.0"><channel>'
        f"<item><description>{EN} &x;</description></item></channel></rss>"
    )
    [entry], _, _ = read(tmp_path, "feed.xml", feed)
    assert "password" not in entry.text


@pytest.mark.parametrize("content", ["<a><b/></a>", "no feed at all", '{"a": 1}'])
def test_what_is_no_feed(tmp_path: Path, content: str) -> None:
    with pytest.raises(ReportError, match="no RSS or Atom feed"):
        read(tmp_path, "feed.xml", content)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("a <b>bo</b>ld   word\n", "a bold word"),
        ("<style>p {}</style>Text", "Text"),
        ("5 &lt; 6 &amp; so on", "5 < 6 & so on"),
        ("no mark  up", "no mark  up"),
        ("<script>never closed", ""),
    ],
)
def test_fragments(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


# --- Telegram

EXPORT = {
    "name": "Frontline Digest",
    "type": "public_channel",
    "id": 1234567890,
    "messages": [
        {"id": 1, "type": "service", "date": "2025-07-19T10:00:00", "action": "create_channel"},
        {
            "id": 2,
            "type": "message",
            "date": "2025-07-20T14:05:11",
            "date_unixtime": "1753009511",
            "from": "Frontline Digest",
            "from_id": "channel1234567890",
            "forwarded_from": "Ministry",
            "text": [
                {"type": "bold", "text": "Briefing. "},
                "Troops entered ",
                {"type": "text_link", "text": "Verbove", "href": "https://maps.example/v"},
                ".",
            ],
        },
        {"id": 3, "type": "message", "date": "2025-07-21T09:00:00", "photo": "a.jpg", "text": ""},
        {"id": 4, "type": "message", "date": "2025-07-21T09:30:00", "text": RU},
        {"id": 5, "type": "message", "date": "2025-07-21T09:30:00", "text": [7]},
    ],
}


def test_telegram(tmp_path: Path) -> None:
    [first, second], bad, notes = read(tmp_path, "result.json", json.dumps(EXPORT))
    assert first.text == "Briefing. Troops entered Verbove."
    assert first.url == "https://t.me/c/1234567890/2"
    assert (first.publisher, first.published) == ("Frontline Digest", date(2025, 7, 20))
    assert first.metadata["forwarded_from"] == "Ministry"
    assert first.metadata["published_at"] == "2025-07-20T11:05:11+00:00"
    assert second.text == RU
    assert bad == [": message 5: a text in an unknown form: [7]"]
    assert notes == ["2 of 5 messages have no text and were passed over"]


def test_telegram_addresses_with_the_public_name(tmp_path: Path) -> None:
    hints = hints_from((), ["channel=frontline_digest", "lang=uk"])
    found, _, _ = read(tmp_path, "result.json", json.dumps(EXPORT), hints)
    assert [a.url for a in found] == [
        "https://t.me/frontline_digest/2",
        "https://t.me/frontline_digest/4",
    ]
    assert {a.language for a in found} == {"uk"}


def test_telegram_export_of_an_account(tmp_path: Path) -> None:
    whole = {"chats": {"list": [EXPORT, {"name": "broken"}]}}
    found, bad, _ = read(tmp_path, "result.json", json.dumps(whole))
    assert len(found) == 2
    assert "a chat without a list of messages" in bad[-1]


# --- other JSON


def test_a_list_of_reports(tmp_path: Path) -> None:
    rows = [{"text": EN, "lang": "en"}, {"no": 1}, 7]
    [one], bad, _ = read(tmp_path, "rows.json", "\ufeff" + json.dumps(rows))
    assert (one.text, one.id) == (EN, "rows:1")
    assert bad == [": item 2: there is no text", ": item 3: not a JSON object"]


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "not JSON"), ('{"a": 1}', "no reports in it"), ("", "is empty"), ("7", "no reports")],
)
def test_other_json(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        read(tmp_path, "x.json", content)


# --- tables


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


ROWS = [
    ["id", "Date", "Source", "text", "score"],
    ["7", "20.07.2025", "Agency, Inc", f"{RU}\nIn two; lines, all.", "0,5"],
    ["8", "21 July 2025", "", EN, ""],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_tables(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found, bad, _ = read(tmp_path, "rows.csv", table(ROWS, delimiter).encode(encoding))
    assert bad == []
    assert [a.text for a in found] == [f"{RU}\nIn two; lines, all.", EN]
    assert [a.published for a in found] == [date(2025, 7, 20), date(2025, 7, 21)]
    assert [a.publisher for a in found] == ["Agency, Inc", None]
    assert found[0].metadata == {"score": "0,5"}


def test_mapped_columns(tmp_path: Path) -> None:
    content = table([["when", "what, exactly", "text"], ["2025-07-20", EN, "a label"]])
    (tmp_path / "map.toml").write_text('text = "what, exactly"\npublished = "when"\n')
    hints = hints_from([str(tmp_path / "map.toml")], ["publisher=Desk"])
    [one], _, _ = read(tmp_path, "rows.csv", content, hints)
    assert (one.text, one.published, one.publisher) == (EN, date(2025, 7, 20), "Desk")
    assert one.metadata == {"column text": "a label"}


def test_a_quotation_mark_never_closed_loses_one_row(tmp_path: Path) -> None:
    content = f'id,text\n1,"{EN}\n2,{EN}\n3,{EN}\n'
    found, bad, _ = read(tmp_path, "rows.csv", content)
    assert [a.id for a in found] == ["2", "3"]
    assert bad == [": line 2: not CSV: unexpected end of data"]


def test_bad_rows_are_reported_by_line(tmp_path: Path) -> None:
    content = (
        f'sep=;\nid;published;text\n1;07/08/2025;{EN}\n2;;\n\n3;;{EN};x\n4;;"two\nlines"\n5;;{EN}\n'
    )
    found, bad, _ = read(tmp_path, "rows.csv", content)
    assert [a.id for a in found] == ["4", "5"]
    assert [line.split(":")[1] for line in bad] == [" line 3", " line 4", " line 6"]
    assert "no ISO 8601 date" in bad[0]
    assert "4 columns where the header has 3" in bad[2]


def test_bytes_that_are_no_character_are_replaced_and_noted(tmp_path: Path) -> None:
    content = b"id,text\n" + f"1,{EN}\n".encode() * 30_000 + b"2,\xff then " + EN.encode() + b"\n"
    found, bad, _ = read(tmp_path, "rows.csv", content)
    assert bad == []
    assert found[-1].text == f"\ufffd then {EN}"
    assert "replaced" in found[-1].metadata["reader_note"]


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        ("a,b\n1,2\n", {}, "no column holds the text; the columns are: a, b"),
        ("a,b\n1,2\n", {"text": "c"}, "no column 'c' for text"),
        ("text\n", {}, "no row below the header"),
        ("", {}, "empty"),
        ("\n\n \n", {}, "empty"),
        ('"text\n', {}, "header is not CSV"),
        (bytes(range(256)) * 8, {}, "binary"),
    ],
)
def test_tables_without_reports(
    tmp_path: Path, content: str | bytes, columns: dict[str, str], said: str
) -> None:
    with pytest.raises(ReportError, match=said):
        read(tmp_path, "rows.csv", content, Hints(columns))


@pytest.mark.parametrize(
    ("maps", "given", "said"),
    [
        (["text"], [], "expects FIELD=VALUE"),
        (["body=text"], [], "no field 'body'"),
        (["nowhere.toml"], [], "No such file"),
        ([], ["title=x"], "no field 'title'"),
        ([], ["published=soon"], "no ISO 8601 date"),
    ],
)
def test_bad_hints(maps: list[str], given: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        hints_from(maps, given)
