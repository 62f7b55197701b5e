"""What a whole report tells about its sources: one voice, carriers, sides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.claims.extract.document import Document
from app.claims.extract.ground import Ground
from app.claims.extract.memory import INDIVIDUALS
from app.claims.extract.resources import lexicon_for, words
from app.claims.extract.sentences import words_of
from app.claims.extract.sides import side_of_words
from app.claims.extract.spoken import Spoken
from app.claims.extract.unlisted import full_name
from app.claims.model import AttributionBasis, AttributionRole, Link
from app.claims.registry import Actor, actors_by_name
from gazetteer.model import Side

BULLETIN_KINDS = frozenset(
    {"ministry", "general staff", "military command", "governor", "military"}
)
_DESKS = frozenset({"spokesperson", "press service", "regional administration"})
_OFFICIAL = re.compile(
    r"governor|head of|administration|minister|commander|spokes|начальник|губернатор|голов[аи]|"
    r"очільник|глава|речни|представител|командир|министр|міністр",
    re.IGNORECASE,
)
_PUBLIC_SERVICE = re.compile(
    r"mayor|governor|head\s+of\s+the\s+(?:community|district|region)|"
    r"(?:power|grid|energy|water|gas|rail\w*|port|district|regional|local|health|transport|city|town|village)\s+"
    r"(?:company|operator|utility|officials?|authority|council|administration|head)|railway|energetyk|"
    r"prosecutor|police|rescuer|firefighter|energy workers|emergency (?:service|worker)|"
    r"authorities|border guard|полици|прокуратур|"
    r"поліці|рятувальник",
    re.IGNORECASE,
)
# Officials, soldiers and the analysts whom one side's press calls military experts.
_SPEAKS_FOR_SIDE = re.compile(
    r"spokes|press service|press officer|serviceman|unit|official|military|commander|governor|"
    r"mayor|minister|administra|adviser|advisor|(?<!\w)head\s+of|\w+\s+heads?$|deputy|analyst|expert|observer|officer|"
    r"soldier|brigade|battalion|blogger|ministry|captain|colonel|general|major|lieutenant|"
    r"speaks for|heads|leads|runs|serves|fights|police|rescuer|volunteer|paramedic|inspector|"
    r"sergeant",
    re.IGNORECASE,
)
_RUNS_REGION = re.compile(
    r"(?<!\w)(?:governor|mayor|head|губернатор\w*|мэр\w*|глав[аыуе]|мер[ау]?|очільник\w*)(?!\w)",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"consultanc|think\s+tank|research\s+(?:group|institute)|risk\s+analys", re.IGNORECASE
)
_SENATOR = re.compile(r"(?<!\w)сенатор", re.IGNORECASE)  # of the two, one has a senate
_NO_SIDE_BY_OUTLET = frozenset({"resident", "witness", "press"})
_NO_SIDE_BY_REPORT = _NO_SIDE_BY_OUTLET | {"analyst", "unnamed"}


def gives_bulletins(link: Link) -> bool:
    """Ministries, staffs, and officials who report on their region day by day."""
    return (
        link.kind in BULLETIN_KINDS | _DESKS
        or _OFFICIAL.search(f"{link.title or ''} {link.name}") is not None
    )


@dataclass(frozen=True, slots=True)
class _Company:
    """What stands around a source: the outlet it spoke to, the whole report, its publisher."""

    near: Side | None
    report: Side | None
    publisher: Side
    language: str


def _with_side(link: Link, company: _Company) -> Link:
    """The link with the side of the outlet it spoke to, or that the report quotes all along."""
    if link.side != "unknown":
        return link
    if company.near is not None and link.kind not in _NO_SIDE_BY_OUTLET:
        return replace(link, side=company.near)
    if company.report is not None and link.kind not in _NO_SIDE_BY_REPORT:
        return replace(link, side=company.report)
    return replace(link, side=_by_office(link, company))


def _by_office(link: Link, company: _Company) -> Side:
    """The side of whoever holds an office that no word assigns to a side."""
    office = f"{link.kind or ''} {link.title or ''} {link.name}"
    if _SPEAKS_FOR_SIDE.search(office) is not None and link.kind not in _NO_SIDE_BY_OUTLET:
        if link.name.split()[0].casefold() in words().ukrainian_first_names:
            return "UA"
        if company.publisher != "unknown":
            return company.publisher
    if _ABROAD.search(office) is not None:
        return "other"
    if company.language != "en" and _SENATOR.search(office):
        return "RU"
    serves = link.kind not in _NO_SIDE_BY_REPORT or _PUBLIC_SERVICE.search(office) is not None
    return "UA" if company.language == "uk" and serves else "unknown"


def single_voice(doc: Document, spoken: list[Spoken]) -> Spoken | None:
    """The body whose bulletin a report is: the only source that it ever names.

    Where the text names nobody but the metadata name a listed body, it is that body.
    """
    speaking = [s for s in spoken if not s.empty]
    names = {c.name for s in speaking for c in s.claimants}
    if len(names) == 1 and speaking[0].claimants:
        link = speaking[0].claimants[0]
        return speaking[0] if gives_bulletins(link) else None
    if not speaking and doc.article.publisher:
        return _publisher_voice(doc.language, doc.article.publisher)
    return None


def _side_of_publisher(doc: Document) -> Side:
    """The side of who prints the report: that of a listed outlet, or by the words of its name."""
    name = doc.article.publisher
    if not name:
        return "unknown"
    voice = _listed(doc.language, name)
    side = voice.side if voice is not None else side_of_words(name)
    return side if side in ("RU", "UA") else "unknown"


def _listed(language: str, publisher: str) -> Actor | None:
    """The listed actor that a publisher is, or None."""
    for hit in lexicon_for(language).scan(publisher, words_of(publisher), len(publisher)):
        if hit.category == "actor":
            return actors_by_name().get(hit.label)
    return None


def _publisher_voice(language: str, publisher: str) -> Spoken | None:
    actor = _listed(language, publisher)
    if actor is None or actor.role not in ("body", "monitor"):
        return None
    link = Link(AttributionRole.CLAIMANT, actor.name, actor.side, actor.kind, None, None,
                AttributionBasis.METADATA)  # fmt: skip
    return Spoken((link,), (), "claimed")


def settle(spoken: list[Spoken], doc: Document) -> None:
    """What the sentences of a report tell of each other's carriers and sides, once all are read."""
    carriers_of_claimants(spoken)
    sides_by_outlet(spoken, doc)
    sides_of_same(spoken)
    outlets_of_persons(spoken)


