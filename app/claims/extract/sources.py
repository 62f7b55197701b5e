"""Who could be speaking: listed actors, persons, groups of people, pronouns and roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.offices import offices_of
from app.claims.extract.persons import Persons
from app.claims.extract.resources import words
from app.claims.extract.sentences import Token
from app.claims.extract.sides import side_of_words
from app.claims.registry import actors_by_name
from gazetteer.model import Side

# Nouns that are somebody's voice only right at a cue: armies act more often than they speak.
_WEAK_NOUNS = frozenset(["forces", "military", "soldiers", "fighters", "defenders"])
_SOURCE_TAIL = re.compile(
    r"\s+(?:in|from|within|at|close\s+to|familiar\s+with|with|of|в|во|из|у|з|із|серед|"
    r"близк\w+\s+к)\s+(?:the\s+|an?\s+)?(?:[\w‘’'«»“”-]+\s+){0,6}?"
    r"(?:structures|forces|services?|situation|ministry|military|government|administration|"
    r"command|brigade|sign\s+[‘'“\"«]\w+[,.]?[’'”\"»]|"
    r"area|villages|region|agencies|agency|site|структурах|ведомстве|органах|силах|"
    r"правительстве|командовании|органах|структурах|командуванні)"
    r"(?:\s+familiar\s+with\s+the\s+situation)?",
    re.IGNORECASE,
)
_KINDS = (
    ("press service", ("press service", "press office", "press cent", "пресс-служб", "пресслужб",
    "пресс-центр", "пресцентр")),
    ("resident", ("resident", "local", "жител", "мешкан", "miner")),
    ("witness", ("witness", "eyewitness", "очевид")),
    ("analyst", ("analyst", "expert", "observer", "аналит", "эксперт", "аналіт", "експерт")),
    ("press", ("media", "journalist", "correspondent", "outlet", "сми", "змі", "журналист",
    "журналіст")),
    ("channel", ("channel", "blogger", "milblogger", "военкор", "військкор")),
    ("serviceman", ("soldier", "fighter", "operator", "serviceman", "servicemen", "commander",
    "officer", "боец", "боєць", "оператор", "бійц", "разведчик", "військов", "военны")),
    ("official", ("official", "authorit", "administration", "government", "власт", "чиновник",
    "влада", "посадов", "police", "prosecutor", "minister", "governor", "mayor", "president",
    "deputy", "министр", "губернатор", "мэр", "глава", "міністр", "очільник", "депутат",
    "чиновник", "ministry", "министерств", "міністерств")),
)  # fmt: skip

_ONE_OF = re.compile(r"(?:[Oo]ne|[Aa]nother)\s+of\s+(?:them|these|those)(?!\w)")
_CALLED_REACH = 140
_CALLED = re.compile(
    r",?\s+(?:who\s+)?(?:(?:posts|writes|blogs|goes|publishes|fights|serves|is\s+known|known|"
    r"identified|identifying\s+himself|introduced\s+himself|introduced|speaking|gave\s+(?:his|"
    r"her)\s+name|gave\s+(?:his|her)\s+call\s+sign|asked\s+to\s+be\s+(?:named|identified)|would\s+(?:only\s+)?be\s+(?:named|identified))"
    r"\s+(?:only\s+)?(?:as|by|under)|named|called|nicknamed|codenamed|dubbed)\s+"
    r"(?:(?:the|his|her|a)\s+)?(?:(?:call\s?-?sign|nickname|name|handle|pseudonym|alias|moniker|"
    r"nom\s+de\s+guerre|first\s+name)\s*,?\s+)?(?:of\s+)?[“‘\"'«]?"
    r"(?P<name>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,2})[”’\"'»]?"
)
_BOTH_REACH = 30
_AND = re.compile(r"(?<!\w)(\w+)\s+(?:and|и|та|і|й)\s+$")
_ADJECTIVE = re.compile(r"(?<![\w’'-])([A-ZА-ЯІЇЄҐ]\w+(?:['’]s)?)\s+$")
_QUOTE = 2  # a space and a quotation mark: "the newspaper «X»" is X
_SPEAKING_FOR = frozenset({"spokesperson", "press service", "official", "publication"})
_THEMSELVES = frozenset({"ministry", "general staff"})


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody a sentence may be attributed to.

    ``form``: actor, person, group, or role (a word that stands for somebody named before; then
    ``label`` says whom it can stand for).
    """

    start: int
    end: int
    name: str
    side: Side
    kind: str | None
    form: str
    label: str = ""
    title: str | None = None
    carries: bool = False
    surname_only: bool = False


