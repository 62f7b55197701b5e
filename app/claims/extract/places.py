"""From place names in the text to questions to the gazetteer, and its joint answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.claims.extract.areas import Draft
from app.claims.extract.before import LIST_GAP
from app.claims.extract.context import StatedRelation, relation_before
from app.claims.extract.document import Document
from app.claims.model import Mention
from gazetteer.model import LISTED, NameQuery, PlaceKind, Relation, Side
from gazetteer.resolver import Gazetteer

_AREAS = frozenset({PlaceKind.OBLAST, PlaceKind.RAION, PlaceKind.HROMADA, PlaceKind.REGION})
# Relations that say where the first of two places lies.
_PLACING = frozenset({
    "north_of", "south_of", "east_of", "west_of", "northeast_of", "northwest_of", "southeast_of",
    "southwest_of", "near", "within_distance", "between",
})  # fmt: skip
_FORMS = 2  # names in a Russian form, at least, that tell whose report it is
_LINKING = re.compile(
    r"['’]?s?[\s,(–—-]*(?:which\s+)?(?:is|are|was|lies|lie|which|located|situated|lying|just|about|only|some|"
    r"a|an|the|in|strategically|important|position|small|village|town|city|settlement|"
    r"расположен\w*|находится|что|який|розташован\w*|що|\d+|km|км|kilometers|to|и|[\s,(–—-])*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A mention with the relation stated before it, ready for claims."""

    draft: Draft
    mention: Mention
    relation: StatedRelation | None


def stated_relations(doc: Document, drafts: list[Draft]) -> list[StatedRelation | None]:
    """The relation of every mention; members of a list share that of the first."""
    out: list[StatedRelation | None] = []
    for index, draft in enumerate(drafts):
        sentence = doc.sentences[draft.sentence].sentence
        relation = relation_before(doc.lower, sentence, draft.start)
        if relation is None and index and drafts[index - 1].sentence == draft.sentence:
            gap = doc.lower[drafts[index - 1].end : draft.start]
            if LIST_GAP.fullmatch(gap):
                relation = out[index - 1]
        out.append(relation)
    return out


def _figures(
    doc: Document, drafts: list[Draft], relations: list[StatedRelation | None]
) -> list[int | None]:
    """For every ground of a placing relation, the mention that it places ("X, north of Y": X)."""
    figures: list[int | None] = []
    for index, (draft, relation) in enumerate(zip(drafts, relations, strict=True)):
        figure = None
        if relation is not None and relation.name in _PLACING and index:
            before = drafts[index - 1]
            if before.sentence == draft.sentence and before.kind is PlaceKind.SETTLEMENT:
                gap = doc.lower[before.end : max(before.end, relation.start)]
                if figures[index - 1] is not None:
                    figure = figures[index - 1]
                elif not LIST_GAP.fullmatch(gap + " ") and _LINKING.fullmatch(gap):
                    figure = index - 1
        figures.append(figure)
    return figures


def _within(drafts: list[Draft], areas_of: dict[int, list[Draft]], index: int) -> tuple[str, ...]:
    """Areas that the sentence puts a settlement in; the next area after it, else any of it."""
    areas = areas_of.get(drafts[index].sentence, [])
    after = [d for d in areas if d.start > drafts[index].start]
    chosen = after[:1] or areas[-1:]
    if after and after[0].start - drafts[index].end > 200:
        chosen = []
    return tuple(dict.fromkeys(d.canonical or d.text for d in chosen))


@dataclass(slots=True)
class _Asked:
    """What all mentions of one written form say together."""

    text: str
    kind: PlaceKind | None
    hints: list[str]
    within: list[str]
    relations: list[tuple[str, int, float | None]]


