"""Speakers behind their verb: "..., said Ivan Petrenko", "..., сообщил начальник штаба"."""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.groups import kind_of_group
from app.claims.extract.lexicon import Hit
from app.claims.extract.nounphrase import phrase_after, phrase_source
from app.claims.extract.resources import words
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source
from app.claims.extract.subjects import subject_behind

OBJECT_REACH = 110
OBJECT_GAP = re.compile(
    r"[\s,:«“\"'‘-]*(?:(?:the|a|an|its|his|their|various|multiple|local|several|военн\w+|официальн\w+|представител\w+|источник\w*|"
    r"prominent|leading|well-known|pro-\w+|self-styled|head|chief|spokes\w+|adviser|advisor|leader|governor|deputy|acting|"
    r"data|reports?|statements?|information|of|from|by|in|the|ukrainian|russian|donetsk|military|military-\w+|"
    r"analytical|monitoring|news|agency|outlet|media|portal|channel|project|resource|newspaper|website|osint|state|state-run|"
    r"defen[cs]e|expert|analyst|president|general|colonel|commander|minister|senior|official|telegram|telegram-канал\w*|"
    r"изданию|агентств\w+|каналу|порталу|проект\w*|виданн\w+|агентств\w+|річник\w*|речник\w*|эксперт\w*|експерт\w*|"
    r"[А-ЯA-Zа-яіїєґa-z]{1,14})[\s,:«“\"'‘-]+){0,6}",
    re.IGNORECASE,
)
_QUOTES = "'’\"”»"
_OPENERS = frozenset(",—–-»”")
_AFTER_SPEECH = re.compile(
    r"(?:(?:[,.?!]\s+(?:or\s+)?|^)[Ss]o|[,.?!…][’”'\"»]?|[’”'\"»],|[—–])\s+$"
)
# ", как утверждает X,": a parenthesis names its subject behind the verb.
_AS_ONE_SAYS = re.compile(r"[,—–(-]\s*(?:как|як)\s+$", re.IGNORECASE)
_AT_ONCE = re.compile(r"\s+(?:(?:the|an?|its|their|his|her|one)\s+)?", re.IGNORECASE)
_APPOSED = re.compile(r"(?:,?\s(?!что|що)[\w«»-]+){0,6},?\s")
_CLOSING_DASH = re.compile(r"[,.!?…»”\"]\s*[—–-]\s+")
# Bodies that such a dash introduces by their common noun alone.
_BODY = re.compile(
    r"(?:[\w-]+\s+){0,3}(?:ОВА|МВА|РВА|ВЦА|ДСНС|МЧС|прокуратура|поліція|полиция|мерія|мэрия|міськрада|"
    r"администрация|адміністрація|пресслужба|пресс-служба)(?:\s+\w+)?[.!]",
    re.IGNORECASE,
)
_ADDRESSED = 12  # characters between a last dash and whom it introduces
_CLOSING_REACH = 70  # characters that may describe him
_DOUBTED = re.compile(r"(?:Alleged|Reported|Claimed|Confirmed|Suspected|Described)")
_FINITE = re.compile(
    r"\s+(?:was|were|is|are|has|have|had|will|would|could|can|may|might|died|did|do|does|held|hold|"
    r"control(?:led)?|attacked|entered|advanced|withdrew|captured|seized|took|lost|struck|killed)\b"
)
# Verbs that turn round: "..., said dock workers." but not "X, of the port, denied any delay."
_ENDS_WITH_SPEAKER = re.compile(
    r"(?:said|says|say|reported|reports|wrote|writes|announced|added)(?!\w)"
)
_INTRODUCES = (" ", ", ")


_HAS_OBJECT = re.compile(
    r"(?:thank|prais|accus|congratul|nam|list|visit|decorat|award|reward|blam|condemn|critici|credit|call|hail|"
    r"laud|commend|salut|order|instruct|inform|brief|assur|urg)\w*",
    re.IGNORECASE,
)
_LONE_NAME = re.compile(
    r"\s(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)"
    r"(?:,\s(?:(?P<is>(?:an?|the|one)\s[^,.;:]{3,70}|\d\d|who\s[^,.;:]{3,70})(?=[,.;:]))|(?=[.,;]))"
)


