"""Who says it: the chain from claimant to outlet, sentence by sentence.

Cues are phrases of the lexicon: verbs of saying (the subject is the source), phrases whose object
is the source ("according to"), phrases whose object carries it ("told TASS"), nouns of speech with
a possessor. Words like "he", "the expert", "the ministry" stand for whoever fitted them last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit
from app.claims.extract.persons import Persons
from app.claims.extract.resources import lexicon_for
from app.claims.extract.sentences import words_of
from app.claims.extract.sources import Source, kind_of_group, side_of_words, sources_of
from app.claims.model import AttributionBasis, AttributionRole, Link
from app.claims.registry import actors_by_name
from gazetteer.model import Side

_OBJECT_REACH = 110
_SUBJECT_REACH = 170
_BETWEEN_SUBJECT_AND_VERB = re.compile(
    r"['’]?s?\s*(?:\([^)]{1,40}\)\s*)?(?:[‘’'\"“”»]\s*)?(?:,[^;:]{0,140},|[^,;:.]{0,90}|,[^,;:]{0,140})?\s*",
    re.DOTALL,
)
_OBJECT_GAP = re.compile(
    r"[\s,:«“\"'‘-]*(?:(?:the|a|an|its|his|their|various|multiple|local|several|военн\w+|официальн\w+|представител\w+|источник\w*|"
    r"prominent|leading|well-known|pro-\w+|self-styled|head|chief|spokes\w+|adviser|advisor|leader|governor|deputy|acting|"
    r"data|reports?|statements?|information|of|from|by|in|the|ukrainian|russian|donetsk|military|military-\w+|"
    r"analytical|monitoring|news|agency|outlet|media|portal|channel|project|resource|newspaper|website|osint|state|state-run|"
    r"defen[cs]e|expert|analyst|president|general|colonel|commander|minister|senior|official|telegram|telegram-канал\w*|"
    r"изданию|агентств\w+|каналу|порталу|проект\w*|виданн\w+|агентств\w+|річник\w*|речник\w*|эксперт\w*|експерт\w*|"
    r"[А-ЯA-Zа-яіїєґa-z]{1,14})[\s,:«“\"'‘-]+){0,6}",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZА-ЯІЇЄҐ][\w’'-]+(?:\s+[A-ZА-ЯІЇЄҐ][\w’'-]+){0,2}")
_QUOTES = "'’\"”»"
_GOVERNMENTS: dict[str, Side] = {
    "kyiv": "UA", "kiev": "UA", "київ": "UA", "киев": "UA", "moscow": "RU", "москва": "RU",
    "washington": "other", "ukraine": "UA", "russia": "RU",
}  # fmt: skip


_CITING = re.compile(
    r"cit|quot|со\s+ссылкой|ссыла|з[і]?\s+посилан|із\s+посилан|посила", re.IGNORECASE
)
_RELATIVE = re.compile(r",\s+(?:which|котор\w+|як[аийіе]\w*)\s", re.IGNORECASE)
_OF_SPEECH = re.compile(
    r"['’]s?\s+(?:\w+\s+)?(?:statement|statements|remarks|report|claim|claims|words|comments)\b|\s+(?:statement|remarks|words)\b"
)
_REMARKS = ("underscor", "underlin", "highlight")
_CLAUSE_START = re.compile(
    r"[,;:—–(\"“”«»]\s*|\s(?:that|but|while|as|when|after|where|что|но|а|що|але|поки)\s|\b(?:and)\s(?=(?:the|a)\s)"
)
_CLAUSE_END = re.compile(r"[,;:.!?—–(\"“”]|\s(?:что|що|that|в~эфире|у~коментарі)\s|$")
_NO_PHRASE = re.compile(r"(?:о|об|про|about|that|что|що|по|за|на|для|after|as|by)\s", re.IGNORECASE)
_PHRASE_EDGE = re.compile(
    r"^(?:(?:в|во|у)\s+(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье|понеділок|вівторок|середу|суботу|неділю|п.ятницю)|"
    r"в|во|у|однако|однак|earlier|later|meanwhile|however|also|then|separately|on\s+\w+day|yesterday|today|but|and|yet|и|а|но|также|тем\s+временем|"
    r"позже|ранее|але|та|водночас|раніше|instead|still)\s+|\s+(?:also|later|earlier|then|meanwhile|has|have|had|also|також|также|ранее|earlier)$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?<!\w)(?:side|footage|images?|imagery|brigade|corps|command|monitor|group|service|prosecutors?|navy|department|"
    r"minister|governor|mayor|head|chief|president|spokes\w+|commander|director|adviser|advisor|deputy|chairman|ministry|"
    r"staff|administration|police|office|council|army|guard|agency|institute|channel|newspaper|outlet|company|"
    r"source\w*|sources|video|videos|farmer|nurse|teacher|woman|man|pensioner|refugee|driver|doctor|mother|volunteer|"
    r"сторона|кадры|снимки|бригад\w*|корпус\w*|командовани\w*|прокуратура|министр\w*|губернатор\w*|мэр\w*|глава|"
    r"начальник\w*|президент\w*|замминистра|представител\w*|командир\w*|директор\w*|советник\w*|администраци\w*|полици\w*|"
    r"пенсионерк\w*|женщина|служб\w*|штаб\w*|основател\w*|военн\w+|канал\w*|волонтер\w*|жительниц\w*|житель|"
    r"кадри|знімки|бригада|командуванн\w*|міністр\w*|мер|голова|речни\w+|прокуратур\w*|поліція|військові|"
    r"адміністраці\w*|мешканк\w*|очільни\w+|пропагандист\w*|влада|корпус|управлінн\w*)(?!\w)",
    re.IGNORECASE,
)
_INNER_CAPITAL = re.compile(r"\s[‘'\"“«]?[A-ZА-ЯІЇЄҐ]\w+$")
_SILENT = re.compile(
    r"(?<!\w)(?:forces|troops|units|casualties|losses|casualty|it|which|who|attacks?|strikes?|number|situation|"
    r"войска|потери|силы|противник|ситуация|сили|втрати|ворог)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a sentence says of its source: links, the cue and the modality the cue lends."""

    claimants: tuple[Link, ...] = ()
    carriers: tuple[Link, ...] = ()
    modality: str | None = None
    cue: tuple[int, int] | None = None
    refers_back: bool = False
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Whether nobody is named."""
        return not self.claimants and not self.carriers


@dataclass(slots=True)
class _Memory:
    """Who was named last, for pronouns and roles."""

    person: Source | None = None
    body: Source | None = None
    ministry: Source | None = None
    staff: Source | None = None
    group: Source | None = None
    last: Spoken = field(default_factory=Spoken)
    monitor: Spoken = field(default_factory=Spoken)


class Attribution:
    """The spoken sources of every sentence of a document."""

    def __init__(self, doc: Document, persons: Persons) -> None:
        """Read all sentences in order."""
        self.doc, self.persons = doc, persons
        self.memory = _Memory()
        self.sources = [sources_of(doc, marked, persons) for marked in doc.sentences]
        self._first_ministry()
        self.spoken = [self._read(i) for i in range(len(doc.sentences))]
        self._carriers_of_claimants()
        self._sides()
        self.voice = self._single_voice()

    # --- one sentence

    def _read(self, index: int) -> Spoken:
        marked = self.doc.sentences[index]
        if marked.sentence.headline:
            return Spoken()
        sources = self.sources[index]
        claimants: list[Link] = []
        carriers: list[Link] = []
        label, cue = None, None
        for hit in sorted(self._cues(marked), key=lambda h: h.start):
            links = self._links(marked, sources, hit)
            if links is None:
                continue
            new_claimants, new_carriers = links
            if (new_claimants or new_carriers) and (
                cue is None or (not claimants and new_claimants)
            ):
                label = "claimed" if hit.category == "by_role" else hit.label
                cue = (hit.start, hit.end)
            claimants += [
                one for one in new_claimants if one.name not in {c.name for c in claimants}
            ]
            carriers += [one for one in new_carriers if one.name not in {c.name for c in carriers}]
        claimants, carriers = _press_carries(claimants, carriers)
        carriers += self._channels(marked, claimants)
        names = {c.name for c in claimants}
        carriers = [c for c in carriers if c.name not in names]
        spoken = Spoken(
            tuple(claimants[:2]), tuple(carriers), label, cue, self._refers_back(marked)
        )
        self._remember(sources, spoken)
        return spoken

    @staticmethod
    def _cues(marked: Marked) -> list[Hit]:
        return [
            h for c in ("by_role", "source", "tell", "say", "speech_noun") for h in marked.of(c)
        ]

    def _links(
        self, marked: Marked, sources: list[Source], hit: Hit
    ) -> tuple[list[Link], list[Link]] | None:
        if hit.category == "by_role":
            return self._of_role(_role_source(hit), hit)
        if hit.category == "source":
            source = self._object(marked, sources, hit)
            return self._as_links(source, hit) if source else None
        if hit.category == "tell":
            source = self._object(marked, sources, hit)
            carriers = (
                [self._link(source, hit, AttributionRole.OUTLET)]
                if source and source.carries
                else []
            )
            subject = self._subject(marked, sources, hit)
            claimants = self._as_links(subject, hit)[0] if subject and not subject.carries else []
            return claimants, carriers
        source = self._subject(marked, sources, hit)
        if hit.category == "speech_noun" and source is not None:
            possessor = self.doc.text[source.end : hit.start]
            if not re.fullmatch(r"['’]s?\s+(?:\w+\s+)?", possessor) or hit.label != "forecast":
                return None
        return self._as_links(source, hit) if source else None

    def _object(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        """The source after a cue such as "according to"."""
        for source in sources:
            if source.start >= hit.end and source.start - hit.end <= _OBJECT_REACH:
                gap = self.doc.text[hit.end : source.start]
                return source if _OBJECT_GAP.fullmatch(gap) else self._named_after(marked, hit)
        return self._named_after(marked, hit)

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
        clause = self.doc.text[hit.end : min(marked.sentence.end, hit.end + 120)]
        stop = _CLAUSE_END.search(clause)
        phrase = self._phrase(hit.end, hit.end + (stop.start() if stop else len(clause)))
        if phrase is not None:
            return phrase
        match = _NAME.match(self.doc.text, hit.end + 1, marked.sentence.end)
        if match is None or match.group().casefold() in ("the", "this", "these"):
            return None
        side = _GOVERNMENTS.get(match.group().casefold(), "unknown")
        return Source(match.start(), match.end(), match.group(), side, None, "name")

    def _subject(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        """The source before a verb of saying, or after it where the verb comes first."""
        before = [s for s in sources if s.end <= hit.start and hit.start - s.end <= _SUBJECT_REACH]
        cited = self._cited(marked, sources)
        for number in range(len(before) - 1, -1, -1):
            source = before[number]
            gap = self.doc.text[source.end : hit.start]
            if not _BETWEEN_SUBJECT_AND_VERB.fullmatch(gap) or self._acts(marked, source, hit):
                continue
            if source.start in cited or _RELATIVE.search(gap) or self._comments(gap, hit):
                continue
            return self._named_in_front(before[:number], source, hit) or source
        named = self._named_before(marked, hit) or self._phrase_before(marked, hit)
        if named is not None:
            return named
        if hit.category == "speech_noun":
            return None
        return self._inverted(marked, sources, hit)

    def _cited(self, marked: Marked, sources: list[Source]) -> set[int]:
        """Where sources begin that somebody else cites: they are no subjects."""
        out = set()
        for cue in marked.of("source"):
            if _CITING.match(self.doc.text, cue.start):
                after = [s.start for s in sources if s.start >= cue.end]
                out.update(after[:1])
        return out

    def _comments(self, gap: str, hit: Hit) -> bool:
        """ "X's statement underscores the shift": the writer's remark, not X's words."""
        verb = self.doc.text[hit.start : hit.end].casefold()
        return _OF_SPEECH.match(gap) is not None and verb.startswith(_REMARKS)

    def _named_in_front(self, earlier: list[Source], source: Source, hit: Hit) -> Source | None:
        """The person whose appositive a group is: "Zimin, commander of the forces, said"."""
        if source.form != "group" or not earlier or earlier[-1].form != "person":
            return None
        person = earlier[-1]
        gap = self.doc.text[person.end : source.start]
        tail = self.doc.text[source.end : hit.start]
        return person if gap.startswith(",") and gap.count(",") == 1 and "," in tail else None

    def _phrase_before(self, marked: Marked, hit: Hit) -> Source | None:
        """A subject that no list holds: the words from the clause's start to the verb."""
        if hit.category != "say":
            return None
        clause = self.doc.text[marked.sentence.start : hit.start]
        cuts = [m.end() for m in _CLAUSE_START.finditer(clause)]
        found = self._phrase(marked.sentence.start + max(cuts, default=0), hit.start)
        if found is not None or not cuts:
            return found
        channels = [h.start for h in marked.of("channel") if h.start < hit.start]
        stop = min([marked.sentence.start + cuts[0], *channels])
        return self._phrase(marked.sentence.start, stop)

    def _phrase(self, start: int, end: int) -> Source | None:
        """A noun phrase as a source, if it names somebody or a sort of speaker."""
        raw = self.doc.text[start:end]
        phrase = _PHRASE_EDGE.sub("", _PHRASE_EDGE.sub("", raw.strip(" ,\u00a0")))
        count = len(phrase.split())
        if not 0 < count <= 10 or _NO_PHRASE.match(phrase):
            return None
        if not _SPEAKER.search(phrase) and not _INNER_CAPITAL.search(phrase):
            return None
        if _SILENT.search(phrase):
            return None
        begin = start + raw.find(phrase)
        name = re.sub(r"^(?:the|an?)\s+", "", phrase, flags=re.IGNORECASE)
        side = side_of_words(phrase)
        return Source(begin, begin + len(phrase), name, side, kind_of_group(phrase), "group")

    def _acts(self, marked: Marked, source: Source, hit: Hit) -> bool:
        """Whether the source is the subject of an act between it and the verb of saying."""
        if source.form == "group" and re.search(r"forces|military$|soldiers|fighters", source.name):
            gap = self.doc.text[source.end : hit.start]
            return len(gap.split()) > 3
        return any(
            source.end <= h.start and h.end <= hit.start and h.entry.attributes["form"] == "verb"
            and "," not in self.doc.text[source.end : h.start]
            for h in marked.of("head")
        )  # fmt: skip

    def _inverted(self, marked: Marked, sources: list[Source], hit: Hit) -> Source | None:
        begins = (
            hit.start - marked.sentence.start < 3
            or self.doc.text[hit.start - 2 : hit.start - 1] in _QUOTES + ",-–—"
        )
        if not begins and self.doc.language == "en":
            return None
        after = [s for s in sources if hit.end <= s.start <= hit.end + _OBJECT_REACH]
        if len(after) > 1 and after[0].carries:
            # "рассказал ТАСС эксперт X": the outlet stands between the verb and its subject.
            between = self.doc.text[after[0].end : after[1].start]
            if not re.search(r"[,;:.—]", between):
                return after[1]
        for source in after[:1]:
            if _OBJECT_GAP.fullmatch(self.doc.text[hit.end : source.start]):
                return source
        if hit.category != "say":
            return None
        clause = self.doc.text[hit.end : min(marked.sentence.end, hit.end + 120)]
        stop = _CLAUSE_END.search(clause)
        return self._phrase(hit.end, hit.end + (stop.start() if stop else len(clause)))

    def _named_before(self, marked: Marked, hit: Hit) -> Source | None:
        """A capital or an unlisted name right before the verb: "Kyiv said"."""
        if hit.category != "say":
            return None
        tokens = [t for t in marked.sentence.tokens if t.end <= hit.start][-2:]
        if not tokens or not tokens[-1].text[0].isupper() or hit.start - tokens[-1].end > 1:
            return None
        side = _GOVERNMENTS.get(tokens[-1].lower)
        if side is None:
            return None
        return Source(tokens[-1].start, tokens[-1].end, tokens[-1].text, side, "government", "name")

    # --- sources to links

    def _as_links(self, source: Source, hit: Hit) -> tuple[list[Link], list[Link]]:
        if source.form == "role":
            return self._of_role(source, hit)
        if source.form == "actor" and source.label == "outlet":
            return [], [self._link(source, hit, AttributionRole.OUTLET)]
        return [self._link(source, hit, AttributionRole.CLAIMANT)], []

    def _of_role(self, source: Source, hit: Hit) -> tuple[list[Link], list[Link]]:
        memory = self.memory
        if source.label == "briefing":
            return self._briefing(source, hit)
        if source.label == "outlet":
            chain = memory.monitor if not memory.monitor.empty else Spoken()
            links = [replace(c, basis=AttributionBasis.CARRIED_OVER) for c in chain.claimants]
            return links, [replace(c, basis=AttributionBasis.CARRIED_OVER) for c in chain.carriers]
        stands_for = {
            "person": memory.person or memory.group, "ministry": memory.ministry,
            "staff": memory.staff, "group": memory.group,
        }.get(source.label)  # fmt: skip
        if stands_for is None:
            if source.name[:3].casefold() in ("he", "she", "his", "her", "it", "the"):
                return [], []
            return [], []
        link = self._link(replace(stands_for, start=source.start, end=source.end), hit,
                          AttributionRole.CLAIMANT)  # fmt: skip
        return [replace(link, basis=AttributionBasis.PRONOUN)], []

    def _briefing(self, source: Source, hit: Hit) -> tuple[list[Link], list[Link]]:
        """Unnamed people who report to the person named last."""
        person = self.memory.person or self._person_before(hit)
        if person is None:
            return [], []
        unnamed = replace(
            source, name=f"briefers of {person.name}", side=person.side, kind="unnamed"
        )
        return [self._link(unnamed, hit, AttributionRole.CLAIMANT)], []

    def _person_before(self, hit: Hit) -> Source | None:
        before = [s for found in self.sources for s in found if s.end <= hit.start]
        people = [
            s for s in before if s.form == "person" or s.label == "person" and s.form == "actor"
        ]
        return people[-1] if people else None

    def _link(self, source: Source, hit: Hit, role: AttributionRole) -> Link:
        start, end = min(source.start, hit.start), max(source.end, hit.end)
        return Link(role, source.name, source.side, source.kind, source.title,
                    self.doc.span(start, end), AttributionBasis.SAME_SENTENCE)  # fmt: skip

    def _channels(self, marked: Marked, claimants: list[Link]) -> list[Link]:
        out = []
        for hit in marked.of("channel")[:1]:
            if claimants:
                name = f"{hit.label.capitalize()} channel of {claimants[0].name}"
                out.append(Link(AttributionRole.CHANNEL, name, claimants[0].side, "official channel",
                                None, self.doc.span(hit.start, hit.end)))  # fmt: skip
        return out

    # --- memory

    def _first_ministry(self) -> None:
        """ "The ministry" before any is named means the first that the report names at all."""
        for sources in self.sources:
            for source in sources:
                if (
                    source.form == "actor"
                    and source.kind == "ministry"
                    and self.memory.ministry is None
                ):
                    self.memory.ministry = source
                if (
                    source.form == "actor"
                    and source.kind == "general staff"
                    and self.memory.staff is None
                ):
                    self.memory.staff = source

    def _remember(self, sources: list[Source], spoken: Spoken) -> None:
        memory = self.memory
        speaking = {c.name for c in spoken.claimants}
        for source in sources:
            is_person = source.form == "person" or (
                source.label == "person" and source.form == "actor"
            )
            if is_person and (source.name in speaking or memory.person is None or not speaking):
                memory.person = source
            elif source.form == "group" and source.name in speaking and source.kind != "press":
                memory.group = source
                memory.person = None if _singular(source) else memory.person
            if source.form == "actor" and source.kind == "ministry":
                memory.ministry = source
            if source.form == "actor" and source.kind == "general staff":
                memory.staff = source
        if not spoken.empty:
            memory.last = spoken
            reported = spoken.carriers or any(
                c.kind in ("analyst map", "think tank", "telegram channel")
                for c in spoken.claimants
            )
            if reported:
                memory.monitor = spoken

    def _refers_back(self, marked: Marked) -> bool:
        """Whether the sentence attributes what stands before it: "This was reported by ..."."""
        hits = marked.of("back_reference")
        if not hits:
            return False
        first = hits[0].start - marked.sentence.start
        if first < 4:
            return any(h.label == "claimed" for h in marked.of("source"))
        cues = marked.of("source")
        return bool(cues) and cues[0].start - marked.sentence.start < 4

    # --- the whole document

    def _single_voice(self) -> Spoken | None:
        """The body whose bulletin a report is: the only source that it ever names.

        Where the text names nobody but the metadata name a listed body, it is that body.
        """
        speaking = [s for s in self.spoken if not s.empty]
        names = {c.name for s in speaking for c in s.claimants}
        if len(names) == 1 and speaking[0].claimants:
            link = speaking[0].claimants[0]
            return speaking[0] if link.kind in _BULLETIN_KINDS else None
        if not speaking and self.doc.article.publisher:
            return self._publisher_voice(self.doc.article.publisher)
        return None

    def _publisher_voice(self, publisher: str) -> Spoken | None:
        for hit in lexicon_for(self.doc.language).scan(
            publisher, words_of(publisher), len(publisher)
        ):
            actor = actors_by_name().get(hit.label) if hit.category == "actor" else None
            if actor is not None and actor.role in ("body", "monitor"):
                link = Link(AttributionRole.CLAIMANT, actor.name, actor.side, actor.kind, None, None,
                            AttributionBasis.METADATA)  # fmt: skip
                return Spoken((link,), (), "claimed")
        return None

    def _carriers_of_claimants(self) -> None:
        """Whoever told an outlet once is carried by it through the report."""
        carried: dict[str, Link] = {}
        for spoken in self.spoken:
            outlets = [c for c in spoken.carriers if c.role is AttributionRole.OUTLET]
            for claimant in spoken.claimants:
                if outlets:
                    carried.setdefault(claimant.name, outlets[0])
        for index, spoken in enumerate(self.spoken):
            if spoken.claimants and not any(
                c.role is AttributionRole.OUTLET for c in spoken.carriers
            ):
                outlet = carried.get(spoken.claimants[0].name)
                if outlet is not None:
                    link = replace(outlet, basis=AttributionBasis.CARRIED_OVER)
                    self.spoken[index] = replace(spoken, carriers=(*spoken.carriers, link))

    def _sides(self) -> None:
        """A source of unknown side takes the side of the outlet it spoke to."""
        outlet_sides = [c.side for s in self.spoken for c in s.carriers if c.side in ("RU", "UA")]
        only = outlet_sides[0] if len(set(outlet_sides)) == 1 else None
        for index, spoken in enumerate(self.spoken):
            near = next((c.side for c in spoken.carriers if c.side in ("RU", "UA")), None)
            fixed = tuple(_with_side(c, near, only) for c in spoken.claimants)
            if fixed != spoken.claimants:
                self.spoken[index] = replace(spoken, claimants=fixed)


