"""Who says it: the chain from claimant to outlet, sentence by sentence.

Cues are phrases of the lexicon: verbs of saying (the subject is the source), phrases whose object
is the source ("according to"), phrases whose object carries it ("told TASS"), nouns of speech with
a possessor. Words like "he", "the expert", "the ministry" stand for whoever fitted them last.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.cuing import cues_of
from app.claims.extract.document import Document, Marked
from app.claims.extract.ground import Ground
from app.claims.extract.heading import heading
from app.claims.extract.lexicon import Hit
from app.claims.extract.links import Links
from app.claims.extract.loyalty import Loyalty
from app.claims.extract.memory import Memory
from app.claims.extract.persons import Persons
from app.claims.extract.phrases import Entry
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source
from app.claims.extract.sources import OUTLET_NOUN, sources_of
from app.claims.extract.speakers import Speakers
from app.claims.extract.spoken import Spoken, doubts, only_speaks_to, press_carries, repeats
from app.claims.extract.voices import (
    settle,
    sides_by_ground,
    sides_by_names,
    sides_of_same,
    single_voice,
)
from app.claims.model import AttributionRole, Link
from gazetteer.model import Side

_CLAUSE_REACH = 120
_OWNER_REACH = 60
# With which texts name who said what stands before.
_OF_THIS = ("об этом", "про це", "so say", "so said", "so claim", "so report", "so insist")
_LEADS = 3  # characters before the name that a sentence begins with
_COLON = re.compile(r"[»”\"'’]?\s?:\s")
_COLON_ENTRY = Entry("say", "claimed")
_GERUNDS = ("ing", "ив", "ыв", "ав", "вши", "я")
_JOINS_REACH = 16
_JOINS = re.compile(
    r"\s(?:and|but|yet|then|и|но|та|і|й|але|а)\s+(?:(?:also|then|later|even|также|потом|затем|ещё|також|"
    r"потім|ще)\s+)?$"
)
_PASS_ON = frozenset({"channel", "telegram channel", "press", "press service"})
# Who listens to a speaker, or the report speaking of itself: no outlet is named.
_LISTENERS = re.compile(
    r"(?:this|our|наш\w*|этому|цьому)\s|.*(?:reporter|journalist|correspondent|editor|newsm[ea]n|"
    r"журналист|журналіст|корреспондент|кореспондент|репорт[её]р)",
    re.IGNORECASE,
)
_NEW_SPEAKER = re.compile(
    r"[,;]\s+(?:where|while|whereas|although|though|whose|где|тогда\s+как|хотя|де|тоді\s+як|хоча)\s"
)
_PLACE_CLAUSE = re.compile(r"(?:where|whose|где|де)\s")
_BY = re.compile(r"[”’\"']?\s+by\s+(?:(?:an?|the|its|one)\s+)?", re.IGNORECASE)
_BELIEVED = re.compile(
    r"(?:if|should|to\s+hear)\s+(?:the\s+)?(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,3}?)\s+"
    r"(?:is|are|were|tells?)(?!\w)",
    re.IGNORECASE,
)
_OWNS = re.compile(r"['’]s?\s")
_CONDITIONAL = re.compile(r"(?:as|if|should|to\s+hear|assuming|providing)\s", re.IGNORECASE)


class Attribution:
    """The spoken sources of every sentence of a document."""

    def __init__(self, doc: Document, persons: Persons) -> None:
        """Read all sentences in order."""
        self.doc = doc
        self.memory = Memory()
        self.loyalty = Loyalty(doc, self.memory)
        self.speakers = Speakers(doc)
        self.sources = [sources_of(doc, marked, persons) for marked in doc.sentences]
        self.links = Links(doc, self.memory, self.sources)
        self.memory.meet(self.sources)
        self.spoken = [self._read(i) for i in range(len(doc.sentences))]
        settle(self.spoken, doc)
        self.voice = single_voice(doc, self.spoken) or self._heading()

    def _heading(self) -> Spoken | None:
        """The source of a post or bulletin that begins with its name."""
        source = heading(self.doc, self.sources, self.spoken)
        if source is None:
            return None
        cue = Hit(source.start, source.end, _COLON_ENTRY)
        return Spoken(tuple(self.links.of(source, cue)[0]), (), "claimed")

    def take_sides(self, side: Side, ground: Ground) -> None:
        """Give speakers of unknown side that of whose names or places the report tells."""
        sides_by_ground(self.spoken, ground)
        sides_by_names(self.spoken, side)
        sides_of_same(self.spoken)
        self.voice = single_voice(self.doc, self.spoken) or self._heading()

    # --- one sentence

    def _read(self, index: int) -> Spoken:
        marked = self.doc.sentences[index]
        if marked.sentence.headline:
            return Spoken()
        sources = self.links.here = self.sources[index]
        turns = self._by_colon(marked, sources)
        for hit in cues_of(self.doc, marked, sources):
            if turns and turns[-1].claimants and self._goes_on(hit):
                if turns[-1].modality == "questioned":
                    continue  # what a doubter suggests instead is a part of the doubt
                turns.append(replace(turns[-1], modality=hit.label, cue=(hit.start, hit.end)))
                continue
            self.links.turn = turns[-1] if turns else None
            claimants, carriers = self._links(marked, sources, hit)
            if claimants or carriers:
                label = "claimed" if hit.category == "by_role" else hit.label
                cue = (hit.start, hit.end)
                follows = hit.category in ("source", "within", "by_role")
                turn = Spoken(tuple(claimants), tuple(carriers), label, cue, follows=follows)
                if hit.category == "say" and turns and only_speaks_to(turns[-1], turn):
                    # "Speaking to Reuters, X laughed it off": the second verb says how.
                    turn = replace(turn, carriers=(*turns.pop().carriers, *turn.carriers))
                turns.append(turn)
        spoken = self.loyalty.with_sides(marked, self._joined(marked, turns), sources)
        self.memory.remember(marked, sources, spoken)
        return spoken

    def _goes_on(self, hit: Hit) -> bool:
        """ ", adding that", "and put the losses at": the same speaker says more."""
        if hit.category != "say":
            return False
        before = self.doc.text[max(0, hit.start - _JOINS_REACH) : hit.start]
        word = self.doc.text[hit.start : hit.end].casefold()
        joined = _JOINS.search(before) is not None
        return joined or (before.rstrip().endswith(",") and word.endswith(_GERUNDS))

    def _by_colon(self, marked: Marked, sources: list[Source]) -> list[Spoken]:
        """ "Rybar: they entered X", "..., — Rybar": before the first colon, behind a last dash."""
        start = marked.sentence.start
        first = next((s for s in sources if s.start - start < _LEADS and s.form != "role"), None)
        if first is None or _COLON.match(self.doc.text, first.end, marked.sentence.end) is None:
            first = self.speakers.inversion.closing(marked, sources)
        if first is None:
            return []
        cue = Hit(first.end, first.end + 1, _COLON_ENTRY)
        claimants, carriers = self.links.of(first, cue)
        return [Spoken(tuple(claimants), tuple(carriers), "claimed", (cue.start, cue.end))]

    def _joined(self, marked: Marked, turns: list[Spoken]) -> Spoken:
        """All that is said in a sentence as one chain, its turns kept beside."""
        claimants: list[Link] = []
        carriers: list[Link] = []
        for turn in turns:
            claimants += [one for one in turn.claimants if not repeats(one, claimants)]
            carriers += [one for one in turn.carriers if not repeats(one, carriers)]
        claimants, carriers = press_carries(claimants, carriers)
        carriers += self.links.channels(marked, claimants)
        names = {c.name for c in claimants}
        carriers = [c for c in carriers if c.name not in names]
        first = next((t for t in turns if t.claimants), turns[0] if turns else Spoken())
        spoke = [t for t in reversed(turns) if t.claimants and t.claimants[0].name in names]
        own = {(t.claimants[0].name, doubts(t)): t for t in spoke}
        back = self._refers_back(marked)
        begins = self._own_clause(marked, first)
        whole = Spoken(
            tuple(claimants[:2]), tuple(carriers), first.modality, first.cue, back, (), begins
        )
        if len(own) < 2:
            return whole
        split = sorted(own.values(), key=lambda t: t.cue or (0, 0))
        return replace(whole, turns=tuple(split))

    def _own_clause(self, marked: Marked, turn: Spoken) -> int | None:
        """Where a clause with "where", "while" or "but" and its own speaker begins."""
        spans = [c.span.start for c in turn.claimants if c.span is not None]
        if not spans or turn.cue is None:
            return None
        start = max(marked.sentence.start, min(spans) - _CLAUSE_REACH)
        found = [m.start() for m in _NEW_SPEAKER.finditer(self.doc.text, start, min(spans))]
        if not found:
            return None
        between = self.doc.text[found[-1] + 1 : min(spans)].strip()
        # ", although they are shelled, he said" is all his; ", where an official, X, wrote" is not.
        between = between.rstrip(", ") if _PLACE_CLAUSE.match(between) else between
        return None if "," in between else found[-1]

    def _links(
        self, marked: Marked, sources: list[Source], hit: Hit
    ) -> tuple[list[Link], list[Link]]:
        if hit.category == "by_role":
            # "По словам советника главы X": the phrase with its object is a cue too.
            whose = self._whose(sources, hit)
            return ([], []) if whose else self.links.of_role(_role_source(hit), hit)
        if hit.category in ("source", "within"):
            around = hit.category == "within"
            found = None if around else self.speakers.object_of(marked, sources, hit)
            links = self.links.of(self._inside(sources, hit) if around else found, hit)
            return links if not links[0] or links[1] else (links[0], self.links.quoting(hit))
        if hit.category == "tell":
            return self._told(marked, sources, hit)
        source = self.speakers.subject_of(marked, sources, hit)
        if hit.category == "speech_noun" and source is not None:
            possessor = self.doc.text[source.end : hit.start]
            if not re.fullmatch(r"['’]s?\s+(?:\w+\s+)?", possessor) or hit.label != "forecast":
                return [], []
        if source is not None and self.doc.language != "en":
            return self._slavic(sources, source, hit)
        return self.links.of(source, hit)

    def _whose(self, sources: list[Source], hit: Hit) -> bool:
        """Whether somebody is named right behind a phrase that is cue and role in one."""
        behind = next((s for s in sources if s.end > hit.end and s.form != "role"), None)
        if behind is None or self.doc.language == "en":
            return False
        gap = self.doc.text[hit.end : max(hit.end, behind.start)]
        return len(gap) < _OWNER_REACH and not any(mark in gap for mark in ",;:.—")

    def _slavic(
        self, sources: list[Source], source: Source, hit: Hit
    ) -> tuple[list[Link], list[Link]]:
        """Free word order: "ТАСС сообщил эксперт X", "розповіла X Радіо Свобода"."""
        if source.carries and source.end <= hit.start:
            behind = [s for s in sources if 0 <= s.start - hit.end <= 1 and not s.carries]
            if behind:
                outlet = self.links.one(source, hit, AttributionRole.OUTLET)
                return self.links.of(behind[0], hit)[0], [outlet]
        told = [s for s in sources if s.carries and 0 <= s.start - source.end <= 1]
        if told and not source.carries:
            outlet = self.links.one(told[0], hit, AttributionRole.OUTLET)
            return self.links.of(source, hit)[0], [outlet]
        return self.links.of(source, hit)

    def _told(
        self, marked: Marked, sources: list[Source], hit: Hit
    ) -> tuple[list[Link], list[Link]]:
        """ "X told Y": Y carries it when it is an outlet or a channel."""
        carriers = []
        source = self.speakers.object_of(marked, sources, hit)
        if source is not None and source.carries:
            carriers = [self.links.one(source, hit, AttributionRole.OUTLET)]
        elif source is not None and source.form == "role" and source.label == "outlet":
            carriers = self.links.of_role(source, hit)[1]
        elif source is not None and self._passes_on(source):
            carriers = [self.links.one(source, hit, AttributionRole.CHANNEL)]
        if source is not None and not carriers and (outlet := self.links.quoting(hit)):
            return self.links.of(source, hit)[0], outlet
        subject = self.speakers.subject_of(marked, sources, hit)
        if (subject is None or subject.carries) and source is not None and carriers:
            subject = self._agent(sources, source)
        if subject is None or subject.carries:
            return [], carriers
        return self.links.of(subject, hit)[0], carriers

    def _agent(self, sources: list[Source], outlet: Source) -> Source | None:
        """ "It was delivered to TASS by a commander": who stands behind the outlet."""
        behind = (s for s in sources if s.start > outlet.end)
        return next((s for s in behind if _BY.fullmatch(self.doc.text, outlet.end, s.start)), None)

    def _passes_on(self, source: Source) -> bool:
        """Whether nameless listeners carry it: a channel, a press service, not "reporters"."""
        if source.form != "group" or (
            source.kind not in _PASS_ON and OUTLET_NOUN.search(source.name) is None
        ):
            return False
        return _LISTENERS.match(self.doc.text, source.start, source.end) is None

    def _inside(self, sources: list[Source], hit: Hit) -> Source | None:
        """The source in a phrase around it: "by ISW's reckoning", "if the ministry is believed"."""
        inside = [s for s in sources if hit.start < s.start and s.end < hit.end]
        if _CONDITIONAL.match(self.doc.text, hit.start) is not None:
            side = side_of_words(self.doc.text[hit.start : hit.end])
            if not inside and (phrase := _BELIEVED.match(self.doc.text, hit.start, hit.end)):
                start, end = phrase.span("what")
                return Source(start, end, phrase["what"], side, "unnamed", "group")
            named = [s if s.side != "unknown" else replace(s, side=side) for s in inside[:1]]
            return named[0] if named else None
        return next((s for s in inside if _OWNS.match(self.doc.text, s.end)), None)

    def _refers_back(self, marked: Marked) -> bool:
        """Whether the sentence attributes what stands before it: "This was reported by ..."."""
        hits = marked.of("back_reference")
        if not hits:
            return False
        first = hits[0].start - marked.sentence.start
        if first < 4 and self.doc.lower.startswith(_OF_THIS, marked.sentence.start):
            return bool(marked.of("say"))
        if first < 4:
            return any(h.label == "claimed" for h in marked.of("source"))
        cues = marked.of("source")
        return bool(cues) and cues[0].start - marked.sentence.start < 4


def _role_source(hit: Hit) -> Source:
    return Source(hit.start, hit.end, hit.label, "unknown", None, "role", hit.label)