def kind_of_group(text: str) -> str:
    """The sort of unnamed people a group is."""
    lower = text.casefold()
    for kind, stems in _KINDS:
        if any(stem in lower for stem in stems):
            return kind
    return "unnamed"


def sources_of(doc: Document, marked: Marked, persons: Persons) -> list[Source]:
    """Everybody in a sentence who could be speaking, in text order, without overlaps."""
    found = _with_offices(doc, marked, _actors(marked) + _persons(marked, persons))
    taken = [(s.start, s.end) for s in found]
    names = {s.start: s.carries for s in found}
    found += [
        s for s in _roles(doc, marked)
        # "the expert Ivan X": a title before a name stands for nobody else; "he told TASS" does.
        if _free(s, taken)
        and not any(names.get(at) == (s.label == "outlet") for at in (s.end, s.end + 1))
    ]  # fmt: skip
    taken = [(s.start, s.end) for s in found]
    found += [s for s in _groups(doc, marked, taken) if _free(s, taken)]
    found += _nameless(doc, marked)
    return sorted((_called(doc, _of_both(doc, s)) for s in found), key=lambda s: s.start)


def _nameless(doc: Document, marked: Marked) -> list[Source]:
    """ "One of them, who posts as X": somebody of a kind named before, with a name of his own."""
    out = []
    for match in _ONE_OF.finditer(doc.text, marked.sentence.start, marked.sentence.end):
        if _CALLED.match(doc.text, match.end(), marked.sentence.end) is not None:
            out.append(Source(match.start(), match.end(), match[0], "unknown", "unnamed", "group"))
    return out


def _called(doc: Document, source: Source) -> Source:
    """A group with the name that it goes by: "an officer who gave his name as X"."""
    if source.form != "group":
        return source
    called = _CALLED.match(doc.text, source.end, source.end + _CALLED_REACH)
    if called is None:
        return source
    name = called["name"]
    if _ONE_OF.match(source.name) is None:
        name = f"{source.name} {name}"
    return replace(source, end=called.end(), name=name)


def _of_both(doc: Document, source: Source) -> Source:
    """ "Ukrainian and Russian sources": of no one side."""
    if source.form != "group" or source.side not in ("RU", "UA"):
        return source
    other = _AND.search(doc.text, max(0, source.start - _BOTH_REACH), source.start)
    if other is None or side_of_words(other[1]) in (source.side, "unknown"):
        return source
    name = doc.text[other.start(1) : source.end]
    return replace(source, start=other.start(1), name=name, side="unknown")


def _with_offices(doc: Document, marked: Marked, found: list[Source]) -> list[Source]:
    """The sources with offices among them; an office takes up the body it belongs to.

    Ministries and staffs speak through whoever speaks for them, and stay themselves.
    """
    people = [(s.start, s.end) for s in found if s.form == "person" or s.label == "person"]
    for office in offices_of(doc, marked, people):
        inside = [s for s in found if s.start < office.end and office.start < s.end]
        if any(s.carries for s in inside) or any(
            s.carries and 0 <= s.start - office.end <= _QUOTE for s in found
        ):
            continue
        name = _balanced(doc.text[office.start : office.end])
        body = next((s.side for s in inside if s.form == "actor"), None)
        side = body or side_of_words(name)
        if office.holder is not None:
            found = [s for s in found if s not in inside]
            found = [
                _titled(s, name, side, office.start) if s.start == office.holder else s
                for s in found
            ]
        elif office.kind not in _SPEAKING_FOR or not any(s.kind in _THEMSELVES for s in inside):
            found = [s for s in found if s not in inside]
            label = "owned" if office.owned else ""
            found.append(Source(office.start, office.end, name, side, office.kind, "group", label))
    return found


def _titled(person: Source, title: str, side: Side, start: int) -> Source:
    """A person with the office that stands before the name."""
    if person.form != "person":
        return replace(person, start=start)
    known = person.side if person.side != "unknown" else side
    return replace(person, start=start, side=known, title=person.title or title)


_PAIRS = {"»": "«", "”": "“", "’": "‘", '"': '"', "'": "'"}


def _balanced(name: str) -> str:
    """A name without a quotation mark that lost its partner."""
    if name and name[-1] in _PAIRS and name.find(_PAIRS[name[-1]]) in (-1, len(name) - 1):
        name = name[:-1]
    if name and name[0] in _PAIRS.values() and len(name) > 1:
        closing = next(c for c, o in _PAIRS.items() if o == name[0])
        name = name if closing in name[1:] else name[1:]
    return name


def _free(source: Source, taken: list[tuple[int, int]]) -> bool:
    return all(source.end <= start or source.start >= end for start, end in taken)


