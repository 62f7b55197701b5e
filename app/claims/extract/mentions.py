"""Which capitalised words are place names.

Candidates are runs of capitalised words in any script. What stands around a run decides: words
that call for a place (prepositions, "village of", lists, "direction"), words that speak against
one (titles, first names, units, vehicles, speech verbs), and how plausible the gazetteer finds it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable
from typing import NamedTuple

from app.claims.extract import after, before
from app.claims.extract.areas import Draft, areas_of, directions_of, is_direction
from app.claims.extract.cases import nominatives
from app.claims.extract.context import Surroundings
from app.claims.extract.describing import describes, of_call_sign
from app.claims.extract.document import Document, Marked
from app.claims.extract.persons import Persons
from app.claims.extract.repeats import accept_repeats, in_headline, without_overlaps
from app.claims.extract.resources import words
from app.claims.extract.sentences import Token
from app.claims.extract.units import is_unit
from gazetteer.model import PlaceKind

_MAX_NAME = 60
_NEEDED = {"strong": 0.0, "strong list": 0.0, "list": 0.3, "weak": 0.5, "none": 0.75}
# Case endings hide a name, and a Slavic preposition says more of it than an English one.
_NEEDED_SLAVIC = {"strong": 0.0, "strong list": 0.0, "list": 0.05, "weak": 0.2, "none": 0.8}
_VILLAGE = re.compile(r"\w{3}[оеёєії]вк(?:а|у|и|і|е|ой|ою)$")
_SURE_NOMINATIVE = 0.8
_QUOTES = "‘’'\"“”«»„"


def find_mentions(
    doc: Document, recognise: Callable[[str], float], persons: Persons
) -> list[Draft]:
    """Every place name of the document, in text order."""
    found: list[Draft] = []
    doubtful: list[Draft] = []
    for marked in doc.sentences:
        areas = areas_of(doc, marked) + directions_of(doc, marked, recognise)
        found += areas
        if marked.sentence.headline:
            continue
        _Runs(doc, marked, recognise, persons, _Found(found, doubtful, areas)).collect()
    accept_repeats(found, doubtful)
    known = {d.text for d in found if d.canonical is None}
    for marked in doc.sentences[:1]:
        if marked.sentence.headline:
            found += in_headline(doc, marked, found, known)
    return sorted(without_overlaps(found), key=lambda d: d.start)


class _Found(NamedTuple):
    """Where runs go, for the whole document, and the areas of one sentence."""

    sure: list[Draft]
    doubtful: list[Draft]
    areas: list[Draft]


class _Runs:
    """The capitalised runs of one sentence and the decision on each."""

    def __init__(
        self,
        doc: Document,
        marked: Marked,
        recognise: Callable[[str], float],
        persons: Persons,
        results: _Found,
    ) -> None:
        self.doc, self.marked = doc, marked
        self.recognise, self.persons = recognise, persons
        self.found, self.doubtful = results.sure, results.doubtful
        self.last_accepted = -1
        blocked = [(h.start, h.end) for h in marked.of("actor")]
        blocked += [(d.start, d.end) for d in results.areas]
        blocked += [(p.start, p.end) for p in persons.named_in(marked.sentence.index)]
        self.blocked = sorted(blocked)
        self.blocked_starts = [start for start, _ in self.blocked]

    def collect(self) -> None:
        """Decide on each run of the sentence, left to right (lists lean on what came before)."""
        tokens = self.marked.sentence.tokens
        done = 0
        for index in self.marked.sentence.capitals:
            if index < done:
                continue
            size = self._run_length(tokens, index)
            if size:
                self._decide(tokens, index, index + size)
            done = index + size

    def _is_blocked(self, token: Token) -> bool:
        place = bisect(self.blocked_starts, token.end - 1)
        return any(end > token.start for _, end in self.blocked[max(0, place - 3) : place])

    def _names(self, token: Token) -> bool:
        """Whether a word may belong to a place name by itself."""
        text = token.text
        if not token.capital or len(text) < 2 or self._is_blocked(token):
            return False
        lists = words()
        if token.bare in lists.never_places or token.bare in lists.vehicles:
            return False
        first, _, rest = text[: len(text) - token.cut].partition("-")
        if rest and first.casefold() in lists.never_places and not rest[0].isupper():
            return False
        if text[:2].isupper() and not text.isupper() and self.doc.language != "en":
            return False  # an acronym with a case ending: "КАБами"
        letters = text.replace("-", "")
        return not (letters.isupper() and len(letters) < 6)

    def _run_length(self, tokens: list[Token], index: int) -> int:
        size = 0
        while index + size < len(tokens) and size < 4:
            token = tokens[index + size]
            if not self._names(token):
                break
            if size and self.doc.text[tokens[index + size - 1].end : token.start] not in (
                " ",
                "\u00a0",
            ):
                break
            size += 1
            if token.cut:
                break
        return size

    def _decide(self, tokens: list[Token], first: int, last: int) -> None:
        lists = words()
        if first == 0 or tokens[first - 1].text in _QUOTES + ":—–-•":
            while first < last and (
                tokens[first].lower in lists.openers
                or self._common(tokens[first])
                or (first == 0 and tokens[0].lower in lists.titles)
            ):
                first += 1
        if first == last:
            return
        run = tokens[first:last]
        start, end = run[0].start, run[-1].stem_end
        text = self.doc.text[start:end]
        if len(text) > _MAX_NAME or self._is_other_name(tokens, first, last):
            return
        look = Surroundings(self.doc.lower, self.marked.sentence, start, run[-1].end)
        self._judge(tokens, first, last, look)

    def _common(self, token: Token) -> bool:
        return token.lower in self.doc.lower_words

    def _is_other_name(self, tokens: list[Token], first: int, last: int) -> bool:
        """Persons, units, call signs, parties, governments."""
        lists = words()
        if self.persons.by_surname(tokens[last - 1]) is not None:
            return True
        if is_unit(tokens, first, last) or self._continues_in_name(tokens, last):
            return True
        if describes(self.doc, tokens, first, last) or of_call_sign(self.doc, tokens[first].start):
            return True
        if self._is_quoted_name(tokens, first, last):
            return True
        if last - first == 1 and tokens[first].lower in lists.first_names:
            return not self._village(tokens, first) and not self._in_list(tokens, first)
        metonym = last - first == 1 and tokens[first].bare in lists.metonyms
        return metonym and self._speaks(tokens, first, last)

    def _in_list(self, tokens: list[Token], first: int) -> bool:
        """Whether a run goes on with a list of places."""
        if self.last_accepted < self.marked.sentence.start:
            return False
        gap = self.doc.lower[self.last_accepted : tokens[first].start]
        return before.LIST_GAP.fullmatch(gap) is not None

    def _village(self, tokens: list[Token], first: int) -> bool:
        """Whether a settlement word stands right before a run."""
        start = tokens[first].start
        left = self.doc.lower[max(self.marked.sentence.start, start - 40) : start]
        return before.settlement_word(left) is not None

    def _is_quoted_name(self, tokens: list[Token], first: int, last: int) -> bool:
        """Slavic texts put names of units, sites and brands in quotation marks, never villages."""
        if self.doc.language == "en" or not first or last >= len(tokens):
            return False
        quoted = tokens[first - 1].text in '«“„"' and tokens[last].text in '»”“"'
        return quoted and not self._village(tokens, first - 1)

    def _continues_in_name(self, tokens: list[Token], last: int) -> bool:
        """The run is only the beginning of a longer name ("Just Russia").

        In Slavic word order an area or a person may stand right behind a place.
        """
        if (
            self.doc.language != "en"
            or last >= len(tokens)
            or tokens[last].start - tokens[last - 1].end != 1
        ):
            return False
        following = tokens[last]
        return following.text[0].isupper() and self._is_blocked(following)

    def _speaks(self, tokens: list[Token], first: int, last: int) -> bool:
        """A capital that acts: "Kyiv said", "by Kyiv", "Kyiv's plans"."""
        if tokens[last - 1].cut:
            return True
        if last < len(tokens) and tokens[last].lower in words().governing:
            return True  # "the Kiev regime"
        if first and tokens[first - 1].lower in ("by", "against", "что", "що", "that"):
            return True
        following = tokens[last].start if last < len(tokens) else -1
        says = self.marked.of("say") + self.marked.of("modal")
        return first == 0 or any(0 <= hit.start - following <= 1 for hit in says)

    def _says(self, tokens: list[Token], last: int) -> bool:
        """ "Hryhorov added": people say things, and a capital that does is listed as one."""
        if last >= len(tokens) or tokens[last - 1].cut:
            return False
        return any(h.start == tokens[last].start for h in self.marked.of("say"))

    def _judge(self, tokens: list[Token], first: int, last: int, look: Surroundings) -> None:
        start, end = tokens[first].start, tokens[last - 1].stem_end
        text = self.doc.text[start:end]
        kind, hint, stop = look.kind_of_place(end)
        if first and tokens[first - 1].lower == "the" and text.casefold() in words().rivers:
            kind = PlaceKind.RIVER  # towns take no article
        if kind is PlaceKind.SETTLEMENT and first and tokens[first - 1].lower == "на":
            kind = PlaceKind.DIRECTION if is_direction(text, self.recognise) else kind
        strength = self._strength(tokens, first, look)
        index = self.marked.sentence.index
        draft = Draft(start, stop, self.doc.text[start:stop], kind, index, hint, None, strength)
        needed = _NEEDED if self.doc.language == "en" else _NEEDED_SLAVIC
        plausible = self._plausible(text, strength, needed[strength])
        if strength == "none" and self._says(tokens, last):
            self.doubtful.append(draft)
            return
        if plausible >= needed[strength] and not (
            strength == "none" and first == 0 and plausible < 0.9
        ):
            self._accept(draft)
            return
        self.doubtful.append(draft)
        if last - first > 1:
            self._try_parts(tokens, first, last)

    def _plausible(self, text: str, strength: str, needed: float) -> float:
        """How plausibly a run is a place; where an act is told of it, by its nominative too."""
        found = self.recognise(text)
        if found >= needed or strength == "none":
            return found
        if not (self.marked.of("head") or strength.endswith("list")):
            return found
        forms = map(self.recognise, nominatives(text, self.doc.language))
        return needed if max(forms, default=0.0) >= _SURE_NOMINATIVE else found

    def _try_parts(self, tokens: list[Token], first: int, last: int) -> None:
        """A run that is no name as a whole may end or begin with one."""
        parts = [(first + 1, last), (first, last - 1)]
        if last - first > 2:
            parts.append((first, first + 1))  # "of X" before a person's name
        for part in parts:
            text = self.doc.text[tokens[part[0]].start : tokens[part[1] - 1].stem_end]
            needed = _NEEDED["none"]
            if self._plausible(text, "weak", needed) >= needed:
                start, end = tokens[part[0]].start, tokens[part[1] - 1].stem_end
                index = self.marked.sentence.index
                self._accept(
                    Draft(start, end, text, PlaceKind.SETTLEMENT, index, None, None, "weak")
                )
                return

    def _accept(self, draft: Draft) -> None:
        self.found.append(draft)
        self.last_accepted = draft.end

    def _strength(self, tokens: list[Token], first: int, look: Surroundings) -> str:
        if look.calls_for_place:
            return "strong"
        if self._in_list(tokens, first):
            sure = self.found and self.found[-1].evidence.startswith("strong")
            return "strong list" if sure else "list"
        if self._object_of_act(tokens[first].start):
            return "weak"
        if first and self.doc.language != "en" and _VILLAGE.search(tokens[first].bare):
            return "weak"  # "бросить Новосергеевку": the suffix alone names places
        if look.allows_place or after.APPOSITION.match(self.doc.lower, tokens[first].end):
            return "weak"
        return "none"

    def _object_of_act(self, start: int) -> bool:
        """ "Зачистив Гоголевку", "утрати Амбарного": what an act is told of stands behind it."""
        if self.doc.language == "en":
            return False
        acts = [h for h in self.marked.of("head") if h.start < start]
        return bool(acts) and 0 <= start - acts[-1].end <= 1
