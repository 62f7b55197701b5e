"""The subject of a verb of saying and the object of "according to"."""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.governments import government, government_about, side_of_government
from app.claims.extract.inversion import OBJECT_GAP, OBJECT_REACH, Inversion, with_side_of
from app.claims.extract.lexicon import Hit
from app.claims.extract.nounphrase import CLAUSE_START, phrase_after, phrase_source
from app.claims.extract.resources import words
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source
from app.claims.extract.subjects import object_behind, subject_before

_SUBJECT_REACH = 170
_CLAUSE_REACH = 400
_BETWEEN_SUBJECT_AND_VERB = re.compile(
    r"['’]?s?\s*(?:\([^)]{1,40}\)\s*)?(?:[‘’'\"“”»]\s*)?(?:,[^;:]{0,140},(?:[^,;:.]{0,60}\s(?:but|and)\s|\s+(?:would|will|also|later|then)(?:\s\w+)?)?|(?:[^,;:.]|\.(?=\w)){0,90}|[^,;:.]{1,60},\s+who\s[^,;:]{1,140},|,[^,;:]{0,140})?[‘’'\"“”»]?\s*",
    re.DOTALL,
)
_NAME = re.compile(r"[A-ZА-ЯІЇЄҐ][\w’'-]+(?:\s+[A-ZА-ЯІЇЄҐ][\w’'-]+){0,2}")
_CITING = re.compile(
    r"cit|quot|со\s+ссылкой|ссыла|з[і]?\s+посилан|із\s+посилан|посила", re.IGNORECASE
)
_MEMBER_REACH = 60
_MEMBER = re.compile(
    r"(?:^|[\s“‘])(?P<name>[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+){1,2})\s(?:of|from|at|with)\s(?:the\s)?$"
)
_RELATIVE = re.compile(r",\s+(?:which|котор\w+|як[аийіе]\w*)\s", re.IGNORECASE)
_OF_SPEECH = re.compile(
    r"['’]s?\s+(?:\w+\s+)?(?:statement|statements|remarks|report|claim|claims|words|comments)\b|\s+(?:statement|remarks|words)\b"
)
# Units act more often than they speak: their verb of saying stands right behind them.
_RIGHT_BESIDE = re.compile(r"['’]?s?\s*(?:[\w-]+\s+){0,2}|,[^,;:]{0,80},\s*(?:\w+\s+)?")
_ORDERS = re.compile(
    r"(?:order|instruct|urg|call|tell|told|ask|advis)\w*\s+(?!that|reporters)|(?:has|have|had)\s+(?:ordered|told|urged|asked)"
)
_OWN = (" ", "'s ", "’s ")
_AUXILIARIES = frozenset({"has", "have", "had", "also", "still", "later", "earlier"})
_WHO = re.compile(r",?\s+who\s")
_LONE_NAME = re.compile(r"[,”’\"»]\s+(?P<name>[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?)\s+$")
_PARTICIPLE = re.compile(r"\w+(?:ed|en)|said|told|put|made|seen|heard|known|thought", re.IGNORECASE)
_BEING = re.compile(r"(?<!\w)(?:is|are|was|were|be|been|being)\s+(?:also\s+|now\s+)?$")
# "Captain X of the Tavria group", "X from the press service": the person speaks.
_SERVES_IN = re.compile(r"\s+(?:of|from|with|at|in)\s+(?:the\s+)?", re.IGNORECASE)
_OBJECT_WORDS = 6  # between a government and the silence that it keeps
_FINITE = re.compile(r"(?<!\w)(?:is|are|was|were|will|would|can|could|has|have|had)(?!\w)")
_PRESENT_PARTICIPLE = re.compile(r"\w+ing(?!\w)")  # "a commander fighting in X"
_HEARD = ("interviewed", "contacted", "reached", "polled")
_REMARKS = ("underscor", "underlin", "highlight")


