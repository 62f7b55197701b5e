"""Roles that stand for nobody whom the text named before: kept by their own words."""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source
from app.claims.model import Link
from gazetteer.model import Side

_DEFENCE = re.compile(r"defen[cs]e|минобороны|оборон|военн|військов", re.IGNORECASE)
# "The defence ministry", told by an outlet of one side and named by nobody before.
_MINISTRIES: dict[str, str] = {"RU": "Russian Ministry of Defence",
                               "UA": "Ministry of Defence of Ukraine"}  # fmt: skip
# Who is nobody without somebody named before: pronouns, and what belongs to them.
_NOBODY = re.compile(
    r"(?:he|she|it|they|his|her|its|their|map|text|document|message|он|она|его|ее|её|він|вона|його|її)"
    r"(?!\w)", re.IGNORECASE
)  # fmt: skip
_BODIES = {"ministry": "ministry", "staff": "military command", "outlet": "press",
           "publication": "publication"}  # fmt: skip


def unlisted(role: Source, text: str, here: list[Source]) -> Source | None:
    """Who a role of a sentence is by its own words, or None.

    A ministry of defence is that of the side its words name, else of the only outlet among the
    sources ``here`` of its sentence; a pronoun is nobody.
    """
    words = re.sub(r"^the\s+", "", text[role.start : role.end].strip(), flags=re.IGNORECASE)
    if role.label == "ministry" and _DEFENCE.search(words):
        return _ministry(role, words, here)
    english = role.name[:1].isascii()
    as_written = role.label == "person" or (english and role.label in _BODIES)
    if not as_written or _NOBODY.match(words):
        return None
    kind = _BODIES.get(role.label) or role.kind
    return replace(role, name=words, form="group", side=side_of_words(words), kind=kind)


def unnamed_ministry(role: Source, here: list[Source]) -> Source | None:
    """A ministry of defence that a report never names more fully, as a source, or None.

    Its side is that of the only outlet among the sources ``here`` of its sentence.
    """
    if role.label != "ministry" or role.form != "role" or not _DEFENCE.search(role.name):
        return None
    return _ministry(role, re.sub(r"^the\s+", "", role.name, flags=re.IGNORECASE), here)


def full_name(link: Link, side: Side) -> str:
    """The name of a speaker once its side is known: ministries of defence have one each."""
    if link.kind == "ministry" and _DEFENCE.search(link.name):
        return _MINISTRIES.get(side, link.name)
    return link.name


def _ministry(role: Source, words: str, here: list[Source]) -> Source:
    told = side_of_words(words)
    sides = {s.side for s in here if s.carries} if told == "unknown" else {told}
    side = sides.pop() if len(sides) == 1 else "unknown"
    name = _MINISTRIES.get(side)
    if name is None:
        return replace(role, name=words, form="group", kind="ministry")
    return replace(role, name=name, side=side, kind="ministry")