class Inversion:
    """Finds the subject of a verb of saying that stands before it."""

    def __init__(self, doc: Document) -> None:
        """Keep the document."""
        self.doc = doc

    def _verb_first(self, hit: Hit) -> bool:
        """ "..., сообщил X": after a comma or dash, Slavic verbs of saying precede the subject."""
        if self.doc.language == "en" or hit.category not in ("say", "tell"):
            return False
        before = self.doc.text[max(0, hit.start - 8) : hit.start]
        opens = before.rstrip()[-1:] in _OPENERS if before else False
        return opens or _AS_ONE_SAYS.search(before) is not None

    def behind(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        """The source after a verb that stands first, where its language and marks allow that."""
        # A quotation mark right before the verb may end a name: "with the call sign «Buk» told".
        named = any(0 <= hit.start - s.end <= 1 and not s.carries for s in sources)
        if self._verb_first(hit) and not named:
            return self.after_verb(marked, sources, hit)
        return self._right_behind(marked, sources, hit) if self.doc.language == "en" else None

    def _right_behind(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        """ "..., said Ivan Petrenko", "...” grinned a company commander": at once, after a mark."""
        if _HAS_OBJECT.match(self.doc.text, hit.start):
            return None  # ", thanked the paratroopers for": whom somebody before the verb thanks
        if hit.category != "say" or not _AFTER_SPEECH.search(
            self.doc.text, max(0, hit.start - 9), hit.start
        ):
            return None
        behind = next((s for s in sources if s.start >= hit.end and s.form != "role"), None)
        if behind is None or not _AT_ONCE.fullmatch(self.doc.text, hit.end, behind.start):
            return self._unlisted_behind(hit) or self._any_behind(marked, hit)
        if _FINITE.match(self.doc.text, behind.end):
            return None  # "Petrenko, who heads the district, said one man was killed"
        return self._named_behind(sources, behind)

    def _any_behind(self, marked: Marked, hit: Hit) -> Source | None:
        """ "..., said the plant's management.": whatever noun phrase is the subject."""
        if not _ENDS_WITH_SPEAKER.match(self.doc.text, hit.start) or self._that_clause(hit):
            return None
        found = subject_behind(self.doc.text, hit.end, marked.sentence.end)
        if found is None or _FINITE.match(self.doc.text, found.end):
            return None
        if self.doc.text[found.end : found.end + 1] not in ".,;":
            return None
        acts = any(found.start <= h.start < found.end for h in marked.of("head"))
        return None if acts else found  # "X, for its part, claimed the capture of Y"

    def _unlisted_behind(self, hit: Hit) -> Source | None:
        """ "...” said Yurii, a machine-gunner.": a name alone, with what he is in commas."""
        match = _LONE_NAME.match(self.doc.text, hit.end)
        if match is None or match["name"].casefold() in words().never_places:
            return None
        is_a = match["is"]
        side = side_of_words(is_a or "")
        kind = kind_of_group(is_a) if is_a else "person"
        start, end = match.span("name")
        return Source(start, end, match["name"], side, kind, "person", title=is_a)

    def _named_behind(self, sources: list[Source], source: Source) -> Source:
        """ "Said the head of the region, Ivan X": the office stands for whom it introduces."""
        person = next((s for s in sources if s.form == "person" and s.start >= source.end), None)
        if source.form != "group" or person is None:
            return source
        gap = self.doc.text[source.end : person.start]
        return with_side_of(person, source) if gap in _INTRODUCES else source

    def closing(self, marked: Marked, sources: list[Source]) -> Source | None:
        """ "..., — пресслужба бригади.": whom a sentence ends with behind a dash, verbless."""
        if self.doc.language == "en":
            return None
        sentence = marked.sentence
        dashes = list(_CLOSING_DASH.finditer(self.doc.text, sentence.start, sentence.end))
        begin = dashes[-1].end() if dashes else sentence.end
        spoken = any(h.end > begin for c in ("say", "tell", "head") for h in marked.of(c))
        behind = [s for s in sources if s.start >= begin and s.form != "role"]
        if not spoken and not behind and _BODY.fullmatch(self.doc.text, begin, sentence.end):
            return phrase_source(self.doc.text, begin, sentence.end - 1)
        if spoken or not behind or behind[0].start - begin > _ADDRESSED:
            return None
        rest = self.doc.text[behind[0].end : sentence.end]
        if len(rest) > _CLOSING_REACH or any(mark in rest for mark in ":;"):
            return None
        return self.introduced(behind[0], behind[1:])

    def _that_clause(self, hit: Hit) -> bool:
        return self.doc.text.startswith(" that ", hit.end)

    def after_verb(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        """The source behind a verb at the head of its clause, listed or a noun phrase."""
        begins = (
            hit.start - marked.sentence.start < 3
            or self.doc.text[hit.start - 2 : hit.start - 1] in _QUOTES + ",-–—"
        )
        if self.doc.language == "en" and (not begins or self._that_clause(hit)):
            return None
        listens = self.doc.text.startswith(" to ", hit.end)  # "confided to this newspaper"
        word = self.doc.text[hit.start : hit.end]
        if listens or word.endswith("ing") or _DOUBTED.fullmatch(word):
            return None  # ", describing the raids", "Alleged saboteurs": the object, an adjective
        after = [s for s in sources if hit.end <= s.start <= hit.end + OBJECT_REACH]
        if len(after) > 1 and after[0].carries:
            # "рассказал ТАСС эксперт X": the outlet stands between the verb and its subject.
            between = self.doc.text[after[0].end : after[1].start]
            if self.doc.language != "en" and not re.search(r"[,;:.—]", between):
                return after[1]
        for source in after[:1]:
            if OBJECT_GAP.fullmatch(self.doc.text[hit.end : source.start]):
                return self.introduced(source, after[1:])
        if hit.category != "say":
            return None
        return phrase_after(self.doc.text, hit.end, marked.sentence.end)

    def introduced(self, office: Source, behind: list[Source]) -> Source:
        """ "Рассказал эксперт, полковник в отставке X": Slavic offices before a name are his."""
        named = (s for s in behind if s.form in ("person", "actor"))
        person = next((s for s in named if "person" in (s.form, s.label)), None)
        if self.doc.language == "en" or office.form not in ("group", "role") or person is None:
            return office
        gap = self.doc.text[office.end : person.start]
        return person if _APPOSED.fullmatch(gap) else office


def with_side_of(person: Source, body: Source) -> Source:
    """The person, on the side of the body served in where nothing else tells it."""
    return person if person.side != "unknown" else replace(person, side=body.side)
