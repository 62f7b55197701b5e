"""Sources as links of the chain: whom a role stands for, whose an officer is, whose channel."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit
from app.claims.extract.memory import INDIVIDUALS, Memory, bodies_of
from app.claims.extract.platforms import channel_name
from app.claims.extract.resources import words
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source
from app.claims.extract.spoken import Spoken
from app.claims.extract.unlisted import unlisted
from app.claims.model import AttributionBasis, AttributionRole, Link

_ANALYSTS = re.compile(r"analyst|think\s+tank|institute|monitor|map|project", re.IGNORECASE)
_ONE_OF = re.compile(r"(?:one|another)\s+of\s+(?:them|these|those)(?!\w)", re.IGNORECASE)
# "Another blogger", after a Russian one.
_ANOTHER = re.compile(
    r"(?:another|a\s+second|a\s+third|second|third|other)\s+[\w-]+$", re.IGNORECASE
)
_QUOTES = re.compile(r"(?:cit|quot|sp[eo]ak|spoke|talk|interview)", re.IGNORECASE)
_BESIDE = re.compile(
    r"\s*(?:\([^)]{1,30}\)\s*)?(?:,\s+[^,;:.]{1,30},\s+)?(?:(?:has|had|also|later)\s+)*"
)
_ARTICLE = 12  # characters before a group in which "the" or "one of the" stands
# What else somebody may be called: a colonel is an officer.
_RANKS = ("colonel", "captain", "major", "lieutenant", "general", "commander")
_ALSO: dict[str, tuple[str, ...]] = {
    "officer": _RANKS, "veteran": ("retired", "former", *_RANKS), "commander": _RANKS,
    "serviceman": ("soldier", "fighter", "operator", "gunner", *_RANKS),
    "soldier": ("serviceman", "fighter", "gunner", "infantryman", "paratrooper"),
    "expert": ("analyst", "observer", "pundit"), "analyst": ("expert", "observer", "pundit"),
    "observer": ("expert", "analyst"), "pundit": ("expert", "analyst"),
    "official": ("governor", "mayor", "head", "administrator", "minister", "adviser"),
    "spokesman": ("spokesperson", "spokeswoman"), "spokesperson": ("spokesman", "spokeswoman"),
    "interlocutor": ("source", "expert", "analyst", "official", *_RANKS),
    "governor": ("head",), "politician": ("deputy", "senator", "lawmaker", "head"),
    "blogger": ("milblogger", "correspondent"), "correspondent": ("blogger", "journalist"),
}  # fmt: skip
_DEFINITE = re.compile(
    r"(?:.*\s|)(?:the|one\s+of\s+the|another\s+of\s+the)\s+"
    r"(?:(?:agency|outlet|paper|newspaper|channel|portal|site)['’]s\s+)?"
    r"(?:(?:former|retired|veteran|same|unnamed|ex-|said|militia|military|wounded)\s+)*"
    r"(?P<noun>[a-z]+(?:[ -][a-z]+)?)"
    r"(?:\s+of\s+(?:the|this)\s+[a-z]+)?$",
    re.IGNORECASE | re.DOTALL,
)
_BODIES = frozenset({"ministry", "general staff", "government", "analyst map"})
_BEFORE = 120  # characters before an owner's sort of body that tell whose it is
_PRONOUN = re.compile(
    r"(?:he|she|they|him|her|them|his|their|он|она|они|він|вона|вони)(?!\w)", re.IGNORECASE
)
_ITSELF = re.compile(r".{0,5}?(?<!\w)(?:this|our|наш\w*|цьому|этому)\s", re.IGNORECASE | re.DOTALL)
_POSSESSIVE = re.compile(r"(?<!\w)(?:its|their|его|её|ее|их|його|її|їхн\w+)\s", re.IGNORECASE)


# What newsrooms find out by themselves.
_OWN_WORK = re.compile(
    r"(?<!\w)(?:count(?:s|ed)?|tall(?:y|ied)|calculat\w+|analys\w+|analyz\w+|verif(?:y|ied)|geolocat\w+|"
    r"investigation|identified|estimate[sd]?|reckon\w*|"
    r"подсч[её]т\w*|подсчитал\w*|насчитал\w*|проанализировал\w*|верифицировал\w*|расследовани\w+|"
    r"підрах\w+|нарахува\w+|проаналізува\w+|верифікува\w+|розслідуванн\w+|ідентифікува\w+)(?!\w)",
    re.IGNORECASE,
)


class Links:
    """Makes links of sources, with what the sentences before tell of them."""

    def __init__(self, doc: Document, memory: Memory, sources: list[list[Source]]) -> None:
        """Keep the document, who was named last, and every person of the report in order."""
        self.doc, self.memory = doc, memory
        self.here: list[Source] = []
        self.turn: Spoken | None = None
        self._bodies = [s for found in sources for s in bodies_of(found)]
        self._people = [
            s for found in sources for s in found
            if s.form == "person" or (s.label == "person" and s.form == "actor")
        ]  # fmt: skip

    def of(self, source: Source | None, hit: Hit) -> tuple[list[Link], list[Link]]:
        """The claimants and the carriers that a source at a cue is."""
        if source is None or self._is_report(source):
            return [], []
        if source.form == "role":
            return self.of_role(source, hit)
        if source.form == "group" and (known := self._known_by_noun(source, hit)) is not None:
            return [known], []
        if source.label == "owned" or source.side == "unknown":
            source = self._of_owner(source)
        if source.kind == "publication" and source.label == "owned":
            return [], []
        if source.form == "actor" and source.label == "outlet" and not self._own_work(source, hit):
            return [], [self.one(source, hit, AttributionRole.OUTLET)]
        return [self.one(source, hit, AttributionRole.CLAIMANT)], []

    def _is_report(self, source: Source) -> bool:
        """ "This portal", "our site": the report speaks of itself."""
        before = self.doc.text[max(0, source.start - 5) : source.end]
        return source.kind == "press" and _ITSELF.match(before) is not None

    def _own_work(self, source: Source, hit: Hit) -> bool:
        """Whether an outlet tells what it counted or found out itself, not what others told it."""
        start, end = min(source.start, hit.start), max(source.end, hit.end)
        return _OWN_WORK.search(self.doc.text, start, end) is not None

    def _of_owner(self, source: Source) -> Source:
        """ "Its press officer", "Its director, X": whose, and so on which side.

        A bulletin speaks for its owner, an officer for himself.
        """
        inside = [s for s in bodies_of(self.here) if s.end <= source.start]
        owner = inside[-1] if inside else self.memory.body
        words = f"{source.title or source.name} "
        mark = _POSSESSIVE.match(words)
        if source.side == "unknown" and (like := self._like(source)) is not None:
            return like
        if mark is not None and not inside and source.side == "unknown":
            # "Marines pushed on, according to their brigade": of whom the sentence tells.
            before = self.doc.text[max(0, source.start - _BEFORE) : source.start]
            told = side_of_words(before.rpartition(". ")[2])
            if told in ("RU", "UA") and source.name.casefold().startswith("their"):
                return replace(source, name=source.name[mark.end() :], side=told, label="")
        if mark is None or owner is None:
            return source
        side = source.side if source.side != "unknown" else owner.side
        if source.form == "person":
            return replace(source, side=side)
        if source.kind == "publication":
            return replace(owner, start=source.start, end=source.end)
        name = f"{source.name[mark.end() :]} of {owner.name}"
        return replace(source, name=name, side=side, label="")

    def _like(self, source: Source) -> Source | None:
        """ "One of them", "another blogger": on the side of those of his kind who spoke before."""
        last = self.memory.last.claimants[:1]
        if last and _ONE_OF.match(self.doc.text, source.start):
            unnamed = _ONE_OF.fullmatch(source.name) is not None and last[0].name.endswith("s")
            name = f"one of the {last[0].name}" if unnamed else source.name
            return replace(source, name=name, side=last[0].side)
        if _ANOTHER.match(source.name) is None:
            return None
        like = self.memory.by_noun(source.name.rpartition(" ")[2])
        return None if like is None else replace(source, side=like.side)

    def of_role(self, source: Source, hit: Hit) -> tuple[list[Link], list[Link]]:
        """The links of whom a pronoun or role stands for."""
        memory = self.memory
        if source.label == "briefing":
            return self._briefing(source, hit)
        if source.label == "outlet":
            judges = _ANALYSTS.search(self.doc.text, source.start, source.end) is not None
            chain = memory.analysts if judges and not memory.analysts.empty else memory.monitor
            if chain.empty:
                own = unlisted(source, self.doc.text, self.here)
                return ([self.one(own, hit, AttributionRole.CLAIMANT)] if own else []), []
            links = [replace(c, basis=AttributionBasis.CARRIED_OVER) for c in chain.claimants]
            return links, [replace(c, basis=AttributionBasis.CARRIED_OVER) for c in chain.carriers]
        near = self._person_in_sentence(source) if source.label == "person" else None
        again = None if near is not None else self._said_here(source)
        again = again or self._known_by_noun(source, hit)
        if again is not None:
            return [again], []
        titled = self._by_title(source) if source.label == "person" else None
        stands_for = near or titled or memory.standing_for(source.label)
        if stands_for is None:
            own = unlisted(source, self.doc.text, self.here)
            return ([self.one(own, hit, AttributionRole.CLAIMANT)] if own else []), []
        link = self.one(replace(stands_for, start=source.start, end=source.end), hit,
                          AttributionRole.CLAIMANT)  # fmt: skip
        return [replace(link, basis=AttributionBasis.PRONOUN)], []

    def _said_here(self, role: Source) -> Link | None:
        """ "A pensioner said that she had counted": who spoke before in the same sentence."""
        said = self.turn.claimants[:1] if self.turn is not None else ()
        if not said or said[0].kind not in INDIVIDUALS or not _PRONOUN.match(role.name):
            return None
        return replace(said[0], basis=AttributionBasis.PRONOUN)

    def _known_by_noun(self, source: Source, hit: Hit) -> Link | None:
        """ "The source", "the brigade commander": whoever spoke under that noun before."""
        if source.label not in ("person", "") or self.doc.language != "en":
            return None
        before = self.doc.text[max(0, source.start - _ARTICLE) : source.end]
        noun = _DEFINITE.match(before)
        if noun is None or _PRONOUN.match(source.name):
            return None
        told = noun["noun"].casefold()
        nouns = (told, *_ALSO.get(told.rpartition(" ")[2], ()))
        found = (k for one in nouns if (k := self.memory.by_noun(one)) is not None)
        known = next(found, None)
        if known is None and source.form == "group":
            known = self._body_by_noun(source, told, hit)
        if known is None or known.kind in _BODIES:
            return None
        if {known.side, source.side} == {"RU", "UA"}:
            return None
        span = self.doc.span(min(source.start, hit.start), max(source.end, hit.end))
        return replace(known, span=span, basis=AttributionBasis.PRONOUN)

    def _body_by_noun(self, source: Source, noun: str, hit: Hit) -> Link | None:
        """ "The regiment": of the bodies named before, the last whose name has the noun."""
        if noun != source.name.casefold() or noun not in words().units:
            return None
        before = (s for s in reversed(self._bodies) if s.end <= source.start)
        body = next((s for s in before if noun in s.name.casefold().split()), None)
        return None if body is None else self.one(body, hit, AttributionRole.CLAIMANT)

    def _by_title(self, role: Source) -> Source | None:
        """ "The colonel": of the persons before, the last whose title has the noun."""
        noun = role.name.split()[-1].casefold()
        if _PRONOUN.match(role.name) or self.doc.language != "en":
            return None
        place = bisect(self._people, role.start, key=lambda s: s.start)
        before = reversed(self._people[:place])
        nouns = {noun, *_ALSO.get(noun, ())}
        return next((s for s in before if nouns & set((s.title or "").casefold().split())), None)

    def _briefing(self, source: Source, hit: Hit) -> tuple[list[Link], list[Link]]:
        """Unnamed people who report to the person named last."""
        person = self._person_before(hit) or self.memory.person
        if person is None:
            return [], []
        unnamed = replace(
            source, name=f"briefers of {person.name}", side=person.side, kind="unnamed"
        )
        return [self.one(unnamed, hit, AttributionRole.CLAIMANT)], []

    def _person_in_sentence(self, role: Source) -> Source | None:
        """The person whom the same sentence named before: "X painted a picture: ..., he wrote"."""
        return next(
            (s for s in reversed(self.here)
             if s.end <= role.start and not s.carries
             and (s.form == "person" or (s.form == "actor" and s.label == "person"))), None
        )  # fmt: skip

    def _person_before(self, hit: Hit) -> Source | None:
        place = bisect(self._people, hit.start, key=lambda s: s.start)
        before = (
            s for s in reversed(self._people[max(0, place - 3) : place]) if s.end <= hit.start
        )
        return next(before, None)

    def one(self, source: Source, hit: Hit, role: AttributionRole) -> Link:
        """The link of a source in a role, with the words from its name to the cue."""
        start, end = min(source.start, hit.start), max(source.end, hit.end)
        return Link(role, source.name, source.side, source.kind, source.title,
                    self.doc.span(start, end), AttributionBasis.SAME_SENTENCE)  # fmt: skip

    def quoting(self, hit: Hit) -> list[Link]:
        """ "The agency cited X", "the AP spoke with X": the outlet before the cue carries it."""
        if _QUOTES.match(self.doc.text, hit.start) is None:
            return []
        before = [s for s in self.here if s.end <= hit.start][-1:]
        if not before or not (before[0].carries or before[0].label == "outlet"):
            return []
        if _BESIDE.fullmatch(self.doc.text, before[0].end, hit.start) is None:
            return []
        claimants, carriers = self.of(before[0], hit)
        return carriers if not claimants else []

    def channels(self, marked: Marked, claimants: list[Link]) -> list[Link]:
        """The claimant's own channel or page, when the sentence names one."""
        hits = marked.of("channel")
        if not hits or not claimants:
            return []
        speaker, hit = claimants[0], hits[0]
        span = self.doc.span(hit.start, hit.end)
        name = channel_name(span.text, speaker.name)
        role = AttributionRole.CHANNEL
        return [Link(role, name, speaker.side, "official channel", None, span)]
