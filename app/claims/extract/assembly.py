"""Claims of a report: heads, places, sources, dates and modality put together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.claims.extract.attribution import Attribution
from app.claims.extract.document import Document, Marked
from app.claims.extract.heads import Head, absorbed, heads_of
from app.claims.extract.lexicon import Hit
from app.claims.extract.modality import modality_of
from app.claims.extract.places import PlaceMention
from app.claims.extract.placing import Placing
from app.claims.extract.quantities import quantities_of
from app.claims.extract.sources import side_of_words
from app.claims.extract.spoken import Spoken
from app.claims.extract.timing import Timing
from app.claims.model import (
    AttributionBasis,
    AttributionRole,
    Claim,
    ClaimPlace,
    ClaimType,
    Link,
    Modality,
)
from gazetteer.model import Side

# Whose gain a claim is, seen from the one who acts.
_OPPONENT_GAINS = frozenset({ClaimType.WITHDRAWAL, ClaimType.SURRENDER, ClaimType.LOSSES})
_NEUTRAL = frozenset({ClaimType.CLASH, ClaimType.STATEMENT, ClaimType.VISIT, ClaimType.OTHER,
                      ClaimType.CONTROL_STATUS})  # fmt: skip
_COUNTED = frozenset({ClaimType.LOSSES, ClaimType.DESTRUCTION, ClaimType.STRIKE, ClaimType.SURRENDER,
                      ClaimType.ATTACK_REPELLED, ClaimType.CONTROL_STATUS, ClaimType.ADVANCE,
                      ClaimType.CLASH, ClaimType.CONTROL_CHANGE})  # fmt: skip
_STRONG_FORECAST = (
    "expected",
    "set to",
    "poised",
    "planning",
    "preparing",
    "going to",
    "will",
    "predicted",
    "projected",
    "plans",
    "intend",
    "likely to",
)
_PEOPLE = frozenset({"resident", "witness"})
_BODIES = frozenset({"ministry", "general staff", "military command"})
_CARRY_SENTENCES = 4


@dataclass(slots=True)
class _Known:
    """What earlier sentences have claimed, to tell news from repetition."""

    seen: set[tuple[ClaimType, str]] = field(default_factory=set)

    def is_news(self, head: Head, names: list[str]) -> bool:
        return not names or any((head.type, name) not in self.seen for name in names)


class Assembly:
    """Builds the claims of one document in one pass over its sentences."""

    def __init__(
        self, doc: Document, attribution: Attribution, mentions: list[PlaceMention]
    ) -> None:
        """Take what the earlier steps found."""
        self.doc, self.attribution = doc, attribution
        self.placing = Placing(doc, mentions)
        self.timing = Timing(doc)
        self.known = _Known()
        self.out: list[Claim] = []
        self._last_chain: tuple[int, Spoken] | None = None

    def claims(self) -> list[Claim]:
        """Every claim of the document, in text order."""
        for index, marked in enumerate(self.doc.sentences):
            if marked.sentence.headline and len(self.doc.sentences) > 1:
                continue
            self._sentence(index, marked)
        return self.out

    # --- one sentence

    def _sentence(self, index: int, marked: Marked) -> None:
        spoken = self._spoken(index)
        self.timing.enter(marked, spoken, self.placing.has_settlement(index))
        if self._continues(index, marked, spoken):
            return
        heads = self._claimed_heads(index, marked, spoken)
        forecast = self._forecast_cut(marked, spoken, heads)
        if forecast is not None:
            facts = self._facts_beside(marked, heads, forecast)
            drafts = [*self._news_only(index, facts, marked, spoken), forecast]
        else:
            drafts = self._news_only(index, heads, marked, spoken)
        drafts = [h for h in drafts if self._supported(index, marked, spoken, h)]
        if not drafts:
            statement = self._statement(index, marked, spoken)
            drafts = [statement] if statement is not None else []
        drafts += _silent_turns(spoken, drafts)
        self._emit(index, marked, spoken, _one_per_type(drafts))

    def _spoken(self, index: int) -> Spoken:
        """The sentence's own source; else the next sentence's that refers back; else carried over."""
        spoken = self.attribution.spoken[index]
        if not spoken.empty:
            bodies = any(c.kind in _BODIES for c in spoken.claimants)
            self._last_chain = (index, spoken) if bodies else None
            return spoken
        following = self.attribution.spoken[index + 1 : index + 2]
        if following and following[0].refers_back and not following[0].empty:
            return _rebased(following[0], AttributionBasis.NEXT_SENTENCE)
        if self.attribution.voice is not None:
            return _rebased(self.attribution.voice, AttributionBasis.CARRIED_OVER)
        if self._last_chain is not None and index - self._last_chain[0] <= _CARRY_SENTENCES:
            return _rebased(self._last_chain[1], AttributionBasis.CARRIED_OVER)
        return spoken

    def _claimed_heads(self, index: int, marked: Marked, spoken: Spoken) -> list[Head]:
        heads = heads_of(self.doc, marked)
        links = [c.span for c in (*spoken.claimants, *spoken.carriers) if c.span is not None]
        sources = self.attribution.sources[index]
        heads = [
            h for h in heads
            if not any(s.start <= h.start < s.end for s in sources if s.form != "role")
        ]  # fmt: skip
        del links
        if spoken.cue is not None:
            heads = [
                h for h in heads
                if spoken.turn(h.start).modality not in ("questioned", "no_comment")
            ]  # fmt: skip
        if spoken.empty and self._belief(marked) is not None:
            return []
        if spoken.claimants and not self.placing.has_place(index):
            # Without a place or a side, "the fighting" is only what somebody talks about.
            words = self.doc.text[marked.sentence.start : marked.sentence.end]
            concrete = side_of_words(words) != "unknown" or any(c.isdigit() for c in words)
            if not concrete and spoken.cue is not None:
                heads = [h for h in heads if h.form != "thing"]
        speculative = [h for h in marked.of("modal") if h.label == "speculative"]
        heads = [
            h for h in heads
            if not any(0 <= h.start - s.end < 25 and "," not in self.doc.text[s.end:h.start] for s in speculative)
            or h.form == "noun"
        ]  # fmt: skip
        return absorbed(self.doc.text, heads, self.placing.owners(index, heads))

    def _forecast_cut(self, marked: Marked, spoken: Spoken, heads: list[Head]) -> Head | None:
        """The forecast of a sentence: a future cue with an act after it, or with a source."""
        if spoken.modality == "no_comment":
            return None
        label_forecast = spoken.modality == "forecast"
        for cue in marked.of("modal"):
            if cue.label != "forecast":
                continue
            words = self.doc.text[cue.start : cue.end].casefold()
            strong = words.startswith(_STRONG_FORECAST) or any(
                w in words for w in ("expected", "set to", "poised", "going to")
            )
            after = [h for h in heads if h.start >= cue.start]
            if not after and (" not" in words or spoken.cue is None):
                continue
            if (strong and after) or (not spoken.empty and (after or strong or marked.of("topic"))):
                end = after[0].end if after else cue.end
                return Head(cue.start, end, ClaimType.FORECAST, "verb")
        if label_forecast and spoken.cue is not None:
            return Head(spoken.cue[0], spoken.cue[1], ClaimType.FORECAST, "noun")
        return None

    def _facts_beside(self, marked: Marked, heads: list[Head], forecast: Head) -> list[Head]:
        """Facts that a forecast leans on: "... following the liberation of X"."""
        out = []
        for head in heads:
            if head.start <= forecast.start or head.form != "noun":
                continue
            before = self.doc.text[
                max(marked.sentence.start, head.start - 30) : head.start
            ].casefold()
            if any(word in before for word in ("following", "after", "since", "после", "після")):
                out.append(head)
        return out

    def _news_only(
        self, index: int, heads: list[Head], marked: Marked, spoken: Spoken
    ) -> list[Head]:
        """Nominal heads that only take up what was claimed before are no new claims."""
        out = []
        for head in heads:
            if head.form == "noun":
                names = self.placing.names_after(index, head) or self.placing.stands_for(index)
                dated = self.timing.has_own_date
                if not names and spoken.empty and not marked.of("anaphor"):
                    continue
                if names and not self.known.is_news(head, names) and not dated:
                    continue
            out.append(head)
        return out

    def _supported(self, index: int, marked: Marked, spoken: Spoken, head: Head) -> bool:
        """In the narrator's voice a claim needs a place, or a word that stands for one."""
        if not spoken.empty or head.type is ClaimType.FORECAST:
            return True
        if self.placing.has_place(index):
            return True
        if marked.of("anaphor") and head.form != "noun":
            return True
        return any(h.label == "unattributed" for h in marked.of("modal")) and head.form == "verb"

    def _statement(self, index: int, marked: Marked, spoken: Spoken) -> Head | None:
        """A mere statement is kept when a party or an analyst speaks of the war."""
        if spoken.modality == "no_comment" and spoken.cue:
            return Head(*spoken.cue, ClaimType.STATEMENT, "verb")
        if not spoken.claimants:
            belief = self._belief(marked)
            if belief is not None and marked.of("topic"):
                return Head(belief.start, belief.end, ClaimType.STATEMENT, "belief")
            return None
        if marked.of("background") and not marked.of("modal"):
            return None
        wanted = "event_topic" if spoken.claimants[0].kind in _PEOPLE else "topic"
        if marked.of(wanted) and spoken.cue is not None:
            return Head(*spoken.cue, ClaimType.STATEMENT, "verb")
        return None

    def _belief(self, marked: Marked) -> Hit | None:
        """ "is believed to have": somebody's guess without a name."""
        return next(
            (
                h
                for h in marked.of("modal")
                if h.label == "speculative" and " to" in self.doc.text[h.start : h.end]
            ),
            None,
        )

    def _continues(self, index: int, marked: Marked, spoken: Spoken) -> bool:
        """ "The strike occurred near X": the place belongs to the claim before."""
        if not marked.of("occurrence") or not self.out or not spoken.empty:
            return False
        last = self.out[-1]
        if not marked.of("back_reference") and not any(
            h.start - marked.sentence.start < 20 for h in marked.of("head")
        ):
            return False
        places = self.placing.of_sentence(index)
        if any(self.placing.is_settlement(p) for p in last.places) or not places:
            return False
        self.out[-1] = replace(last, places=(*last.places, *places))
        return False

    # --- output

    def _emit(self, index: int, marked: Marked, spoken: Spoken, heads: list[Head]) -> None:
        for number, head in enumerate(heads):
            places = self.placing.of_head(index, heads, number)
            for name in self.placing.names(places):
                self.known.seen.add((head.type, name))
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
        event, statement = self.timing.of_claim(head, spoken, places)
        actor = self._actor_side(marked, head)
        counted = quantities_of(doc, marked) if head.type in _COUNTED else ()
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
            source_side=_source_side(spoken, modality),
            actor_side=actor,
            benefit_side=_benefit(head.type, actor),
            quantities=counted,
            rule=head.rule,
        )

    def _publisher(self) -> tuple[Link, ...]:
        name = self.doc.article.publisher
        if not name:
            return ()
        return (Link(AttributionRole.PUBLISHER, name, basis=AttributionBasis.METADATA),)

    def _actor_side(self, marked: Marked, head: Head) -> Side:
        """The side named closest before the head, else after it."""
        before = self.doc.text[marked.sentence.start : head.start]
        for piece in reversed(before.split(",")):
            side = side_of_words(piece)
            if side != "unknown":
                return side
        return side_of_words(self.doc.text[head.end : marked.sentence.end])


