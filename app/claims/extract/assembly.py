"""Claims of a report: heads, places, sources, dates and modality put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from app.claims.extract.attribution import Attribution
from app.claims.extract.beside import facts_beside
from app.claims.extract.carrying import Carrying
from app.claims.extract.document import Document, Marked
from app.claims.extract.doers import side_of_doer
from app.claims.extract.heads import Head
from app.claims.extract.modality import modality_of
from app.claims.extract.padding import is_general
from app.claims.extract.places import PlaceMention
from app.claims.extract.placing import Placing
from app.claims.extract.quantities import quantities_of
from app.claims.extract.selection import Selection, speaker_of
from app.claims.extract.spoken import Spoken
from app.claims.extract.takeup import act_before, denies_it, floor_of, names_places, taken_up
from app.claims.extract.timing import Timing
from app.claims.model import (
    AttributionBasis,
    AttributionRole,
    Claim,
    ClaimPlace,
    ClaimType,
    Link,
    Modality,
    Quantity,
    Span,
)
from gazetteer.model import Side

# Whose gain a claim is, seen from the one who acts.
_OPPONENT_GAINS = frozenset({ClaimType.WITHDRAWAL, ClaimType.SURRENDER, ClaimType.LOSSES})
_ANSWERING = frozenset({Modality.DENIED, Modality.QUESTIONED})
_NEUTRAL = frozenset({ClaimType.CLASH, ClaimType.STATEMENT, ClaimType.VISIT, ClaimType.OTHER,
                      ClaimType.CONTROL_STATUS})  # fmt: skip
_COUNTED = frozenset({ClaimType.LOSSES, ClaimType.DESTRUCTION, ClaimType.STRIKE,
    ClaimType.SURRENDER,
                      ClaimType.ATTACK_REPELLED, ClaimType.CONTROL_STATUS, ClaimType.ADVANCE,
                      ClaimType.CLASH, ClaimType.CONTROL_CHANGE})  # fmt: skip
_ADDRESS = 150  # characters; what names a speaker at more length tells more than who it is
_SEAT = re.compile(r"\s+in\s+[A-Z]\w+")  # "the ministry in Moscow"
_AT_HOME = frozenset({"resident", "witness", "volunteer"})


class Assembly:
    """Builds the claims of one document in one pass over its sentences."""

    def __init__(
        self, doc: Document, attribution: Attribution, mentions: list[PlaceMention]
    ) -> None:
        """Take what the earlier steps found."""
        self.doc, self.attribution = doc, attribution
        self.placing = Placing(doc, mentions)
        self.timing = Timing(doc)
        self.selection = Selection(doc, self.placing, attribution.sources)
        self.out: list[Claim] = []
        self.carrying = Carrying(doc, attribution)
        self._counted: tuple[int, tuple[Quantity, ...]] | None = None
        self._carried: tuple[ClaimPlace, ...] = ()

    def claims(self) -> list[Claim]:
        """Every claim of the document, in text order."""
        for index, marked in enumerate(self.doc.sentences):
            if marked.sentence.headline and len(self.doc.sentences) > 1:
                self.timing.heading(marked)
                continue
            self._sentence(index, marked)
        return self.out

    # --- one sentence

    def _sentence(self, index: int, marked: Marked) -> None:
        spoken = self.carrying.of(index)
        self.timing.enter(marked, self.placing.has_settlement(index))
        self._continue(index, marked, spoken)
        if (spoken.cue is None or not spoken.claimants) and is_general(self.doc, marked):
            self.placing.leave(index)
            return
        drafts = self._drafts(index, marked, spoken)
        named = self.placing.has_settlement(index)
        if not drafts and (named or not self.carrying.announces(index)):
            statement = self.selection.statement(marked, spoken)
            drafts = [statement] if statement is not None else []
        drafts = self._taken_up(index, marked, spoken, drafts)
        drafts += _silent_turns(spoken, drafts)
        clauses = {head: self.placing.clause_of(index, head) for head in drafts}
        self._emit(index, marked, spoken, _one_per_type(spoken, clauses))

    def _taken_up(
        self, index: int, marked: Marked, spoken: Spoken, drafts: list[Head]
    ) -> list[Head]:
        """ "They are A and B", "he denied this": the act before, of further places or denied."""
        self._carried = ()
        text, named = self.doc.text, self.placing.has_settlement(index)
        if any(h.type is not ClaimType.STATEMENT for h in drafts) or len(drafts) > 1:
            return drafts
        floor = floor_of(self.doc.sentences, index)
        if named and names_places(text, marked):
            act = act_before(self.out, floor, None)
            cue = drafts[0] if drafts else None
            start = cue.start if cue is not None else marked.sentence.start
            end = cue.end if cue is not None else marked.sentence.tokens[0].end
            return drafts if act is None else [taken_up((start, end), act[0])]
        if drafts and denies_it(text, marked, spoken):
            act = act_before(self.out, floor, spoken)
            if act is not None:
                self._carried = () if named else act[1]
                return [taken_up((drafts[0].start, drafts[0].end), act[0])]
        return drafts

    def _drafts(self, index: int, marked: Marked, spoken: Spoken) -> list[Head]:
        choose = self.selection
        heads = choose.claimed(index, marked, spoken)
        forecast = choose.forecast(index, marked, spoken, heads)
        facts = heads if forecast is None else facts_beside(self.doc.text, marked, heads, forecast)
        drafts = choose.news_only(
            index,
            facts,
            marked,
            spoken,
            dated=self.timing.has_own_date,
        )
        if forecast is not None:
            drafts.append(forecast)
        return [h for h in drafts if choose.supported(index, marked, spoken, h)]

    def _continue(self, index: int, marked: Marked, spoken: Spoken) -> None:
        """ "The strike occurred near X": the place belongs to the claim before."""
        if not marked.of("occurrence") or not self.out or not spoken.empty:
            return
        last = self.out[-1]
        if not marked.of("back_reference") and not any(
            h.start - marked.sentence.start < 20 for h in marked.of("head")
        ):
            return
        places = self.placing.of_sentence(index)
        if any(self.placing.is_settlement(p) for p in last.places) or not places:
            return
        self.out[-1] = replace(last, places=(*last.places, *places))

    # --- output

    def _emit(self, index: int, marked: Marked, spoken: Spoken, heads: list[Head]) -> None:
        for number, head in enumerate(heads):
            places = self.placing.of_head(index, heads, number, _addresses(self.doc.text, spoken))
            places = places or self._carried
            self.selection.remember(head, self.placing.names(places), speaker_of(spoken))
            base = self._claim(marked, spoken, head, places)
            if head.type is ClaimType.CONTROL_CHANGE:
                self.out += [replace(base, places=group) for group in self.placing.split(places)]
            else:
                self.out.append(base)
        self.placing.leave(index)

    def _claim(
        self, marked: Marked, spoken: Spoken, head: Head, places: tuple[ClaimPlace, ...]
    ) -> Claim:
        doc, sentence = self.doc, marked.sentence
        spoken = spoken.governing(head.start)
        modality, cue = modality_of(doc, marked, spoken, head.type, head.start)
        if self._tells(head, spoken, places) and modality is Modality.OPINION:
            modality = Modality.CLAIMED
        event, statement = self.timing.of_claim(head, spoken)
        actor = self._actor_side(marked, head, spoken, modality)
        counted = self._quantities(marked) if head.type in _COUNTED else ()
        return Claim(
            type=head.type,
            quote=doc.span(sentence.start, sentence.end),
            head=doc.span(head.start, head.end),
            places=places,
            attribution=(*spoken.claimants, *spoken.carriers, *self._publisher()),
            modality=modality,
            modality_cue=cue,
            event=event,
            statement=statement,
            source_side=_source_side(spoken),
            actor_side=actor,
            benefit_side=_benefit(head.type, actor),
            quantities=counted,
            rule=head.rule,
        )

    def _tells(self, head: Head, spoken: Spoken, places: tuple[ClaimPlace, ...]) -> bool:
        """Whether a mere statement tells of a place: with a plain verb of saying it is no view."""
        plain = head.type is ClaimType.STATEMENT and spoken.modality == "claimed"
        return plain and any(self.placing.is_settlement(p) for p in places)

    def _quantities(self, marked: Marked) -> tuple[Quantity, ...]:
        """What a sentence counts, read once for all its claims."""
        if self._counted is None or self._counted[0] != marked.sentence.index:
            self._counted = (marked.sentence.index, quantities_of(self.doc, marked))
        return self._counted[1]

    def _publisher(self) -> tuple[Link, ...]:
        name = self.doc.article.publisher
        if not name:
            return ()
        return (Link(AttributionRole.PUBLISHER, name, basis=AttributionBasis.METADATA),)

    def _actor_side(self, marked: Marked, head: Head, spoken: Spoken, modality: Modality) -> Side:
        """The side said to act: as the clause tells, else the sentence.

        Who denies nothing tells of his own side where none is named.
        """
        sentence = marked.sentence
        clause = self.placing.clause_around(sentence.index, head)
        named = [link.span for link in (*spoken.claimants, *spoken.carriers) if link.span]
        for start, end in dict.fromkeys((clause, (sentence.start, sentence.end))):
            words = (
                self.doc.text[start : head.start],
                self.doc.text[head.start : head.end],
                self.doc.text[head.end : end],
            )
            speakers = [
                (span.start - start, span.end - start)
                for span in named
                if start <= span.start and span.end <= head.start
            ]
            side = side_of_doer(*words, speakers)
            if side == "unknown" and modality not in _ANSWERING:
                side = side_of_doer(*words, ())
            if side != "unknown":
                return side
        return "unknown"


def _silent_turns(spoken: Spoken, drafts: list[Head]) -> list[Head]:
    """Statements of those who, beside another's claim, doubt it, deny it or keep silent."""
    if not drafts or len(spoken.turns) < 2:
        return []
    told = {c.name for head in drafts for c in spoken.turn(head.start).claimants}
    silent = [
        t for t in spoken.turns
        if t.cue and t.modality in ("questioned", "no_comment", "denied", "opinion")
        and (t.modality == "no_comment" or not told & {c.name for c in t.claimants})
    ]  # fmt: skip
    return [Head(t.cue[0], t.cue[1], ClaimType.STATEMENT, "verb") for t in silent if t.cue]


