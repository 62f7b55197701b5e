"""How a claim is put: hedges by family in three languages, and what each of them governs."""

from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract

PUBLISHED = date(2025, 8, 2)


def read(text, gazetteer):
    return extract(Article("m", text, published=PUBLISHED), gazetteer).claims


CUES = [
    ("Russian troops captured Robotyne.", "asserted", None),
    ("Russian troops have reportedly captured Robotyne.", "unattributed", "reportedly"),
    ("Rumour has it that Toretsk has fallen.", "unattributed", "Rumour has it"),
    ("Toretsk is said to have fallen.", "unattributed", "is said to"),
    ("Unconfirmed reports say Ukrainian troops have left Toretsk.", "unattributed",
     "Unconfirmed reports say"),
    ("Russian troops allegedly struck a school in Kupiansk.", "alleged", "allegedly"),
    ("Russian troops supposedly captured Toretsk.", "alleged", "supposedly"),
    ("The so-called liberation of Robotyne was announced on Monday.", "alleged",
     "so-called liberation"),
    ("Russian troops may have taken Robotyne.", "speculative", "may have"),
    ('"Toretsk has probably been lost," the commander said.', "speculative", "probably"),
    ("Robotyne has been captured, but this could not be independently verified.", "questioned",
     "could not be independently verified"),
    ("The ministry said Robotyne had been captured, a claim that could not be verified.",
     "questioned", "could not be verified"),
    ("If the ministry is to be believed, Robotyne has been captured.", "questioned",
     "If the ministry is to be believed"),
    ("It is too early to speak of the capture of Robotyne, the spokesman said.", "questioned",
     "too early to speak"),
    ("There is no confirmation that Toretsk has been captured.", "questioned",
     "There is no confirmation"),
    ("The mayor denied that Kupiansk had been surrounded.", "denied", "denied that"),
    ("The mayor laughed off reports that Kupiansk had been encircled.", "denied",
     "laughed off reports"),
    ("Not a single Russian soldier has entered Kupiansk, the mayor said.", "denied",
     "Not a single"),
    ("Nobody has captured Pokrovsk.", "denied", "Nobody has"),
    ("Russian troops have not yet entered Pokrovsk.", "denied", "have not yet"),
    ("The report that Toretsk had been captured turned out to be false.", "denied", "false"),
    ("A Russian breakthrough at Pokrovsk is out of the question, the spokesman said.", "denied",
     "out of the question"),
    ("Ukrainian troops could withdraw from Toretsk, analysts say.", "forecast", "could withdraw"),
    ("The defence ministry vowed to take Pokrovsk by winter.", "forecast", "vowed to"),
    ("The army intends to storm Toretsk, Budanov said.", "forecast", "intends to storm"),
    ("The commander admitted that Robotyne had been lost.", "claimed", "admitted"),
    ("The General Staff has yet to acknowledge the loss of Robotyne.", "no_comment",
     "has yet to acknowledge"),
    ("Российские войска якобы взяли Работино.", "alleged", "якобы"),
    ("Говорят, ВСУ оставили Торецк.", "unattributed", "Говорят"),
    ("По неподтверждённым данным, ВСУ оставили Торецк.", "unattributed",
     "По неподтверждённым данным"),
    ("ВСУ, вероятно, оставили Торецк.", "speculative", "вероятно"),
    ("Если верить Минобороны, Работино взято.", "questioned", "Если верить"),
    ("Сообщения о взятии Торецка не подтвердились.", "questioned", "не подтвердились"),
    ("Сообщения о взятии Работино — ложь, заявил представитель ВСУ.", "denied", "ложь"),
    ("Представитель ВСУ опроверг взятие Работино.", "denied", "опроверг"),
    ("Российские войска не вошли в Купянск.", "denied", "не"),
    ("Противник может ударить по Купянску.", "forecast", "может ударить"),
    ("Генштаб не комментирует потерю Работино.", "no_comment", "не комментирует"),
    ("Росіяни нібито захопили Роботине.", "alleged", "нібито"),
    ("За попередніми даними, окупанти увійшли до Торецька.", "unattributed",
     "За попередніми даними"),
    ("Подейкують, що Торецьк уже впав.", "unattributed", "Подейкують"),
    ("Ймовірно, ворог зайняв Роботине.", "speculative", "Ймовірно"),
    ("Повідомлення про захоплення Торецька не підтвердилися.", "questioned", "не підтвердилися"),
    ("Чутки про захоплення Роботиного — фейк, заявив речник ЗСУ.", "denied", "фейк"),
    ("У Генштабі спростували захоплення Роботиного.", "denied", "спростували"),
    ("Ворог планує захопити Покровськ до кінця літа.", "forecast", "планує"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "modality", "cue"), CUES)
def test_modality_shows_its_cue(text, modality, cue, small_gazetteer):
    (claim,) = read(text, small_gazetteer)
    assert claim.modality.value == modality
    if cue is not None:
        assert claim.modality_cue is not None
        assert claim.modality_cue.text == cue


SCOPES = [
    ("Reportedly, Russian troops captured Robotyne and entered Pokrovsk.",
     ["unattributed", "unattributed"]),
    ("Russian troops captured Robotyne and reportedly entered Pokrovsk.",
     ["asserted", "unattributed"]),
    ("Toretsk is contested: troops entered Pokrovsk, but talk of a siege is premature.",
     ["asserted", "asserted"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "modalities"), SCOPES)
def test_hedge_governs_its_own_clause(text, modalities, small_gazetteer):
    found = [c.modality.value for c in read(text, small_gazetteer)]
    assert [m for m in found if m in modalities] == modalities


def test_plain_saying_is_a_claim_and_a_judgement_a_view(small_gazetteer):
    plain = "Russian defence minister Andrei Belousov wrote that the enemy's tempo had halved."
    view = "Russian defence minister Andrei Belousov said that the offensive is a great victory."
    assert [c.modality.value for c in read(plain, small_gazetteer)] == ["claimed"]
    assert [c.modality.value for c in read(view, small_gazetteer)] == ["opinion"]