def carriers_of_claimants(spoken: list[Spoken]) -> None:
    """Whoever tells an outlet something is carried by it in the speech around, too.

    Behind, as long as pronouns and roles go on with him; before, where the report begins with the
    news and names him first. Under his name again, he may have said it anywhere.
    """
    speaking = [index for index, one in enumerate(spoken) if not one.empty]
    names = [{c.name for c in spoken[index].claimants} for index in speaking]
    for place, index in enumerate(speaking):
        outlet = next((c for c in spoken[index].carriers if _is_outlet(c)), None)
        if outlet is None or outlet.basis is AttributionBasis.CARRIED_OVER:
            continue
        link = replace(outlet, basis=AttributionBasis.CARRIED_OVER)
        if place == 1 and names[0] & names[1] and not spoken[speaking[0]].carriers:
            spoken[speaking[0]] = replace(spoken[speaking[0]], carriers=(link,))
        for behind in range(place + 1, len(speaking)):
            one = spoken[speaking[behind]]
            if one.carriers or not names[behind] & names[place] or not _goes_on(one):
                break
            spoken[speaking[behind]] = replace(one, carriers=(link,))


def outlets_of_persons(spoken: list[Spoken]) -> None:
    """A person who speaks to one outlet in the report has told it what else he says behind.

    Reports that pad one agency item with others' words go back to its speaker by name; who speaks
    to several outlets, or to none at first, may have said the rest anywhere.
    """
    told: dict[str, dict[str, Link]] = {}
    for index, one in enumerate(spoken):
        if not one.claimants or not _may_be_person(one.claimants[0]):
            continue
        known = told.setdefault(one.claimants[0].name, {})
        own = [c for c in one.carriers if c.role is AttributionRole.OUTLET]
        known.update({c.name: c for c in own})
        if len(known) == 1 and not one.carriers:
            link = replace(*known.values(), basis=AttributionBasis.CARRIED_OVER)
            spoken[index] = replace(one, carriers=(link,))


