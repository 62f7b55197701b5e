"""Plain reports of portals: acts, times and places that a careless reading takes for others."""

from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.extract.describing import describes
from app.claims.extract.document import Document
from app.claims.extract.quoted import without_marks


def _claims(text, gazetteer):
    return extract(Article("p", text, published=date(2025, 8, 20)), gazetteer)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Moscow's forces may attempt to bypass Pokrovsk from the west.",
            [("forecast", "forecast")],
        ),
        ("The fall of Pokrovsk is only a matter of time.", [("forecast", "forecast")]),
        (
            "The Russian army is preparing an offensive on Orikhiv, the general said.",
            [("forecast", "forecast")],
        ),
        (
            "Ukrainian forces drove the Russians out of Robotyne, the General Staff said.",
            [("control_change", "claimed")],
        ),
        (
            "Ukrainian troops were driven out of Toretsk, DeepState reported.",
            [("withdrawal", "claimed")],
        ),
        ("It was not immediately clear who controlled Toretsk.", []),
        (
            "The spokesman said that no encirclement had taken place near Pokrovsk.",
            [("control_status", "denied")],
        ),
        (
            "The governor said a drone attack on Orikhiv had injured four people.",
            [("strike", "claimed"), ("losses", "claimed")],
        ),
        ("Air defence shot down four rockets over Orikhiv.", [("destruction", "asserted")]),
        ("A helicopter was shot down near Orikhiv.", [("losses", "asserted")]),
        ("Toretsk has been 'cleansed' of Ukrainian troops.", [("control_change", "asserted")]),
        (
            "Russian troops redeployed from Kursk are reportedly massing near Orikhiv.",
            [("positions", "unattributed")],
        ),
        (
            "With more shells the brigade would have held Robotyne, the officer said.",
            [("statement", "claimed")],
        ),
        (
            "The General Staff had nothing to say about Toretsk.",
            [("statement", "no_comment")],
        ),
        (
            "Elements of the brigade, recently redeployed from Kursk, are reportedly massing near "
            "Orikhiv.",
            [("positions", "unattributed")],
        ),
        (
            "The officer said the enemy is weak. In his opinion, the brigade has lost many men.",
            [("statement", "claimed"), ("losses", "opinion")],
        ),
        (
            "Ukrainian forces appear to have lost the heights north of Robotyne.",
            [("control_change", "speculative")],
        ),
        (
            "The strike on Orikhiv is believed to have disrupted supplies to the troops.",
            [("statement", "speculative")],
        ),
        (
            "The landing group was destroyed before it could reach Orikhiv, the spokesman said.",
            [("destruction", "claimed")],
        ),
    ],
)
def test_act_is_the_one_that_the_whole_phrase_tells(text, wanted, small_gazetteer):
    claims = _claims(text, small_gazetteer).claims
    assert [(c.type.value, c.modality.value) for c in claims] == wanted


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Territory near Robotyne seized last August is now back in Russian hands.", [(None, 20)]),
        (
            "On 10 August Russian troops entered Toretsk. Two days earlier they had taken "
            "Robotyne.",
            [(10, 10), (8, 8)],
        ),
        (
            "Russian troops entered Toretsk on 2 August and took it on 12 August.",
            [(2, 2), (12, 12)],
        ),
        (
            "The village of Robotyne that troops entered on 2 August has been liberated.",
            [(None, 20)],
        ),
        ("Drones attacked Orikhiv on the night of August 12.", [(11, 13)]),
        (
            "The 47th Brigade told Suspilne on August 12 that it had left Robotyne. The weather "
            "is fine. The road is dry. Nobody complains. The sky is clear. "
            "The 47th Brigade said it had repelled two attacks near Orikhiv.",
            [(None, 12), (None, 12)],
        ),
        (
            "The officer expects that Toretsk will fall in September.",
            [(20, 30)],
        ),
        (
            "The officer expects that Toretsk will fall in the coming weeks.",
            [(20, 17)],
        ),
    ],
)
def test_date_is_that_of_the_act_and_not_of_what_stands_beside_it(text, days, small_gazetteer):
    events = [c.event for c in _claims(text, small_gazetteer).claims]
    assert [(e.start and e.start.day, e.end and e.end.day) for e in events] == days


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Russian forces hold Toretsk, while Ukrainian units hold Robotyne.",
            [["Toretsk"], ["Robotyne"]],
        ),
        (
            "Russian troops have entered Toretsk. The town, which is key to the defence of "
            "Pokrovsk, is now half under Russian control.",
            [["Toretsk"], ["Toretsk"]],
        ),
        (
            "Ukrainian forces drove the Russians out of Robotyne, the General Staff said.",
            [["Robotyne"]],
        ),
        (
            "Russian forces have captured Robotyne, opening a corridor towards Orikhiv.",
            [["Robotyne"]],
        ),
        (
            "No reinforcements reached Toretsk since the crossing at Robotyne was destroyed.",
            [["Toretsk"], ["Robotyne"]],
        ),
    ],
)
def test_place_is_that_of_the_act(text, wanted, small_gazetteer):
    found = _claims(text, small_gazetteer)
    places = [[found.mentions[p.mention].span.text for p in c.places] for c in found.claims]
    assert places == wanted


