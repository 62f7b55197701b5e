"""Every row of the curated file against the register, and against COD-AB where it is at hand."""

from __future__ import annotations

import csv
import math
import os
import re
from pathlib import Path

import pytest

from gazetteer.sources import cod_ab
from gazetteer.sources.curated import CURATED
from gazetteer.sources.katottg import SETTLEMENT_TYPES, pcode, read_katottg

with CURATED.open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))
FARTHEST_KM = 4.0  # a town centre from the centroid of its territory
REDUCED_DATE = r"(\d{4}(-\d\d(-\d\d)?)?)?"
SHARED = Path(os.environ.get("CLAIMATLAS_SHARED", "../shared"))
WORKBOOKS = sorted((SHARED / "sources" / "cod-ab").glob("*.xlsx"))


def test_rows_are_many_and_in_the_order_of_their_codes() -> None:
    codes = [row["pcode"] for row in ROWS]
    assert len(codes) >= 150
    assert codes == sorted(set(codes))


def test_code_name_and_type_are_those_of_the_register() -> None:
    register = {
        entry.katottg: (entry.name_uk, SETTLEMENT_TYPES[entry.category])
        for entry in read_katottg()
        if entry.category in SETTLEMENT_TYPES
    }
    wrong = [
        row
        for row in ROWS
        if pcode(row["katottg"]) != row["pcode"]
        or register.get(row["katottg"]) != (row["name_uk"], row["settlement_type"])
    ]
    assert not wrong


def test_names_follow_the_notation() -> None:
    former = re.compile(rf"[^@]+@{REDUCED_DATE}/{REDUCED_DATE}")
    alternate = re.compile(r"(ru|en):\S.*")
    for row in ROWS:
        cells = ((row["former_names"], former), (row["alternate_names"], alternate))
        for cell, notation in cells:
            names = filter(None, cell.split("|"))
            assert all(notation.fullmatch(name) for name in names), row["pcode"]
        assert len(row["why"]) > len("city"), row["pcode"]


@pytest.mark.skipif(not WORKBOOKS, reason="COD-AB is not at hand (CLAIMATLAS_SHARED)")
def test_points_lie_near_those_of_cod_ab() -> None:
    known = {record.pcode: record for record in cod_ab.read_cod_ab(WORKBOOKS[0])}
    far = []
    for row in ROWS:
        record = known[row["pcode"]]
        assert record.lat is not None
        assert record.lon is not None
        north = (float(row["lat"]) - record.lat) * 111.2
        east = (float(row["lon"]) - record.lon) * 111.2 * math.cos(math.radians(record.lat))
        if math.hypot(north, east) > FARTHEST_KM:
            far.append(row["name_uk"])
    assert not far
