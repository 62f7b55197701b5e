"""Persons of a report: titles, first names, and the surnames by which they come back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from app.claims.extract.document import Document, Marked
from app.claims.extract.naming import first_name, is_patronymic, nominative_person
from app.claims.extract.resources import words
from app.claims.extract.sentences import Sentence, Token
from app.claims.extract.sides import side_of_words
from app.claims.extract.titles import clause_before, clause_title, title_after, title_before
from app.claims.extract.units import is_unit
from gazetteer.model import Side

# Offices that are held of a place, in the nominative, and how the names of places then end.
_OF_PLACE = re.compile(
    r"мэр|мер|глава|голова|губернатор|староста|комендант|градоначальник|военком|вице-губернатор|"
    r"начальник|житель|председатель|депутат|посол|очільник|очільниця|начальниця"
)
# Groupings that both armies have under such a name.
_OF_EITHER = re.compile(
    r"(?:the|of|for)\s+(?:southern|western|northern|central)\s+group", re.IGNORECASE
)
_GENITIVE = re.compile(r"(?:[аяыиіїюу]|ого|ой|ої)$", re.IGNORECASE)
_SURNAME = re.compile(r"(?:[оеё]в|[иы]н|ін|їн|ськ|[сц]к|енк|[ую]к|ян)(?:а|у|ого|ому)$")


_APPOSITION, _APPOSED_LEAST = 7, 3  # words behind a name in which a title tells a person
_ARTICLES = frozenset({"a", "an", "who", "one"})
_NO_PERSON = frozenset(
    ["town", "city", "village", "settlement", "hamlet", "district", "suburb", "region", "river",
     "group", "project", "channel", "newspaper", "outlet", "unit", "brigade", "operation", "said",
     "say", "says", "that", "where", "which", "whose", "map", "organisation", "company"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in the text: the span of the name, its words, and the title beside it."""

    start: int
    end: int
    name: str
    title: str | None
    sentence: int
    side: Side = "unknown"


@lru_cache(maxsize=32_768)
def slavic_stem(word: str) -> str:
    """A surname without its Russian or Ukrainian case ending, for comparison only."""
    if len(word) > 5 and "\u0400" <= word[0] <= "\u04ff":
        return re.sub(r"(?:ого|ому|ым|им|ой|ою|ий|ый|ом|ем|єм|ым|а|у|я|ю|е|ы|и|і)$", "", word)
    return word