def _gather(
    doc: Document, drafts: list[Draft], relations: list[StatedRelation | None]
) -> tuple[list[_Asked], list[int]]:
    """One question per written form, and which question each mention belongs to."""
    areas_of: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.kind in _AREAS and draft.canonical:
            areas_of.setdefault(draft.sentence, []).append(draft)
    asked: list[_Asked] = []
    number: dict[tuple[str, PlaceKind], int] = {}
    of_draft = []
    for index, draft in enumerate(drafts):
        key = (draft.canonical or draft.text, draft.kind)
        if key not in number:
            number[key] = len(asked)
            asked.append(_Asked(key[0], draft.kind, [], [], []))
        question = asked[number[key]]
        if draft.hint:
            question.hints.append(draft.hint)
        if draft.kind is PlaceKind.SETTLEMENT:
            question.within += _within(drafts, areas_of, index)
        of_draft.append(number[key])
    _state(doc, drafts, relations, asked, of_draft)
    return asked, of_draft


def _state(
    doc: Document,
    drafts: list[Draft],
    relations: list[StatedRelation | None],
    asked: list[_Asked],
    of_draft: list[int],
) -> None:
    """Give the questions what the text states of one place by another."""
    for index, figure in enumerate(_figures(doc, drafts, relations)):
        relation = relations[index]
        if figure is not None and relation is not None and of_draft[figure] != of_draft[index]:
            row = (relation.name, of_draft[index], relation.distance_km)
            asked[of_draft[figure]].relations.append(row)
    for index in range(1, len(drafts)):
        if _side_by_side(doc, drafts[index - 1], drafts[index]):
            asked[of_draft[index]].relations.append((LISTED, of_draft[index - 1], None))


def _side_by_side(doc: Document, one: Draft, other: Draft) -> bool:
    """Whether two settlements are neighbours in a list: "A, B and C"."""
    return (
        one.sentence == other.sentence
        and one.kind is other.kind is PlaceKind.SETTLEMENT
        and LIST_GAP.fullmatch(doc.lower[one.end : other.start]) is not None
    )


def _query(question: _Asked, day: date | None, side: Side) -> NameQuery:
    hint = Counter(question.hints).most_common(1)
    relations = tuple(Relation(n, (g,), d) for n, g, d in dict.fromkeys(question.relations))
    return NameQuery(
        text=question.text,
        kind=question.kind,
        type_hint=hint[0][0] if hint else None,
        within=tuple(dict.fromkeys(question.within)),
        relations=relations,
        date=day,
        side=side,
    )


def resolve_mentions(
    doc: Document, drafts: list[Draft], gazetteer: Gazetteer, side: Side
) -> list[PlaceMention]:
    """All mentions with the places they mean, answered jointly for the document."""
    relations = stated_relations(doc, drafts)
    asked, of_draft = _gather(doc, drafts, relations)
    queries = [_query(question, doc.published, side) for question in asked]
    answers = gazetteer.resolve_document(queries)
    out = []
    for draft, number, relation in zip(drafts, of_draft, relations, strict=True):
        span = doc.span(draft.start, draft.end)
        mention = Mention(span, draft.kind, answers[number], draft.hint)
        out.append(PlaceMention(draft, mention, relation))
    return out


def _plain(name: str) -> str:
    """A romanised name without the differences that romanisations of one language have."""
    return re.sub(r"[yi]+", "i", name.casefold()).replace("'", "").replace("’", "")


def side_of_names(doc: Document, mentions: list[PlaceMention]) -> Side:
    """The side whose forms of names an English report keeps to, or unknown.

    A press that writes Avdeyevka and Krasny Liman is Russian or follows it; Avdiivka is what
    everybody else writes, so it tells nothing.
    """
    if doc.language != "en":
        return "unknown"
    places = [(m.draft.text, m.mention.resolution.place) for m in mentions
              if m.draft.kind is PlaceKind.SETTLEMENT]  # fmt: skip
    forms = {text: _plain(text) == _plain(place.name) for text, place in places if place}
    foreign = sum(not official for official in forms.values())
    return "RU" if foreign >= _FORMS and foreign > 2 * (len(forms) - foreign) else "unknown"
