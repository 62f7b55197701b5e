"""Acts in the many wordings of reports: which types of claim a sentence gives, and padding none."""

from datetime import date
from pathlib import Path

import pytest

from app.articles.model import Article
from app.claims.extract import extract

TABLE = Path(__file__).with_name("acts.txt")


def _rows():
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, wanted = (cell.strip() for cell in line.split("|"))
            yield pytest.param(text, wanted, id=text[:70])


def _types(text, gazetteer):
    claims = extract(Article("p", text, published=date(2025, 8, 2)), gazetteer).claims
    return [claim.type.value for claim in claims]


@pytest.mark.parametrize(("text", "wanted"), list(_rows()))
def test_sentence_gives_one_claim_of_a_type_that_its_words_allow(text, wanted, small_gazetteer):
    (kind,) = _types(text, small_gazetteer) or ["none"]
    assert kind in wanted.split("/")


@pytest.mark.parametrize(
    ("text", "types"),
    [
        (
            "Four villages near Kupiansk have been overrun, Oleh Syniehubov said. "
            "They are Robotyne, Orikhiv and Toretsk, he specified.",
            {"control_change"},
        ),
        (
            "Russian troops have captured Robotyne, the Russian Ministry of Defence said. "
            "The 47th Brigade denied this.",
            {"control_change"},
        ),
        (
            "Наши войска освободили Работино, сообщило Минобороны РФ. Генштаб ВСУ это опроверг.",
            {"control_change"},
        ),
        (
            "Two houses in Kupiansk were damaged when a guided bomb struck the centre.",
            {"destruction", "strike"},
        ),
        (
            "Pokrovsk will fall within days, Ivan Petrenko told TASS, for the garrison has been "
            "squeezed out of Toretsk.",
            {"forecast", "withdrawal"},
        ),
        (
            "The enemy received eleven glide bombs in Toretsk; forty homes in Kupiansk are gone.",
            {"strike", "destruction"},
        ),
    ],
)
def test_acts_are_told_apart_and_taken_up(text, types, small_gazetteer):
    assert set(_types(text, small_gazetteer)) == types


def test_denial_of_a_saying_denies_the_act_of_its_places(small_gazetteer):
    text = (
        "Russian troops have captured Robotyne, the Russian Ministry of Defence said. "
        "The 47th Brigade denied this."
    )
    extraction = extract(Article("p", text, published=date(2025, 8, 2)), small_gazetteer)
    said, denied = extraction.claims
    assert (said.modality.value, denied.modality.value) == ("claimed", "denied")
    assert said.places == denied.places