def _actors(marked: Marked) -> list[Source]:
    out = []
    listed = actors_by_name()
    for hit in marked.of("actor"):
        actor = listed[hit.label]
        out.append(
            Source(hit.start, hit.end, actor.name, actor.side, actor.kind, "actor", actor.role,
                   None, actor.carries)
        )  # fmt: skip
    return out


def _persons(marked: Marked, persons: Persons) -> list[Source]:
    out = []
    sentence = marked.sentence
    spans = [(h.start, h.end) for h in marked.of("actor")]
    for person in persons.named_in(sentence.index):
        kind = person.title or "person"
        source = Source(
            person.start, person.end, person.name, person.side, kind, "person", "", person.title
        )
        if _free(source, spans):
            out.append(source)
            spans.append((person.start, person.end))
    for token, known in persons.surnames_in(sentence):
        source = Source(token.start, token.stem_end, known.name, known.side,
                        known.title or "person", "person", "", known.title,
                        surname_only=True)  # fmt: skip
        if _free(source, spans):
            out.append(source)
    return out


# An office that says whose it is brings in somebody new: "the spokesman of the brigade".
_DESCRIBED = re.compile(
    r"the\s+(?:military\s+)?[\w-]+(?:\s+(?:of|for|from|in)\s+\w|['’]s\s+[a-z]|-in-chief)"
    r"|(?!он|она|вона|він)[а-яёіїєґ]+\s+[\w«-]+(?:ой|ого|ых|их|ої|ів|ова|ии|ии|ії|ы|ей|ському|ский|ского|ського)(?!\w)",
    re.IGNORECASE,
)
# "The evening summary of the General Staff": whose it is stands behind it.
_ISSUED = re.compile(r"\s+(?:of|from|by|issued|published|released|circulated|put\s+out)\s")
_CHANNEL_NAME = re.compile(
    r"\s*[«“\"'‘]?(?P<name>[A-ZА-ЯІЇЄҐ][\w’'-]*(?:\s+(?:[A-ZА-ЯІЇЄҐ][\w’'-]*|\d+)){0,3})[»”\"'’]?"
)


def _roles(doc: Document, marked: Marked) -> list[Source]:
    return [
        _of_state(doc, Source(h.start, h.end, doc.text[h.start : h.end], "unknown", None, "role",
                              h.label))
        for h in marked.of("role")
        if (h.label != "person" or not _DESCRIBED.match(doc.text, h.start, marked.sentence.end))
        and (h.label != "publication" or not _ISSUED.match(doc.text, h.end))
    ]  # fmt: skip


def _of_state(doc: Document, role: Source) -> Source:
    """ "The Belarusian defence ministry": an adjective says whose ministry it is."""
    adjective = _ADJECTIVE.search(doc.text, max(0, role.start - _BOTH_REACH), role.start)
    if role.label != "ministry" or adjective is None:
        return role
    side = side_of_words(adjective[1])
    if side != "other":
        return role
    name = doc.text[adjective.start(1) : role.end]
    return replace(role, start=adjective.start(1), name=name, side=side, kind="ministry",
                   form="group", label="")  # fmt: skip


def _groups(doc: Document, marked: Marked, taken: list[tuple[int, int]]) -> list[Source]:
    tokens = marked.sentence.tokens
    out: list[Source] = []
    for index, token in enumerate(tokens):
        if token.lower not in words().group_nouns:
            continue
        first = _group_start(tokens, index)
        if token.lower in _WEAK_NOUNS and first == index:
            continue
        end = token.stem_end
        tail = _SOURCE_TAIL.match(doc.text, end, marked.sentence.end)
        if tail is not None:
            end = tail.end()
        if out and tokens[first].start < out[-1].end:
            if index and tokens[index - 1].end == out[-1].end - 0:
                out[-1] = replace(out[-1], end=end, name=doc.text[out[-1].start : end])
            continue
        if any(0 <= start - end <= 1 for start, _ in taken):
            continue  # a title before a name
        if "channel" in token.lower or "канал" in token.lower:
            named = _CHANNEL_NAME.match(doc.text, end, marked.sentence.end)
            if named is not None:
                side = side_of_words(doc.text[tokens[first].start : end])
                out.append(Source(tokens[first].start, named.end(), named["name"], side,
                                  "telegram channel", "group"))  # fmt: skip
                continue
        text = doc.text[tokens[first].start : end]
        name = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
        out.append(
            Source(
                tokens[first].start, end, name, side_of_words(text), kind_of_group(text), "group"
            )
        )
    return out


def _group_start(tokens: list[Token], index: int) -> int:
    first = index
    while first and index - first < 5 and tokens[first - 1].lower in words().group_modifiers:
        first -= 1
    return first