def test_capital_that_says_something_is_nobody_s_place(small_gazetteer):
    found = _claims('"The village has not been lost," Robotyn added.', small_gazetteer)
    assert found.mentions == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Украинское командование перебросило резервы в Торецк.", ["Торецк"]),
        ("Солдатская почта пишет о боях в Работино.", ["Работино"]),
        ("Міський голова повідомив про бої за Роботине.", ["Роботине"]),
        ("A pilot who goes by Lviv said the enemy had entered Toretsk.", ["Toretsk"]),
        ("A Luhansk-based analyst said that Toretsk would fall.", ["Toretsk"]),
    ],
)
def test_capital_that_describes_or_calls_somebody_is_no_place(text, names, small_gazetteer):
    assert [m.span.text for m in _claims(text, small_gazetteer).mentions] == names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Украинское командование молчит.", True),
        ("Красное освобождено.", False),
        ("Новая Каховка обстреляна.", False),
        ("Червоне захоплено.", False),
        ("Міський голова мовчить.", True),
    ],
)
def test_adjective_is_told_from_a_village_by_the_noun_behind_it(text, wanted):
    doc = Document(Article("p", text))
    assert describes(doc, doc.sentences[0].sentence.tokens, 0, 1) is wanted


def test_marks_around_a_few_words_are_left_out_and_speech_is_kept():
    text = 'Had been \'cleansed\' of "enemy troops", he said: "We hold it."'
    words, marks = without_marks(text)
    assert len(words) == len(text)
    assert words == 'Had been  cleansed  of  enemy troops , he said: "We hold it."'
    assert sorted(marks) == [i for i, (a, b) in enumerate(zip(text, words, strict=True)) if a != b]


@pytest.mark.parametrize(
    "text",
    [
        "Supply routes play a decisive role in any battle near Pokrovsk.",
        "The city of Pokrovsk remains one of the most important bases of the army in the region.",
        "The settlement is located to the west of Robotyne.",
        "Robotyne is located ten kilometres south of Orikhiv.",
        "The fighting near Robotyne shows no signs of slowing down.",
        "These figures reflect the intensity of the fighting near Pokrovsk.",
        "Pokrovsk had sixty thousand residents before the hostilities.",
        "Such tactics are used by the troops in Pokrovsk.",
        "The governor also spoke about the shelling of Orikhiv.",
        "The ministry drew attention to the consequences of shelling in Orikhiv.",
        "The question of reinforcements for Pokrovsk has been discussed at various levels.",
    ],
)
def test_padding_tells_of_no_act(text, small_gazetteer):
    assert _claims(text, small_gazetteer).claims == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The enemy attempted to break the ring near Robotyne, but the attempt failed, "
            "the General Staff said.",
            ["attack_repelled"],
        ),
        ("Ukrainian troops tried to land near Orikhiv on Sunday.", ["advance"]),
        (
            "The ministry said its troops had taken Robotyne and struck positions of a brigade.",
            ["control_change", "strike"],
        ),
        (
            "Russia concentrated up to 50,000 servicemen near Orikhiv, the president said.",
            ["positions"],
        ),
        (
            "Russian forces carried out a massive drone attack on the city of Orikhiv.",
            ["strike"],
        ),
        ("His company had left Robotyne at the end of July, a soldier said.", ["withdrawal"]),
    ],
)
def test_act_beside_padding_is_told_once(text, wanted, small_gazetteer):
    assert [c.type.value for c in _claims(text, small_gazetteer).claims] == wanted
