"""Who says it, on which side, and who carries it: ways to name a source in three languages."""

from datetime import date
from pathlib import Path

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.extract.document import detect_language
from app.claims.model import AttributionRole

TABLE = Path(__file__).with_name("attributions.txt")
CARRIERS = (AttributionRole.OUTLET, AttributionRole.CHANNEL)


def _rows():
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            yield pytest.param(*cells, id=cells[0][-60:])


@pytest.mark.parametrize(("text", "claimant", "side", "carrier"), _rows())
def test_a_source_is_named_as_a_careful_annotator_would(
    text, claimant, side, carrier, small_gazetteer
):
    claims = extract(Article("p", text, published=date(2025, 8, 2)), small_gazetteer).claims
    last = max(claim.quote.start for claim in claims)
    claim = next(claim for claim in claims if claim.quote.start == last)
    said = [link.name for link in claim.attribution if link.role is AttributionRole.CLAIMANT]
    carried = [link.name for link in claim.attribution if link.role in CARRIERS]
    assert claimant in said[0] if claimant != "-" else said == []
    assert any(carrier in name for name in carried) if carrier != "-" else carried == []
    assert claim.source_side == side


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("За даними DeepState, ворог окупував Роботине.", "uk"),
        ("Ворог просунувся поблизу Торецька.", "uk"),
        ("Ворог захопив Веселе та просунувся на околицях села.", "uk"),
        ("Штаб повідомляв про наступ ворога, але це не так.", "uk"),
        ("Мешканець села розповів, як ворог заходив у двори.", "uk"),
        ("Двоє поранено, будинок зруйновано.", "uk"),
        ("Враг занял село и продвинулся на окраине.", "ru"),
        ("Войска взяли Торецк.", "ru"),
        ("Наши отбили атаку около Работино.", "ru"),
        ("Дрон ударил по городу, есть раненые.", "ru"),
        ("Противник потерял до роты солдат.", "ru"),
        ("Губернатор сообщил о налёте на село.", "ru"),
    ],
)
def test_a_short_text_without_letters_of_one_language_is_told_by_its_words(text, language):
    assert detect_language(text) == language
