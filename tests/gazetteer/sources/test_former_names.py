"""Former official names: every row against the register, and how they join the other sources."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.model import NameKind, PlaceName
from gazetteer.romanise import typographic_apostrophe
from gazetteer.settlements import Settlements
from gazetteer.sources import cod_ab
from gazetteer.sources.former_names import FORMER_NAMES, FormerName, read_former_names
from gazetteer.sources.katottg import SETTLEMENT_TYPES, pcode, read_katottg
from gazetteer.sources.record import RegisterEntry
from gazetteer.sources.renames import Renaming

with FORMER_NAMES.open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))
SHARED = Path(os.environ.get("CLAIMATLAS_SHARED", "../shared"))
WORKBOOKS = sorted((SHARED / "sources" / "cod-ab").glob("*.xlsx"))
DATE = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")


def test_rows_are_in_the_order_of_their_codes_and_all_different() -> None:
    codes = [row["pcode"] for row in ROWS]
    assert len(codes) >= 80
    assert codes == sorted(codes)
    assert len({(row["pcode"], row["former"], row["language"]) for row in ROWS}) == len(ROWS)


def test_codes_are_those_of_the_register() -> None:
    register = {pcode(e.katottg) for e in read_katottg() if e.category in SETTLEMENT_TYPES}
    assert {row["pcode"] for row in ROWS} <= register


@pytest.mark.skipif(not WORKBOOKS, reason="COD-AB is not at hand (CLAIMATLAS_SHARED)")
def test_present_names_are_those_of_cod_ab() -> None:
    names = {record.pcode: record.main_names[0] for record in cod_ab.read_cod_ab(WORKBOOKS[0])}
    assert not [row for row in ROWS if names[row["pcode"]] != row["name_uk"]]


def test_names_were_given_up_and_years_are_in_order() -> None:
    for row in ROWS:
        start, end = row["valid_from"], row["valid_to"]
        assert DATE.fullmatch(start)
        assert DATE.fullmatch(end)
        assert start or end
        assert not (start and end) or start < end
        assert row["former"] == typographic_apostrophe(row["former"]) != row["name_uk"]


def test_a_name_that_another_source_has_gains_its_years() -> None:
    state = Settlements()
    state.add_register([RegisterEntry("UA14060150010000001", "M", "Чистякове", ())])
    torez = PlaceName("Торез", "uk", NameKind.FORMER, "curated", "1964", "2016-05-12")
    state.add_former_names([FormerName("UA1406015001", torez), FormerName("UA9999999999", torez)])
    state.add_renames([Renaming("UA1406015001", "Торез", "Чистякове", "2016", "2016")])
    place = state.drafts["UA1406015001"].finish()
    (name,) = (name for name in place.names if name.kind is NameKind.FORMER)
    assert (name.valid_from, name.valid_to) == ("1964", "2016-05-12")


def test_reader(tmp_path: Path) -> None:
    path = tmp_path / "former.csv"
    path.write_text(
        "pcode,name_uk,former,language,valid_from,valid_to\nUA1,Гайове,Слов'янка,uk,,1946\n",
        encoding="utf-8",
    )
    (row,) = read_former_names(path)
    assert (row.pcode, row.name.text, row.name.valid_from) == ("UA1", "Слов’янка", None)
    path.write_text("pcode,former\nUA1,Слов'янка\n", encoding="utf-8")
    with pytest.raises(SourceError, match="UA1"):
        list(read_former_names(path))