def _one_per_type(spoken: Spoken, clauses: Mapping[Head, int]) -> list[Head]:
    """The first head of every type, speaker and clause, verbs before nouns, in text order."""
    best: dict[tuple[ClaimType, str, int], Head] = {}
    for head in sorted(clauses, key=lambda h: (h.form != "verb", h.start)):
        said = next((c.name for c in spoken.turn(head.start).claimants), "")
        best.setdefault((head.type, said, clauses[head]), head)
    return sorted(best.values(), key=lambda h: h.start)


def _addresses(text: str, spoken: Spoken) -> list[Span]:
    """The words that name the speakers and their seats; residents tell of where they live."""
    named = [c.span for c in spoken.claimants if c.span is not None and c.kind not in _AT_HOME]
    seats = [_SEAT.match(text, span.end) for span in named]
    spans = [
        span if seat is None else Span(span.start, seat.end(), text[span.start : seat.end()])
        for span, seat in zip(named, seats, strict=True)
    ]
    return [span for span in spans if span.end - span.start < _ADDRESS]


def _source_side(spoken: Spoken) -> Side:
    for link in (*spoken.claimants, *spoken.carriers):
        if link.side != "unknown" or link.role is AttributionRole.CLAIMANT:
            return link.side
    return "unknown"


def _benefit(kind: ClaimType, actor: Side) -> Side:
    if actor not in ("RU", "UA") or kind in _NEUTRAL:
        return "unknown"
    if kind in _OPPONENT_GAINS:
        return "UA" if actor == "RU" else "RU"
    return actor