def _silent_turns(spoken: Spoken, drafts: list[Head]) -> list[Head]:
    """Statements of those who, beside another's claim, doubt it or keep silent."""
    if not drafts or len(spoken.turns) < 2:
        return []
    silent = [t for t in spoken.turns if t.modality in ("questioned", "no_comment") and t.cue]
    return [Head(t.cue[0], t.cue[1], ClaimType.STATEMENT, "verb") for t in silent if t.cue]


def _one_per_type(heads: list[Head]) -> list[Head]:
    """The first head of every type, verbs before nouns, in text order."""
    best: dict[ClaimType, Head] = {}
    for head in sorted(heads, key=lambda h: (h.form != "verb", h.start)):
        best.setdefault(head.type, head)
    return sorted(best.values(), key=lambda h: h.start)


def _rebased(spoken: Spoken, basis: AttributionBasis) -> Spoken:
    """The same source for a sentence that does not name it: without the cue."""
    return replace(
        spoken,
        modality="claimed" if basis is AttributionBasis.CARRIED_OVER else spoken.modality,
        cue=None,
        claimants=tuple(replace(c, basis=basis) for c in spoken.claimants),
        carriers=tuple(replace(c, basis=basis) for c in spoken.carriers),
    )


def _source_side(spoken: Spoken, modality: Modality) -> Side:
    del modality
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
