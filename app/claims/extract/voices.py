"""What a whole report tells about its sources: one voice, carriers, sides."""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.document import Document
from app.claims.extract.resources import lexicon_for
from app.claims.extract.sentences import words_of
from app.claims.extract.spoken import Spoken
from app.claims.model import AttributionBasis, AttributionRole, Link
from app.claims.registry import actors_by_name
from gazetteer.model import Side

_BULLETIN_KINDS = frozenset(
    {"ministry", "general staff", "military command", "governor", "military"}
)
_OFFICIAL = re.compile(
    r"governor|head of|administration|minister|commander|spokes|начальник|губернатор|голов[аи]|"
    r"очільник|глава|речни|представител|командир|министр|міністр",
    re.IGNORECASE,
)
_PUBLIC_SERVICE = re.compile(
    r"mayor|governor|head\s+of\s+the\s+(?:community|district|region)|"
    r"prosecutor|police|rescuer|emergency service|authorities|border guard|полици|прокуратур|"
    r"поліці|рятувальник",
    re.IGNORECASE,
)
_NO_SIDE_BY_OUTLET = frozenset({"resident", "witness", "press"})
_NO_SIDE_BY_REPORT = _NO_SIDE_BY_OUTLET | {"analyst", "unnamed"}


def _gives_bulletins(link: Link) -> bool:
    """Ministries, staffs, and officials who report on their region day by day."""
    return (
        link.kind in _BULLETIN_KINDS
        or _OFFICIAL.search(f"{link.title or ''} {link.name}") is not None
    )


def _with_side(link: Link, near: Side | None, report: Side | None, language: str) -> Link:
    """The link with the side of the outlet it spoke to, or that the report quotes all along."""
    if link.side != "unknown":
        return link
    if near is not None and link.kind not in _NO_SIDE_BY_OUTLET:
        return replace(link, side=near)
    if report is not None and link.kind not in _NO_SIDE_BY_REPORT:
        return replace(link, side=report)
    # Nameless public servants of the country that the places lie in, when nobody says otherwise.
    if _PUBLIC_SERVICE.search(f"{link.name} {link.title or ''}") or (
        language == "uk" and link.kind not in _NO_SIDE_BY_REPORT
    ):
        return replace(link, side="UA")
    return link


def single_voice(doc: Document, spoken: list[Spoken]) -> Spoken | None:
    """The body whose bulletin a report is: the only source that it ever names.

    Where the text names nobody but the metadata name a listed body, it is that body.
    """
    speaking = [s for s in spoken if not s.empty]
    names = {c.name for s in speaking for c in s.claimants}
    if len(names) == 1 and speaking[0].claimants:
        link = speaking[0].claimants[0]
        return speaking[0] if _gives_bulletins(link) else None
    if not speaking and doc.article.publisher:
        return _publisher_voice(doc.language, doc.article.publisher)
    return None


def _publisher_voice(language: str, publisher: str) -> Spoken | None:
    for hit in lexicon_for(language).scan(publisher, words_of(publisher), len(publisher)):
        actor = actors_by_name().get(hit.label) if hit.category == "actor" else None
        if actor is not None and actor.role in ("body", "monitor"):
            link = Link(AttributionRole.CLAIMANT, actor.name, actor.side, actor.kind, None, None,
                        AttributionBasis.METADATA)  # fmt: skip
            return Spoken((link,), (), "claimed")
    return None


def carriers_of_claimants(spoken: list[Spoken]) -> None:
    """Whoever told an outlet once is carried by it through the report."""
    carried: dict[str, Link] = {}
    for one in spoken:
        outlets = [c for c in one.carriers if c.role is AttributionRole.OUTLET]
        for claimant in one.claimants:
            if outlets:
                carried.setdefault(claimant.name, outlets[0])
    for index, one in enumerate(spoken):
        if one.claimants and not any(c.role is AttributionRole.OUTLET for c in one.carriers):
            outlet = carried.get(one.claimants[0].name)
            if outlet is not None:
                link = replace(outlet, basis=AttributionBasis.CARRIED_OVER)
                spoken[index] = replace(one, carriers=(*one.carriers, link))


def sides_by_outlet(spoken: list[Spoken], language: str) -> None:
    """A source of unknown side takes the side of the outlet it spoke to."""
    outlet_sides = [c.side for s in spoken for c in s.carriers if c.side in ("RU", "UA")]
    only = outlet_sides[0] if len(set(outlet_sides)) == 1 else None
    for index, one in enumerate(spoken):
        near = next((c.side for c in one.carriers if c.side in ("RU", "UA")), None)
        if any(c.side == "other" for c in one.carriers):
            continue
        fixed = tuple(_with_side(c, near, only, language) for c in one.claimants)
        if fixed != one.claimants:
            spoken[index] = replace(one, claimants=fixed)