class Speakers:
    """Finds who belongs to a cue of speech, among the sources of its sentence or beside the cue."""

    def __init__(self, doc: Document) -> None:
        """Keep the document."""
        self.doc = doc
        self.inversion = Inversion(doc)
        self._cited_in: tuple[int, set[int]] = (-1, set())

    def object_of(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        """The source after a cue such as "according to"."""
        for number, source in enumerate(sources):
            # A cue may hold the article of its object: "quoted the" commander.
            begins = source.start >= hit.end or hit.start < source.start < hit.end < source.end
            if begins and source.start - hit.end <= OBJECT_REACH:
                gap = self.doc.text[hit.end : source.start]
                if self.doc.language != "en" and "," in gap:
                    # "За даними розвідки, морпіхи ...": the phrase ends with its clause.
                    named = self._named_after(marked, hit)
                    if named is not None:
                        return named
                if OBJECT_GAP.fullmatch(gap):
                    return self._member(self.inversion.introduced(source, sources[number + 1 :]))
                return self._named_after(marked, hit)
        return self._named_after(marked, hit)

    def _member(self, body: Source) -> Source:
        """ "X Y of the institute": the person that no list holds, instead of the body."""
        if body.form != "actor" or body.label == "person" or self.doc.language != "en":
            return body
        begin = max(0, body.start - _MEMBER_REACH)
        member = _MEMBER.search(self.doc.text, begin, body.start)
        if member is None:
            return body
        own = {word.casefold() for word in member["name"].split()}
        lists = words()
        if own & (lists.units | lists.titles | lists.never_places | lists.describing):
            return body
        start, end = member.span("name")
        name = member["name"]
        return Source(start, end, name, body.side, "person", "person", title=f"of {body.name}")

    def _named_after(self, marked: Marked, hit: Hit) -> Source | None:
        """An unlisted name, or an area's authorities, right after a cue."""
        if hit.category == "tell" or self.doc.text[hit.start : hit.end].casefold() == "via":
            return None
        for area in marked.of("area"):
            if hit.end <= area.start <= hit.end + 6:
                name = self.doc.text[area.start : area.end]
                return Source(
                    area.start, area.end, name, side_of_words(name), "authorities", "area"
                )
        phrase = government_about(self.doc.text, marked.sentence.tokens, hit.end) or phrase_after(
            self.doc.text, hit.end, marked.sentence.end
        )
        if phrase is not None:
            return phrase
        match = _NAME.match(self.doc.text, hit.end + 1, marked.sentence.end)
        if match is None or match.group().casefold() in ("the", "this", "these"):
            return object_behind(self.doc.text, hit.start, hit.end, marked.sentence.end)
        if match.group().split()[0].casefold() in words().never_places:
            return None  # "footage from Saturday"
        side = side_of_government(match.group())
        return Source(match.start(), match.end(), match.group(), side, None, "name")

    def subject_of(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        """The source before a verb of saying, or after it where the verb comes first."""
        behind = self.inversion.behind(marked, sources, hit)
        if behind is not None:
            return behind
        if self._passive(hit):
            return None
        before = [s for s in sources if s.end <= hit.start and hit.start - s.end <= _SUBJECT_REACH]
        cited = self._cited(marked, sources) | self._objects(marked, before)
        for number in range(len(before) - 1, -1, -1):
            source = before[number]
            gap = self.doc.text[source.end : hit.start]
            if not _BETWEEN_SUBJECT_AND_VERB.fullmatch(gap) or self._acts(marked, source, hit):
                continue
            if source.kind == "unit" and not _RIGHT_BESIDE.fullmatch(gap):
                continue
            if source.start in cited or _RELATIVE.search(gap) or self._comments(gap, hit):
                continue
            return self._named_in_front(before[:number], source, hit) or self._member(source)
        named = self._named_before(marked, hit) or self._lone_name(hit)
        named = named or self._phrase_before(marked, hit) or self._any_subject(marked, hit)
        if named is not None:
            return named
        if hit.category == "speech_noun":
            return None
        return self.inversion.after_verb(marked, sources, hit)

    def _any_subject(self, marked: Marked, hit: Hit) -> Source | None:
        """Whatever noun phrase stands before a verb that only speakers are the subject of."""
        if not self._says(hit) or self.doc.language != "en":
            return None
        found = subject_before(self.doc.text, marked.sentence.start, hit.start)
        return None if found is None or self._is_clause(marked, found) else found

    def _cited(self, marked: Marked, sources: list[Source]) -> set[int]:
        """Where sources begin that somebody else cites: they are no subjects."""
        if self._cited_in[0] == marked.sentence.index:
            return self._cited_in[1]
        # "Officers interviewed by the broadcaster deny": nor is who passes their words on.
        passed = [h.end for h in marked.of("tell") if self.doc.text.startswith(_HEARD, h.start)]
        behind = (next((s for s in sources if s.end > end), None) for end in passed)
        out = {s.start for s in behind if s is not None}
        for cue in marked.of("source"):
            if _CITING.match(self.doc.text, cue.start):
                comma = self.doc.text.find(",", cue.end)
                limit = comma if comma >= 0 else marked.sentence.end
                after = [s.start for s in sources if s.start >= cue.end]
                out.update(after[:1])
                out.update(start for start in after if start < limit)
        self._cited_in = (marked.sentence.index, out)
        return out

    @staticmethod
    def _objects(marked: Marked, sources: list[Source]) -> set[int]:
        """Where roles begin that a verb of saying has for its object: "denied the report"."""
        said = [(hit.start, hit.end + 1) for hit in marked.of("say")]
        roles = [s.start for s in sources if s.form == "role"]
        return {role for role in roles if any(start < role <= end for start, end in said)}

    @classmethod
    def _is_clause(cls, marked: Marked, phrase: Source) -> bool:
        """Whether the words hold an act or a verb of saying: they are a clause, no subject."""
        said = any(phrase.start < hit.start and hit.end < phrase.end for hit in marked.of("say"))
        finite = _FINITE.search(phrase.name) is not None
        return said or finite or cls._names_act(marked, phrase)

    def _comments(self, gap: str, hit: Hit) -> bool:
        """ "X's statement underscores the shift": the writer's remark, not X's words."""
        verb = self.doc.text[hit.start : hit.end].casefold()
        return _OF_SPEECH.match(gap) is not None and verb.startswith(_REMARKS)

    def _named_in_front(self, earlier: list[Source], source: Source, hit: Hit) -> Source | None:
        """Whom a group stands for: "Zimin, commander of the forces, said", "DeepState analysts"."""
        if not earlier:
            return None
        person = earlier[-1]
        gap = self.doc.text[person.end : source.start]
        if person.form == "person" and _SERVES_IN.fullmatch(gap):
            return with_side_of(person, source)
        if source.form != "group":
            return None
        if person.form == "actor" and gap in _OWN:
            return person
        people = [s for s in earlier if s.form == "person" or s.label == "person"]
        if not people:
            return None
        person = people[-1]
        gap = self.doc.text[person.end : source.start]
        tail = self.doc.text[source.end : hit.start]
        return person if gap.startswith(",") and gap.count(",") == 1 and "," in tail else None

    def _phrase_before(self, marked: Marked, hit: Hit) -> Source | None:
        """A subject that no list holds: the words from the clause's start to the verb."""
        if not self._says(hit):
            return None
        begin = max(marked.sentence.start, hit.start - _CLAUSE_REACH)
        cuts = [begin] + [m.end() for m in CLAUSE_START.finditer(self.doc.text, begin, hit.start)]
        found = phrase_source(self.doc.text, cuts[-1], hit.start)
        if found is not None and self._is_clause(marked, found):
            found = None
        if found is not None or len(cuts) < 2:
            return found
        channels = [h.start for h in marked.of("channel") if h.start < hit.start]
        stop = min([cuts[1], *channels])
        found = phrase_source(self.doc.text, begin, stop)
        if found is None or self._is_clause(marked, found):
            return None
        if found.side == "unknown":
            # "X, a Finnish group that ..., said": what it is tells whose it is.
            apposition = self.doc.text[found.end : hit.start].lstrip(", ").split(",")[0]
            found = replace(found, side=side_of_words(apposition))
        return found

    @staticmethod
    def _names_act(marked: Marked, phrase: Source) -> bool:
        """ "The advance from X suggests": an act proves, but does not speak."""
        return any(phrase.start <= h.start < phrase.end for h in marked.of("head"))

    def _acts(self, marked: Marked, source: Source, hit: Hit) -> bool:
        """Whether the source is the subject of an act between it and the verb of saying."""
        if source.form == "group" and re.search(r"forces|military$|soldiers|fighters", source.name):
            gap = self.doc.text[source.end : hit.start]
            return len(gap.split()) > 3
        if _WHO.match(self.doc.text, source.end):
            return False  # "an officer who took part in the retreat explained"
        return any(
            source.end <= h.start and h.end <= hit.start and h.entry.attributes["form"] == "verb"
            and _PRESENT_PARTICIPLE.match(self.doc.text, h.start) is None
            and "," not in self.doc.text[source.end : h.start]
            for h in marked.of("head")
        )  # fmt: skip

    def _passive(self, hit: Hit) -> bool:
        """ "1,000 men are estimated to have died": whoever stands before does not speak."""
        word = self.doc.text[hit.start : hit.end].partition(" ")[0]
        if self.doc.language != "en" or not _PARTICIPLE.fullmatch(word):
            return False
        return _BEING.search(self.doc.text, max(0, hit.start - 20), hit.start) is not None

    def _named_before(self, marked: Marked, hit: Hit) -> Source | None:
        """A capital or an unlisted name right before the verb: "Kyiv said"."""
        if not self._says(hit):
            return None
        if self.doc.language != "en" and hit.label == "no_comment":
            return self._silent_government(marked, hit)
        tokens = [t for t in marked.sentence.tokens if t.end <= hit.start][-2:]
        reach = hit.start
        if len(tokens) > 1 and tokens[-1].lower in _AUXILIARIES:
            reach = tokens.pop().start  # "Kyiv has denied"
        if not tokens or not tokens[-1].text[0].isupper() or reach - tokens[-1].end > 1:
            return None
        if _ORDERS.match(self.doc.text, hit.start):
            return None  # "Ukraine has ordered people out": a state acts, nobody tells
        return government(tokens[-1])

    def _says(self, hit: Hit) -> bool:
        """Whether whoever stands before a cue speaks; "told" in English is "said to"."""
        return hit.category == "say" or (hit.category == "tell" and self.doc.language == "en")

    def _silent_government(self, marked: Marked, hit: Hit) -> Source | None:
        """ "Киев эти сведения не комментировал": the object stands before the verb."""
        before = [t for t in marked.sentence.tokens if t.end <= hit.start]
        if not 0 < len(before) <= _OBJECT_WORDS:
            return None
        return government(before[0])

    def _lone_name(self, hit: Hit) -> Source | None:
        """ "..., Voloshyn said": a surname that the report does not introduce."""
        if not self._says(hit) or self.doc.language != "en":
            return None
        match = _LONE_NAME.search(self.doc.text, max(0, hit.start - 40), hit.start)
        if match is None or match["name"].casefold() in words().never_places:
            return None
        return Source(
            match.start("name"), match.end("name"), match["name"], "unknown", None, "name"
        )