def _may_be_person(link: Link) -> bool:
    """Whether a speaker is one human being rather than a body, which speaks every day."""
    return link.title is not None or link.kind in INDIVIDUALS | {"person"}


def _is_outlet(link: Link) -> bool:
    """Whether a carrier is somebody else's place, not the speaker's own channel."""
    return link.role is AttributionRole.OUTLET or link.kind == "telegram channel"


def _goes_on(spoken: Spoken) -> bool:
    return spoken.claimants[0].basis is AttributionBasis.PRONOUN


def sides_by_outlet(spoken: list[Spoken], doc: Document) -> None:
    """A source of unknown side takes the side of the outlet it spoke to."""
    publisher = _side_of_publisher(doc)
    outlets = {c.side for s in spoken for c in s.carriers if c.role is AttributionRole.OUTLET}
    said = {c.side for s in spoken for c in s.claimants}
    sides = {side for side in outlets | said if side in ("RU", "UA")}
    only = next(iter(sides)) if len(sides) == 1 and sides <= outlets else None
    for index, one in enumerate(spoken):
        near = next((c.side for c in one.carriers if c.side in ("RU", "UA")
                     and c.kind != "official channel"), None)  # fmt: skip
        abroad = any(c.side == "other" for c in one.carriers)
        company = _Company(near, only, publisher, doc.language)
        if abroad:
            company = _Company(None, None, "unknown", "")
        fixed = tuple(_with_side(c, company) for c in one.claimants)
        if fixed != one.claimants:
            spoken[index] = replace(one, claimants=fixed)


def sides_by_ground(spoken: list[Spoken], ground: Ground) -> None:
    """Public servants of unknown side are those of the state that the places lie in.

    Who runs a region of Russia is of its side, whatever his name and his press let one guess.
    """
    russian = {
        c.name
        for index, one in enumerate(spoken)
        if ground.in_russia(index)
        for c in one.claimants
        if _RUNS_REGION.search(c.title or c.name)
        and c.name not in actors_by_name()
        and side_of_words(f"{c.title or ''} {c.name}") == "unknown"
    }
    for index, one in enumerate(spoken):
        fixed = tuple(
            replace(c, side="RU")
            if c.name in russian
            else replace(c, side=ground.side(index))
            if c.side == "unknown" and _PUBLIC_SERVICE.search(f"{c.name} {c.title or ''}")
            else c
            for c in one.claimants
        )
        if fixed != one.claimants:
            spoken[index] = replace(one, claimants=fixed)


def sides_by_names(spoken: list[Spoken], side: Side) -> None:
    """Officials, soldiers and analysts of unknown side are those of whose names a report uses."""
    if side == "unknown":
        return
    for index, one in enumerate(spoken):
        fixed = tuple(
            replace(c, side=side, name=full_name(c, side))
            if c.side == "unknown" and _serves(c)
            else c
            for c in one.claimants
        )
        if fixed != one.claimants:
            spoken[index] = replace(one, claimants=fixed)


def sides_of_same(spoken: list[Spoken]) -> None:
    """A speaker whose side one sentence betrays is on it in every other sentence too."""
    told: dict[str, set[Side]] = {}
    for one in spoken:
        for link in one.claimants:
            if link.side != "unknown":
                told.setdefault(link.name, set()).add(link.side)
    only = {name: next(iter(sides)) for name, sides in told.items() if len(sides) == 1}
    for index, one in enumerate(spoken):
        fixed = tuple(_known(c, only.get(c.name, c.side)) for c in one.claimants)
        if fixed != one.claimants:
            spoken[index] = replace(one, claimants=fixed)


def _known(link: Link, side: Side) -> Link:
    """The link with the side that is known of it, and the name that goes with that side."""
    side = side if link.side == "unknown" else link.side
    return replace(link, side=side, name=full_name(link, side))


def _serves(link: Link) -> bool:
    office = f"{link.kind or ''} {link.title or ''} {link.name}"
    named = link.title is not None or link.kind not in _NO_SIDE_BY_REPORT
    return named and _SPEAKS_FOR_SIDE.search(office) is not None
