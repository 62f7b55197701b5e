"""Speakers by office: noun phrases such as "the head of the regional administration".

The nouns are data (``offices.toml``). A phrase reaches left over what describes the noun and right
over whose office it is; it says more than the bare noun, which only stands for somebody named
before and is left to the roles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit
from app.claims.extract.resources import words

_LEFT, _RIGHT = 6, 9  # words that a phrase reaches at most
_OVERLAPPING = 6  # hits of several categories that may begin before a word and reach into it
_OWNED = re.compile(r"['’]s\s")
_OPENING = "«“‘\"'"
_CLOSING = "»”’\"'"
_WITHIN = "«»“”‘’'\"№"
_CUES = ("say", "tell", "source", "channel", "modal")
_ADJECTIVE = re.compile(
    r"[а-яёіїєґ’'-]{2,}(?:ий|ый|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ых|их|ій|ої|ська|цька|"
    r"на|ова|ні|ові|ські|цькі|ське|ове|не)$",
    re.IGNORECASE,
)
_ENGLISH_ADJECTIVE = re.compile(
    r"[\w’'-]+(?:ian|ish|ese|al|ary|ern|ive|ant|ent|-in|ior|ful|ous|ic)$|[\w]+['’]s$|[\w]+-[\w-]+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Office:
    """A phrase of one office: its span, the noun's kind, and how it begins.

    ``holder`` is where the name of the person begins whose title the phrase is.
    """

    start: int
    end: int
    kind: str
    owned: bool
    described: bool
    holder: int | None = None


def offices_of(doc: Document, marked: Marked, persons: list[tuple[int, int]]) -> list[Office]:
    """The offices of a sentence in text order; ``persons`` are the spans of names."""
    if not marked.of("office"):
        return []
    phrases = _Phrases(doc, marked, persons)
    out: list[Office] = []
    reached = -1
    for hit in marked.of("office"):
        if hit.start < reached:
            continue
        office = phrases.around(hit)
        reached = max(hit.end, office.end)
        if phrases.stands_for_another(hit):
            continue
        if office.holder is not None or (office.described and _speaks(office)):
            out.append(office)
    return out


def _speaks(office: Office) -> bool:
    """A bulletin speaks only for an owner ("its evening bulletin"), a command post not at all."""
    return office.kind != "thing" and (office.kind != "publication" or office.owned)


class _Phrases:
    """The noun phrases of one sentence around its offices."""

    def __init__(self, doc: Document, marked: Marked, persons: list[tuple[int, int]]) -> None:
        self.english = doc.language == "en"
        self.tokens = marked.sentence.tokens
        self.starts = [t.start for t in self.tokens]
        self.cues = sorted((h for c in _CUES for h in marked.of(c)), key=_start)
        self.cue_starts = [h.start for h in self.cues]
        self.people = {start for start, _ in persons}
        bodies = [h for h in marked.of("role") if h.label in ("ministry", "staff")]
        # "The project's analysts" stand for the project.
        bodies += [
            h for h in marked.of("role")
            if h.label == "outlet" and _OWNED.search(doc.text, h.start, h.end)
        ]  # fmt: skip
        self.taken = sorted([*bodies, *marked.of("actor")], key=_start)
        self.taken_starts = [h.start for h in self.taken]

    def around(self, hit: Hit) -> Office:
        """The office of a noun with what describes it and whose it is."""
        lists, tokens = words(), self.tokens
        first, last = (bisect_left(self.starts, offset) for offset in (hit.start, hit.end))
        begin = self._begin(first)
        end, holder = self._end(last, named=hit.label == "press")
        opener = tokens[begin].lower
        own = [t for t in tokens[begin:first] if t.lower not in lists.determiners]
        tail = tokens[last:end]
        described = bool(own) or (opener != "the" and begin < first)
        listens = any(t.lower in lists.listeners for t in (tail[:1] + tail[-1:]))
        described = described or (bool(tail) and not listens)
        if begin == first:
            # Plurals without an article bring in somebody new: "residents said".
            described = described or hit.label in ("resident", "witness", "parties")
        start = tokens[begin + 1].start if opener in ("the", "a", "an") else tokens[begin].start
        owned = opener in lists.possessives
        stop = tokens[end - 1]
        if end < len(tokens) and tokens[end].text in _CLOSING and self._opens(begin, end):
            stop = tokens[end]
        stop_at = stop.stem_end if stop.text[0].isalnum() else stop.end
        return Office(start, stop_at, hit.label, owned, described, holder)

    def _opens(self, begin: int, end: int) -> bool:
        """Whether a quotation mark is open at the end of a phrase."""
        marks = [t.text for t in self.tokens[begin:end] if t.text in _OPENING + _CLOSING]
        return len(marks) % 2 == 1

    def stands_for_another(self, noun: Hit) -> bool:
        """ "The defence ministry", "the staff" are roles; "general" in "General Staff" is none."""
        place = bisect_left(self.taken_starts, noun.start + 1)
        if place < len(self.taken) and self.taken_starts[place] < noun.end:
            return False  # "the chief of the General Staff" is a man of the staff
        return _meets(self.taken, self.taken_starts, noun.start, noun.end)

    def _begin(self, first: int) -> int:
        """The token that the words describing an office begin with."""
        begin, tokens = first, self.tokens
        while begin and first - begin < _LEFT:
            token = tokens[begin - 1]
            if _meets(self.cues, self.cue_starts, token.start, token.end):
                break
            if not self.english and _meets(self.taken, self.taken_starts, token.start, token.end):
                break  # "in the telethon a spokesman"
            if token.text in _OPENING and begin > 1 and self._describes(begin - 2):
                begin -= 1
                continue
            if token.lower in words().determiners:
                begin -= 1
                break
            if not self._describes(begin - 1):
                break
            begin -= 1
        return begin

    def _describes(self, index: int) -> bool:
        token = self.tokens[index]
        if not token.text[0].isalnum():
            return False
        if token.lower in words().describing or token.text[0].isdigit():
            return True
        if self.english:
            capital = token.text[0].isupper() and index > 0
            return capital or _ENGLISH_ADJECTIVE.match(token.lower) is not None
        return _ADJECTIVE.match(token.lower) is not None

    def _end(self, last: int, *, named: bool) -> tuple[int, int | None]:
        """The token after an office with its owner, and where the person begins that holds it.

        ``named``: a name may stand right behind ("the newspaper Vremya").
        """
        lists, tokens = words(), self.tokens
        place = bisect_left(self.cue_starts, tokens[last - 1].end)
        stop = self.cue_starts[place] if place < len(self.cue_starts) else 1 << 60
        end, opened = last, not self.english
        while end < len(tokens) and end - last < _RIGHT:
            token = tokens[end]
            before = tokens[end - 1].lower
            if token.start in self.people and before not in lists.tail_openers | lists.determiners:
                return end, token.start
            if token.start >= stop or (token.lower in lists.tail_ends and not self._joins(end)):
                break
            if not token.text[0].isalnum() and token.text not in _WITHIN:
                break
            if token.lower == "to" and not self._leads_on(end):
                break  # "residents to evacuate"
            if not opened and token.lower not in lists.tail_openers:
                if not (named and token.text[0].isupper()):
                    break
            else:
                opened = True
            if not self.english and end > last and self._quote_ends(end):
                break
            end += 1
        while end > last and (
            tokens[end - 1].text in _OPENING or tokens[end - 1].lower in lists.tail_openers
        ):
            end -= 1
        return end, None

    def _leads_on(self, index: int) -> bool:
        """Whether a "to" leads to somebody: "an aide to the mayor"."""
        after = self.tokens[index + 1 : index + 2]
        return bool(after) and (after[0].text[0].isupper() or after[0].lower in words().determiners)

    def _quote_ends(self, index: int) -> bool:
        """Behind the name of a unit in quotation marks only another name goes on."""
        return self.tokens[index - 1].text in "»”" and self.tokens[index].text[0].islower()

    def _joins(self, index: int) -> bool:
        """ "Residents of A and B": an "and" between two names."""
        tokens = self.tokens
        if tokens[index].lower not in ("and", "и", "та", "й") or index + 1 >= len(tokens):
            return False
        return tokens[index - 1].text[0].isupper() and tokens[index + 1].text[0].isupper()


def _start(hit: Hit) -> int:
    return hit.start


def _meets(hits: list[Hit], starts: list[int], start: int, end: int) -> bool:
    """Whether one of the hits (by start) overlaps a span; hits of a sentence are short."""
    place = bisect_left(starts, end)
    return any(h.end > start for h in hits[max(0, place - _OVERLAPPING) : place])
