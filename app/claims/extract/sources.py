"""Who could be speaking: listed actors, persons, groups of people, pronouns and roles."""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.governments import side_of_government
from app.claims.extract.groups import called_by_name, groups_of, nameless, of_both
from app.claims.extract.offices import offices_of
from app.claims.extract.persons import Persons
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source
from app.claims.registry import actors_by_name
from gazetteer.model import Side

_BOTH_REACH = 30
_ADJECTIVE = re.compile(r"(?<![\w’'-])([A-ZА-ЯІЇЄҐ]\w+(?:['’]s)?)\s+$")
_QUOTE = 2  # a space and a quotation mark: "the newspaper «X»" is X
_SPEAKING_FOR = frozenset({"spokesperson", "press service", "official", "publication"})
_THEMSELVES = frozenset({"ministry", "general staff"})


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
    found += [s for s in groups_of(doc, marked, taken) if _free(s, taken)]
    found += nameless(doc, marked)
    named = (_outlet(_seated(doc, called_by_name(doc, of_both(doc, s)))) for s in found)
    places = [(h.start, h.end) for h in marked.of("channel")]
    return sorted(
        (s for s in named if not _of_no_one(doc, s) and (s.form != "group" or _free(s, places))),
        key=lambda s: s.start,
    )


def _with_offices(doc: Document, marked: Marked, found: list[Source]) -> list[Source]:
    """The sources with offices among them; an office takes up the body it belongs to.

    Ministries and staffs speak through whoever speaks for them, and stay themselves.
    """
    people = [(s.start, s.end) for s in found if s.form == "person" or s.label == "person"]
    for office in offices_of(doc, marked, people):
        inside = [s for s in found if s.start < office.end and office.start < s.end]
        carriers = [s for s in inside if s.carries]
        if carriers and office.kind == "unnamed" and carriers[0].start > office.start + 1:
            # "A source of TASS in the ministry": whoever told it, and who carries it.
            end = carriers[0].start - 1
            name = doc.text[office.start : end]
            side = side_of_words(doc.text[carriers[0].end : office.end])
            found.append(Source(office.start, end, name, side, office.kind, "group"))
            continue
        if carriers or any(s.carries and 0 <= s.start - office.end <= _QUOTE for s in found):
            continue
        name = _balanced(doc.text[office.start : office.end])
        body = next((s.side for s in inside if s.form == "actor"), None)
        chief = name.casefold().startswith(("chief of the general", "head of the general"))
        body = None if chief else body  # both armies have one
        side = body or side_of_words(name)
        if office.holder is not None:
            found = [s for s in found if s not in inside]
            found = [
                _titled(s, name, side, office.start) if s.start == office.holder else s
                for s in found
            ]
        elif (
            chief
            or office.kind not in _SPEAKING_FOR
            or not any(s.kind in _THEMSELVES for s in inside)
        ):
            found = [s for s in found if s not in inside]
            label = "owned" if office.owned else ""
            found.append(Source(office.start, office.end, name, side, office.kind, "group", label))
    return found


# "Every commander remembers": said of the kind, by nobody.
_ANY = re.compile(
    r"(?<!\w)(?:every|any|each|no|few|кажд\w+|любой|кожен|кожн\w+|будь-який)\s+$", re.IGNORECASE
)


def _of_no_one(doc: Document, source: Source) -> bool:
    """Whether a group is any of its kind rather than somebody."""
    if source.form != "group":
        return False
    before = doc.text[max(0, source.start - _BOTH_REACH) : source.start]
    return _ANY.search(before) is not None or _ANY.match(f"{source.name.split()[0]} ") is not None


# "The newspaper X", "the X news agency": an outlet that no list holds.
OUTLET_NOUN = re.compile(
    r"(?<!\w)(?:newspaper|daily|paper|broadcaster|magazine|tabloid|weekly|portal|radio|podcast|agency|channel|site|website|"
    r"газет\w*|телеканал\w*|радиостанци\w*|издани\w+|журнал\w*|портал\w*|агентств\w+|радіостанці\w*|"
    r"виданн\w+|агенці\w*|сайт\w*)(?!\w)",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(r"(?<=\s)(?:[«“]?[A-ZА-ЯІЇЄҐ][\w’'-]+[»”]?(?:\s|$))+")


def _outlet(source: Source) -> Source:
    """A group that is an outlet with a name of its own, as one that carries what others say."""
    if source.form != "group" or source.kind != "press" or not OUTLET_NOUN.search(source.name):
        return source
    if _OWN_NAME.search(source.name) is None:
        return source
    return replace(source, form="actor", label="outlet", carries=True)


# "Military intelligence in Kyiv": a body's capital tells whose it is.
_SEAT = re.compile(r"\s+(?:in|from|в|во|у)\s+(?P<seat>[A-ZА-ЯІЇЄҐ][\w-]+)(?!\w)")
_SEATED = frozenset({"official", "spokesperson", "press service", "ministry", "intelligence",
                     "unnamed", "serviceman", "staff", "general staff", "unit"})  # fmt: skip


def _seated(doc: Document, source: Source) -> Source:
    """A body or official of unknown side with that of the capital named right behind."""
    if source.form != "group" or source.side != "unknown" or source.kind not in _SEATED:
        return source
    seat = _SEAT.match(doc.text, source.end)
    return source if seat is None else replace(source, side=side_of_government(seat["seat"]))


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
    r"the\s+(?:military\s+)?[\w-]+(?:\s+(?:of|for|from|in)\s+(?!(?:the|this)\s+(?:agency|outlet|paper|"
    r"newspaper|publication|channel|portal|broadcaster|magazine)(?!\w))\w|['’]s\s+[a-z]|-in-chief)"
    r"|(?!он|она|вона|він)[а-яёіїєґ]+\s+[\w«-]+(?:ой|ого|ых|их|ої|ів|ова|ии|ии|ії|ы|ей|ському|ский|ского|ського)(?!\w)",
    re.IGNORECASE,
)
# "The evening summary of the General Staff": whose it is stands behind it.
_ISSUED = re.compile(r"\s+(?:of|from|by|issued|published|released|circulated|put\s+out)\s")


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
