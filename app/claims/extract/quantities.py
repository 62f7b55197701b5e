"""Numbers as claimed, with their range words; never summed."""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.gate import Gate
from app.claims.extract.sides import side_of_words
from app.claims.model import Quantity

_NUMERALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
    "ten": 10, "dozen": 12, "один": 1, "одну": 1, "два": 2, "две": 2, "дві": 2, "три": 3,
    "трех": 3, "трёх": 3,
    "четыре": 4, "чотири": 4, "пять": 5, "п’ять": 5, "шесть": 6, "шість": 6, "семь": 7, "сім": 7,
    "восемь": 8, "вісім": 8, "девять": 9, "дев’ять": 9, "десять": 10,
}  # fmt: skip
_BOUNDS = {
    "up to": "up_to", "до": "up_to", "as many as": "up_to", "more than": "more_than",
    "over": "more_than",
    "более": "more_than", "свыше": "more_than", "больше": "more_than", "понад": "more_than",
    "більше": "more_than",
    "at least": "at_least", "не менее": "at_least", "щонайменше": "at_least",
    "не менше": "at_least",
    "less than": "less_than", "менее": "less_than", "менше": "less_than", "about": "about",
    "around": "about",
    "approximately": "about", "nearly": "about", "almost": "about", "some": "about",
    "около": "about",
    "порядка": "about", "близько": "about", "майже": "about", "почти": "about",
}  # fmt: skip
_UNITS = (
    ("person", r"soldiers?|servicemen|troops|personnel|people|civilians|militants|fighters|"
               r"mercenaries|prisoners|invaders|occupiers|"
               r"военнослужащ\w+|солдат\w*|боевик\w*|человек|бойц\w+|военных|пленн\w+|"
               r"військов\w+|осіб|окупант\w+|бійц\w+|людей"),
    ("brigade", r"brigades?|бригад\w*"),
    ("battalion", r"battalions?|батальон\w*|батальйон\w*"),
    ("tank", r"tanks?|танк\w*"),
    ("vehicle", r"vehicles?|trucks?|cars?|pick-?ups?|pick-up\s+trucks?|автомобил\w+|машин\w*|"
                r"бронемашин\w+|бтр|бмп|автомоб\w+|одиниц\w+\s+техніки"),
    ("gun", r"guns?|howitzers?|artillery\s+systems?|mortars?|орудий|орудия|гаубиц\w*|минометов|"
            r"гармат\w*|міномет\w*|артсистем\w*"),
    ("drone", r"drones?|uavs?|бпла|беспилотник\w*|дронов|безпілотник\w*|дрон\w*"),
    ("missile", r"missiles?|rockets?|ракет\w*"),
    ("depot", r"depots?|warehouses?|складов|склада|складів"),
    ("unit", r"(?:other\s+)?units?|pieces?|единиц\w*|одиниц\w*"),
    ("attack", r"attacks?|assaults?|атак\w*|штурм\w*|боезіткнен\w*|зіткнень|столкновен\w*"),
    ("km", r"km|kilomet(?:er|re)s?|км|километр\w*|кілометр\w*"),
    ("percent", r"%|per\s?cent|процент\w*|відсотк\w*"),
    ("km2", r"square\s+kilomet(?:er|re)s?|sq\.?\s*km|кв\.?\s*км|квадратн\w+\s+к\w+"),
    ("settlement", r"settlements?|villages?|towns?|населенн\w+\s+пункт\w*|"
                   r"населен\w+\s+пункт\w*|сел"),
)  # fmt: skip
# Both read the text in lower case.
_UNIT = re.compile("|".join(rf"(?P<{unit}>(?:{words})(?!\w))" for unit, words in _UNITS))
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?:(?P<bound>{'|'.join(_BOUNDS)})\s+(?:чем\s+|ніж\s+)?)?"
    rf"(?P<number>\d{{1,3}}(?:[ ,\u00a0]\d{{3}})+|\d+(?:[.,]\d+)?|{'|'.join(_NUMERALS)})"
    r"(?:\s*[-–—]\s*(?P<upper>\d+))?(?![\w])(?P<tail>\s*(?:[\w’'-]+\s+){0,3}?)",
)
_COUNTING = Gate([rf"\d|(?<!\w)(?:{'|'.join(_NUMERALS)})(?!\w)"])
_WORD = re.compile(r"[\w’'-]+")
# As they stand beside a day.
_MONTH = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    r"січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
# A day of a month counts nothing ("said on July 10 that its troops"), and these words never stand
# between a number and what it counts.
_AFTER_MONTH = re.compile(rf"(?<!\w)(?:{_MONTH})\.?\s+$")
_APART = re.compile(
    rf"(?:{_MONTH}|\d.*|that|its|their|his|her|our|the|had|has|have|was|were|said|"
    r"что|его|их|свои\w*|наши\w*|що|його|їхн\w+|свої\w*)$"
)
_MAX_TAIL = 40


def quantities_of(doc: Document, marked: Marked) -> tuple[Quantity, ...]:
    """Every counted thing of a sentence."""
    out = []
    sentence = marked.sentence
    if not _COUNTING.met(doc.text, sentence.start, sentence.end):
        return ()
    for match in _NUMBER.finditer(doc.lower, sentence.start, sentence.end):
        if _AFTER_MONTH.search(
            doc.lower, max(0, match.start("number") - 12), match.start("number")
        ):
            continue
        found = _unit_after(doc.lower, match.end("number"), sentence.end, match)
        if found is None:
            continue
        unit, end = found
        number = _value(match["number"])
        upper = float(match["upper"]) if match["upper"] else number
        bound = _BOUNDS.get((match["bound"] or "").casefold())
        low = None if bound in ("up_to", "less_than") else number
        high = None if bound in ("more_than", "at_least") else upper
        words = doc.text[match.end("number") : end].strip(" -–—")
        span = doc.span(match.start(), end)
        out.append(Quantity(words, low, high, unit, bound, side_of_words(words), span))
    return tuple(out)


def _value(number: str) -> float:
    word = number.casefold()
    if word in _NUMERALS:
        return float(_NUMERALS[word])
    digits = re.sub(r"[ \u00a0]", "", number)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))


def _unit_after(text: str, start: int, limit: int, match: re.Match[str]) -> tuple[str, int] | None:
    """The unit within four words after a number."""
    position = match.end("upper") if match["upper"] else start
    for step in range(5):
        while position < limit and text[position] in " \u00a0-":
            position += 1
        hit = _UNIT.match(text, position, limit)
        if hit is not None:
            return hit.lastgroup or "", hit.end()
        word = _WORD.match(text, position, limit)
        if word is None or position - start > _MAX_TAIL or step == 4 or _APART.match(word[0]):
            return None
        position = word.end()
    return None