_BULLETIN_KINDS = frozenset(
    {"ministry", "general staff", "military command", "governor", "military"}
)
_NO_SIDE_BY_OUTLET = frozenset({"resident", "witness", "press"})
_NO_SIDE_BY_REPORT = _NO_SIDE_BY_OUTLET | {"analyst", "unnamed"}


def _with_side(link: Link, near: Side | None, report: Side | None) -> Link:
    """The link with the side of the outlet it spoke to, or that the report quotes all along."""
    if link.side != "unknown":
        return link
    if near is not None and link.kind not in _NO_SIDE_BY_OUTLET:
        return replace(link, side=near)
    if report is not None and link.kind not in _NO_SIDE_BY_REPORT:
        return replace(link, side=report)
    return link


def _press_carries(claimants: list[Link], carriers: list[Link]) -> tuple[list[Link], list[Link]]:
    """ "He stated, according to Russian media": media beside a speaker only carry his words."""
    if len(claimants) < 2:
        return claimants, carriers
    press = [c for c in claimants if c.kind == "press"]
    speakers = [c for c in claimants if c.kind != "press"]
    if not speakers:
        return claimants, carriers
    return speakers, carriers + [replace(c, role=AttributionRole.OUTLET) for c in press]


def _role_source(hit: Hit) -> Source:
    return Source(hit.start, hit.end, hit.label, "unknown", None, "role", hit.label)


def _repeats(link: Link, others: list[Link]) -> bool:
    """Whether the same source, or the same words, is among others."""
    return any(
        link.name == one.name or link.name.startswith(one.name) or one.name.startswith(link.name)
        for one in others
    )


def _singular(source: Source) -> bool:
    words = source.name.split()
    return not any(w.endswith("s") for w in words)
