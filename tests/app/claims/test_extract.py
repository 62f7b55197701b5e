"""What extraction reads out of short reports of our own wording."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.model import AttributionRole, ClaimType, Modality

PUBLISHED = date(2025, 8, 2)


def read(text, gazetteer, **more):
    return extract(Article("test", text, published=PUBLISHED, **more), gazetteer)


def names(found, claim):
    return [found.mentions[p.mention].span.text for p in claim.places]


TYPES = [
    ("Russian troops have captured Robotyne, the ministry said.", ClaimType.CONTROL_CHANGE),
    ("Ukrainian forces repelled 12 attacks near Robotyne.", ClaimType.ATTACK_REPELLED),
    ("Russian troops advanced towards Pokrovsk.", ClaimType.ADVANCE),
    ("Ukrainian units withdrew from Toretsk.", ClaimType.WITHDRAWAL),
    ("Russian aviation struck a bridge in Kupiansk.", ClaimType.STRIKE),
    ("Clashes continue near Toretsk.", ClaimType.CLASH),
    ("Kupiansk is fully under Ukrainian control.", ClaimType.CONTROL_STATUS),
    ("Подразделения освободили Работино.", ClaimType.CONTROL_CHANGE),
    ("Противник отошел из Торецка.", ClaimType.WITHDRAWAL),
    ("Ворог просунувся поблизу Роботиного.", ClaimType.ADVANCE),
    ("Наші захисники відбили 12 атак у районі Торецька.", ClaimType.ATTACK_REPELLED),
]


@pytest.mark.parametrize(("text", "kind"), TYPES)
def test_type_follows_the_act(text, kind, small_gazetteer):
    found = read(text, small_gazetteer)
    assert [c.type for c in found.claims] == [kind]
    assert names(found, found.claims[0])


def test_list_of_places_taken_gives_a_claim_each(small_gazetteer):
    found = read("Russian troops captured Robotyne, Toretsk and Pokrovsk.", small_gazetteer)
    assert [names(found, c) for c in found.claims] == [["Robotyne"], ["Toretsk"], ["Pokrovsk"]]
    assert {c.type for c in found.claims} == {ClaimType.CONTROL_CHANGE}


def test_fighting_in_areas_of_several_places_is_one_claim(small_gazetteer):
    found = read(
        "Fighting continues in the areas of Robotyne, Toretsk and Pokrovsk.", small_gazetteer
    )
    (claim,) = found.claims
    assert names(found, claim) == ["Robotyne", "Toretsk", "Pokrovsk"]
    assert {p.relation for p in claim.places} == {"area_of"}


def test_chain_keeps_claimant_and_outlet_apart(small_gazetteer):
    text = "Military expert Ivan Petrenko told TASS that Russian troops entered Pokrovsk."
    (claim,) = read(text, small_gazetteer, publisher="Our Portal").claims
    chain = {link.role: link for link in claim.attribution}
    assert chain[AttributionRole.CLAIMANT].name == "Ivan Petrenko"
    assert chain[AttributionRole.CLAIMANT].title == "Military expert"
    assert chain[AttributionRole.OUTLET].name == "TASS"
    assert chain[AttributionRole.PUBLISHER].name == "Our Portal"
    assert claim.source_side == "RU"
    assert claim.modality is Modality.CLAIMED


def test_pronoun_stands_for_the_person_named_last(small_gazetteer):
    text = (
        "Military expert Ivan Petrenko told TASS of fighting near Toretsk. He added that "
        "troops entered Pokrovsk."
    )
    claims = read(text, small_gazetteer).claims
    assert claims[-1].attribution[0].name == "Ivan Petrenko"
    assert claims[-1].attribution[0].basis == "pronoun"


def test_who_speaks_for_the_group_is_on_the_side_of_the_group_named_before(small_gazetteer):
    claims = read(
        "The battlegroup North said it had captured Toretsk. A spokesman for the group, "
        "Yaroslav Yakimkin, added that 90 soldiers were killed near Kupiansk.",
        small_gazetteer,
    ).claims
    assert [(c.type.value, c.source_side) for c in claims] == [
        ("control_change", "RU"), ("losses", "RU")
    ]  # fmt: skip


def test_who_denies_a_report_is_not_who_made_it(small_gazetteer):
    text = (
        "Troops captured Pokrovsk, the Russian Defence Ministry said. Ukraine's General Staff "
        "denied the report, stating that its troops had repelled an attack near Toretsk."
    )
    first, second = read(text, small_gazetteer).claims
    assert [link.name for link in first.attribution] == ["Russian Ministry of Defence"]
    assert [link.name for link in second.attribution] == [
        "General Staff of the Armed Forces of Ukraine"
    ]
    assert second.source_side == "UA"


MODALITIES = [
    ("Russian troops captured Robotyne.", Modality.ASSERTED),
    ("Russian troops have reportedly captured Robotyne.", Modality.UNATTRIBUTED),
    ("Russian troops are expected to capture Robotyne.", Modality.FORECAST),
    ("Russian troops have not captured Robotyne.", Modality.DENIED),
]


@pytest.mark.parametrize(("text", "modality"), MODALITIES)
def test_modality_follows_its_cue(text, modality, small_gazetteer):
    (claim,) = read(text, small_gazetteer).claims
    assert claim.modality is modality


def test_forecast_is_never_an_advance(small_gazetteer):
    (claim,) = read("Russian troops will soon advance to Pokrovsk.", small_gazetteer).claims
    assert claim.type is ClaimType.FORECAST
    assert (claim.event.start, claim.event.end) == (PUBLISHED, None)


def test_saying_and_happening_have_their_own_dates(small_gazetteer):
    text = "On July 31, the Russian Ministry of Defence announced the capture of Toretsk."
    (claim,) = read(text, small_gazetteer).claims
    assert claim.statement.start == claim.statement.end == date(2025, 7, 31)
    assert (claim.event.start, claim.event.end) == (None, date(2025, 7, 31))
    assert claim.statement.year_inferred


def test_undated_event_is_not_padded(small_gazetteer):
    (claim,) = read("Russian troops captured Toretsk.", small_gazetteer).claims
    assert (claim.event.start, claim.event.end) == (None, PUBLISHED)


def test_heading_of_a_map_post_dates_what_follows(small_gazetteer):
    text = "What changed on the map (July 26-27).\nThe enemy advanced near Toretsk."
    (claim,) = read(text, small_gazetteer).claims
    assert (claim.event.start, claim.event.end) == (date(2025, 7, 26), date(2025, 7, 27))


def test_day_of_a_saying_is_not_the_day_of_what_others_say(small_gazetteer):
    text = (
        "The Russian Defence Ministry said on July 25 that troops had taken Toretsk. "
        "Ukrainian officers said that they were holding the city."
    )
    first, second = read(text, small_gazetteer).claims
    assert first.statement.start == date(2025, 7, 25)
    assert second.event.end == PUBLISHED


NO_PLACES = [
    'A soldier with the call sign "Toretsk" spoke.',
    "The Azov brigade and Kozak vehicles were there.",
    "The Pokrovsk tactical group was there, and so was Battlegroup Kupiansk.",
    "A soldier who goes by the nickname Pokrovsk was there.",
    "The monitor Kupiansk Eye and the Pokrovsk quarter are names.",
    "Бойцы батальона «Покровск» и группировки «Купянск» были там.",
    "Він служить у шахті «Покровськ» біля дому.",
    "General Ivan Toretsk said little.",
    "Kyiv said nothing in July.",
    "Ministry officials met on Monday.",
]


@pytest.mark.parametrize("text", NO_PLACES)
def test_names_of_other_things_are_no_places(text, small_gazetteer):
    assert [
        m.span.text for m in read(text, small_gazetteer).mentions if m.kind == "settlement"
    ] == []


def test_unknown_village_is_a_mention_without_a_place(small_gazetteer):
    found = read("Russian troops captured the village of Qwxzabad.", small_gazetteer)
    (mention,) = found.mentions
    assert mention.span.text == "Qwxzabad"
    assert mention.resolution.place is None
    assert len(found.claims) == 1


def test_losses_keep_their_range_words(small_gazetteer):
    text = (
        "The Russian Ministry of Defence said up to 310 Ukrainian soldiers were killed near "
        "Toretsk."
    )
    (claim,) = read(text, small_gazetteer).claims
    assert claim.type is ClaimType.LOSSES
    (quantity,) = claim.quantities
    assert (quantity.minimum, quantity.maximum, quantity.bound, quantity.unit) == (
        None,
        310,
        "up_to",
        "person",
    )


PIECES = st.sampled_from(
    ["Robotyne", "captured", "troops", "said", "TASS", "according to", "on July 14", "\n", ". ",
        ", ",
     "освободили", "Работино", "сообщили в", "ворог", "\x00", "«", "‘", "’s", "\u202e", "100",
     "will", "the city",
     "Ivan Petrenko", "not", "\ud7ff", "🚀", "and", "near"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS, published=st.one_of(st.none(), st.dates(min_value=date(1, 1, 1))))
def test_any_text_gives_sound_spans(text, published, small_gazetteer):
    found = extract(Article("fuzz", text, published=published), small_gazetteer)
    spans = [m.span for m in found.mentions]
    for claim in found.claims:
        assert claim.quote.text.strip()
        assert claim.rule
        assert all(0 <= p.mention < len(found.mentions) for p in claim.places)
        spans += [claim.quote, claim.head, *(q.span for q in claim.quantities)]
        spans += [link.span for link in claim.attribution if link.span]
        spans += [claim.modality_cue] if claim.modality_cue else []
        spans += [t.text for t in (claim.event, claim.statement) if t.text]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Troops took Krasnoarmeysk and Dzerzhinsk, a company commander said.", "RU"),
        ("Troops took Pokrovsk and Kupyansk, a company commander said.", "unknown"),
    ],
)
def test_names_that_a_report_keeps_to_tell_whose_officials_it_quotes(text, side, small_gazetteer):
    assert {c.source_side for c in read(text, small_gazetteer).claims} == {side}