class Persons:
    """Every person named in full, and later by surname alone."""

    def __init__(self, doc: Document) -> None:
        """Collect the persons of the document in one pass."""
        self._named: dict[int, list[Person]] = {}
        self._surnames: dict[str, Person] = {}
        self._first_names: dict[str, Person] = {}
        self._text = doc.text
        for marked in doc.sentences:
            if not marked.sentence.headline:
                self._in_sentence(doc, marked)

    def _in_sentence(self, doc: Document, marked: Marked) -> None:
        tokens = marked.sentence.tokens
        actors = [(h.start, h.end) for h in marked.of("actor")]
        areas = [(h.start, h.end) for h in marked.of("area")]
        taken = actors + areas
        done = 0
        for index in marked.sentence.capitals:
            if index < done:
                continue
            size = _name_length(tokens, index, taken)
            first = index
            skip = next((k for k in range(1, size - 1)
                         if tokens[index + k].lower in words().first_names), 0)  # fmt: skip
            if skip and tokens[index].lower not in words().first_names:
                # Words of a title in capitals come before the first name.
                first, size = index + skip, size - skip
            if size and self._is_person(doc, marked, first, size):
                self._add(doc, marked, first, size)
            done = first + size

    def _is_person(self, doc: Document, marked: Marked, first: int, size: int) -> bool:
        tokens = marked.sentence.tokens
        lists = words()
        if tokens[first].lower in lists.first_names and size > 1:
            return True
        if is_unit(tokens, first, first + size) or tokens[first + size - 1].text.isupper():
            return False
        if size > 1 and tokens[first].lower in lists.titles:
            whose = size == 2 and _OF_PLACE.fullmatch(tokens[first].lower) is not None
            return not (whose and _GENITIVE.search(tokens[first + 1].bare))
        if size > 1 and _apposed(tokens, first + size):
            return True
        return first > 0 and self._introduced(doc, tokens, first, size)

    @staticmethod
    def _introduced(doc: Document, tokens: list[Token], first: int, size: int) -> bool:
        """Whether a title stands before a run of capitals, at once or in commas."""
        lists = words()
        previous = tokens[first - 1]
        if previous.text == "," and first > 1:
            previous = tokens[first - 2]
        titled = previous.lower in lists.titles and previous.lower not in ("may",)
        if titled and size == 1 and _OF_PLACE.match(previous.lower):
            # "Мэр Херсона": whose mayor he is, not who; a surname keeps its nominative.
            word, named = tokens[first].bare, _OF_PLACE.fullmatch(previous.lower) is not None
            titled = not _GENITIVE.search(word) or (not named and bool(_SURNAME.search(word)))
        if previous is tokens[first - 1]:
            return titled
        if size == 1:
            # "A farmer from X, Halyna, stayed": a first name alone, with what she is before it.
            titled = False
            if tokens[first].lower not in lists.first_names | lists.ukrainian_first_names:
                return False
        return titled or clause_title(doc.text, tokens, first - 1) is not None

    def _add(self, doc: Document, marked: Marked, first: int, size: int) -> None:
        tokens = marked.sentence.tokens
        lists = words()
        while size > 1 and tokens[first].lower in lists.titles:
            first, size = first + 1, size - 1
        start, end = tokens[first].start, tokens[first + size - 1].stem_end
        before = title_before(doc.text, tokens, first)
        after = title_after(doc, marked, first + size)
        said = [t for t in (before, after, clause_before(doc.text, tokens, first)) if t]
        side: Side = next((s for t in said if (s := side_of_words(t)) != "unknown"), "unknown")
        name, index = doc.text[start:end], marked.sentence.index
        ukrainian = tokens[first].lower in lists.ukrainian_first_names
        if side == "RU" and ukrainian and any(_OF_EITHER.search(t) for t in said):
            side = "UA"
        name = nominative_person(name)
        person = Person(start, end, name, before or after, index, side)
        called, own = first_name(name), is_patronymic(name.split(" ")[-1])
        namesake = self._first_names.get(called) if own and called else None
        if namesake is not None:
            # "Марк Юрьевич": whom the text named in full before.
            person = replace(namesake, start=start, end=end, sentence=index)
        self._named.setdefault(index, []).append(person)
        if namesake is not None:
            return
        if called is not None:
            self._first_names[called] = person
        surname = slavic_stem(tokens[first + size - 1].bare)
        known = self._surnames.get(surname)
        if known is None or (" " in person.name and " " not in known.name):
            self._surnames[surname] = person

    def by_surname(self, word: Token) -> Person | None:
        """The person named in the text whose surname a word is."""
        return self._surnames.get(slavic_stem(word.bare)) if self._surnames else None

    def surnames_in(self, sentence: Sentence) -> list[tuple[Token, Person]]:
        """The words of a sentence that are surnames of persons named in the text."""
        capitals = (sentence.tokens[number] for number in sentence.capitals)
        known = ((token, self.by_surname(token)) for token in capitals)
        return [(token, person) for token, person in known if person is not None]

    def named_in(self, sentence: int) -> list[Person]:
        """The persons that a sentence names in full, in text order."""
        return self._named.get(sentence, [])


def _apposed(tokens: list[Token], behind: int) -> bool:
    """Whether a comma and what somebody is follow: ", a retired Czech colonel"."""
    told = tokens[behind : behind + _APPOSITION]
    if len(told) < _APPOSED_LEAST or told[0].text != "," or told[1].lower not in _ARTICLES:
        return False
    titles = words().titles
    for token in told[2:]:
        if token.text in ",.;:" or token.lower in _NO_PERSON:
            return False
        if token.lower in titles:
            return True
    return False


def _name_length(tokens: list[Token], index: int, taken: list[tuple[int, int]]) -> int:
    """How many capitalised words in a row begin at ``index`` (three at most count as a name)."""
    size = 0
    lists = words()
    while index + size < len(tokens) and size < 4:
        token = tokens[index + size]
        if not token.capital or len(token.text) < 2:
            break
        word = token.bare
        if word in lists.never_places or (word in lists.openers and not size):
            break
        if any(start < token.end and token.start < end for start, end in taken):
            break
        if size and token.start - tokens[index + size - 1].end > 1:
            break
        size += 1
        if token.cut:
            break
    return size
