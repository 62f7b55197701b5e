"""Typical phrasings of the genre in three languages, and sentences that claim nothing."""

from datetime import date
from pathlib import Path

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.model import AttributionRole

TABLE = Path(__file__).with_name("phrasings.txt")


def _rows():
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            yield pytest.param(*cells, *[""] * (5 - len(cells)), id=cells[0][:60])


@pytest.mark.parametrize(("text", "kind", "modality", "claimant", "side"), _rows())
def test_phrase_is_read_as_a_careful_annotator_would(  # noqa: PLR0917 (columns of the table)
    text, kind, modality, claimant, side, small_gazetteer
):
    claims = extract(Article("p", text, published=date(2025, 8, 2)), small_gazetteer).claims
    if kind == "none":
        assert [(c.type.value, c.head.text) for c in claims] == []
        return
    (claim,) = claims
    said = [link.name for link in claim.attribution if link.role is AttributionRole.CLAIMANT]
    assert (claim.type.value, claim.modality.value) == (kind, modality)
    assert claimant in said[0] if claimant != "-" else said == []
    assert claim.source_side == side
