"""Batch commands: good lines are answered, bad ones reported, none lost."""

from functools import partial

import orjson
import pytest

from app.cli.batch import _extract_row, read_article, write_answers
from app.errors import InputError
from gazetteer.batch import answer_row
from gazetteer.model import NameKind, Place, PlaceKind, PlaceName
from gazetteer.resolver import Gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    names = (PlaceName("Роботине", "uk", NameKind.OFFICIAL, "test"),)
    place = Place("UA2308001001", PlaceKind.SETTLEMENT, "Robotyne", "Роботине",
                  lon=35.83, lat=47.44, radius_m=1000, names=names)  # fmt: skip
    return Gazetteer.from_places([place])


QUOTE = "TASS reported that troops captured Robotyne."


def run(tmp_path, lines, answer):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n".join(lines))
    bad = write_answers(source, target, answer, "test")
    return [orjson.loads(line) for line in target.read_bytes().splitlines()], bad


def test_broken_lines_are_reported_and_good_ones_answered(tmp_path, gazetteer):
    lines = [
        b'\xef\xbb\xbf{"id": "a", "text": "Troops captured Robotyne.", "published": "2025-08-02"}',
        b"{broken",
        b"",
        b'["no object"]',
        b'{"id": "b"}',
        b'{"id": "c", "text": "Quiet.", "published": "soon"}',
        b'{"id": "d", "text": ""}',
    ]
    rows, bad = run(tmp_path, lines, partial(_extract_row, gazetteer=gazetteer))
    assert [row["id"] for row in rows] == ["a", "d"]
    assert [message.split(":")[0] for message in bad] == ["line 2", "line 4", "line 5", "line 6"]


def test_row_of_extract_has_the_documented_form(tmp_path, gazetteer):
    line = orjson.dumps({"id": "a", "text": QUOTE, "outlet": "Portal",
                         "published": "2025-08-02"})  # fmt: skip
    (row,), _ = run(tmp_path, [line], partial(_extract_row, gazetteer=gazetteer))
    (mention,), (claim,) = row["mentions"], row["claims"]
    assert {"text", "start", "end", "kind", "status", "place", "score", "candidates"} <= set(
        mention
    )
    assert mention["kind"] == "settlement"
    assert claim["places"][0]["mention"] == 0
    assert {"role": "publisher", "name": "Portal"}.items() <= claim["attribution"][-1].items()
    assert set(claim["date"]) >= {"start", "end", "precision", "basis", "text"}
    assert claim["quote"] == QUOTE


def test_resolve_answers_a_name(tmp_path, gazetteer):
    (row,), bad = run(
        tmp_path, [b'{"id": 1, "name": "Robotyne"}'], partial(answer_row, gazetteer=gazetteer)
    )
    assert row["id"] == 1
    assert row["candidates"][0]["place"]["id"] == "UA2308001001"
    assert bad == []


@pytest.mark.parametrize(
    "row", [{}, {"text": 5}, {"text": "x", "url": 5}, {"text": "x", "published": "x"}]
)
def test_unusable_key_is_named(row):
    with pytest.raises(InputError, match=r"text|url|published"):
        read_article(row)
