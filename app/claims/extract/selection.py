"""Which heads of a sentence become claims: news, forecasts, statements, and what is left out."""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.heads import Head, absorbed, heads_of
from app.claims.extract.lexicon import Hit
from app.claims.extract.padding import only_about, without_topics
from app.claims.extract.placing import Placing
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source
from app.claims.extract.spoken import Spoken
from app.claims.extract.takeup import introduces
from app.claims.model import ClaimType

_SURE_FUTURE = ("will", "would", "shall", "будет", "будут", "буде", "будуть")
_POSSIBLE = ("may ", "might ", "could ")
_AT_HAND = 12  # characters between what may be and the act itself
_PLANNED = (
    "expected", "set to", "poised", "going to", "planning", "preparing", "predicted", "projected",
    "plan", "prepare", "readying", "intend", "likely to", "планиру", "намерен", "готов", "плану",
    "намір", "очіку", "ожида", "matter of", "question of", "foregone conclusion", "inevitable",
    "imminent",
)  # fmt: skip
# Acts that bulletins count without naming places.
_COUNTED = frozenset({ClaimType.LOSSES, ClaimType.DESTRUCTION, ClaimType.STRIKE,
                      ClaimType.ATTACK_REPELLED, ClaimType.CONTROL_STATUS,
                      ClaimType.CONTROL_CHANGE, ClaimType.SURRENDER, ClaimType.OTHER})  # fmt: skip
_TALK = frozenset({"questioned", "no_comment"})
# "Russian forces likely seized X": an assessment of the act itself.
_LIKELY = re.compile(r"(?:likely|probably|apparently|presumably|possibly|evidently)\s+")
# "Would have held": what did not come to pass is neither told nor foretold.
_UNREAL = re.compile(
    r"(?:would|should)\s+(?:(?:not|never|also|probably|easily)\s+)?have\s+(?!to\s)|"
    r"would\s+(?:not\s+|later\s+|also\s+)?(?:hear\s+of|claim|say|insist|add|admit|concede|recall|deny)\b"
)
_BEFORE_IT = re.compile(r"(?<!\w)before\s+(?:it|they|he|she|the\s+\w+|any\s+\w+)\s+$")
_NOT_SAID = re.compile(r"(?:(?<!\w)(?:did|does|do|has|have|had|would|could)\s+not|n['’]t)\s+$")
_SUBJECT_GAP = 40  # characters between an act and the verb that puts it off
_GOVERNED = 25  # characters between "may have" and the verb it governs
_NUMBERS = (
    r"\d+|дв[ае]|дві|три|четыре|чотири|пять|п.ять|шесть|шість|семь|сім|восемь|вісім|девять|дев.ять|"
    r"десять|десятки|сотн[яиі]|несколько|кілька|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|dozens?|hundreds|several"
)
_FOUGHT = re.compile(
    rf"(?<!\w)(?:{_NUMBERS})\s+(?:\w+\s+){{0,2}}?(?:бо[їєёе]|зіткнен|сутич|стычк|столкнов|атак|штурм)"
)
_COUNT_REACH = 40  # characters between a number and the fight that it counts
_NUMBER = re.compile(rf"(?:{_NUMBERS})")
_PEOPLE = frozenset({"resident", "witness"})


class Selection:
    """Chooses among the heads of each sentence; remembers what was claimed before."""

    def __init__(self, doc: Document, placing: Placing, sources: list[list[Source]]) -> None:
        """Take what the earlier steps found."""
        self.doc, self.placing, self.sources = doc, placing, sources
        self.seen: set[tuple[ClaimType, str, str]] = set()

    def is_news(self, head: Head, names: list[str], speaker: str) -> bool:
        """Whether the act was not claimed before of one of these places, by him or at all."""
        return not names or any((head.type, name, speaker) not in self.seen for name in names)

    def remember(self, head: Head, names: list[str], speaker: str) -> None:
        """Keep what is claimed, so that it is no news when it comes up again."""
        self.seen.update((head.type, name, who) for name in names for who in ("", speaker))

    def claimed(self, index: int, marked: Marked, spoken: Spoken) -> list[Head]:
        """Heads that carry acts which somebody claims, weaker ones absorbed."""
        speaking = {c.name for c in spoken.claimants}
        names = [
            s for s in self.sources[index]
            if s.form != "role" and (s.form != "group" or s.name in speaking)
        ]  # fmt: skip
        heads = [
            h
            for h in heads_of(self.doc, marked)
            if not any(s.start <= h.start < s.end for s in names if not _visits(h, s))
            and not self.placing.names_at(index, h.start)
            and not self._only_doubted(marked, spoken, h)
        ]
        heads = without_topics(self.doc, marked, heads)
        belief = self.belief(marked) if spoken.empty else None
        if belief is not None:  # "appear to have lost X": a guess at the act itself
            heads = [h for h in heads if 0 <= h.start - belief.start < _GOVERNED]
        if spoken.empty and self._asks(marked):
            return []
        if self._unsaid(spoken):
            heads = [h for h in heads if h.form != "frame"]
        if spoken.cue is not None and not self._concrete(index, marked, spoken):
            heads = [h for h in heads if h.form != "thing"]
        owners = self.placing.owners(index, heads)
        return absorbed(self.doc.text, heads, owners, [h.start for h in marked.of("say")])

    def _asks(self, marked: Marked) -> bool:
        """Whether a sentence is a question, as a reporter's in an interview: it claims nothing."""
        end = marked.sentence.end
        return "?" in self.doc.text[max(marked.sentence.start, end - 3) : end]

    def _only_doubted(self, marked: Marked, spoken: Spoken, head: Head) -> bool:
        """Under a doubt, a silence or a "may have", an act is what the talk is about."""
        if spoken.cue is not None and spoken.turn(head.start).modality in _TALK:
            return True
        unreal = _UNREAL.search(
            self.doc.lower, max(marked.sentence.start, head.start - _GOVERNED), head.end
        )
        if unreal is not None and not any(
            c in unreal.string[unreal.end() : head.start] for c in ",;"
        ):
            return True
        return (
            head.form != "noun"
            and any(
                cue.label == "speculative"
                and not cue.entry.attributes.get("scope")  # a guess at the act itself
                and not _LIKELY.fullmatch(self.doc.lower[cue.start : head.start])
                and 0 <= head.start - cue.end < _GOVERNED
                and "," not in self.doc.text[cue.end : head.start]
                for cue in marked.of("modal")
            )
        )

    def _concrete(self, index: int, marked: Marked, spoken: Spoken) -> bool:
        """Whether words like "the fighting" mean something here: a place, a side, a number."""
        if not spoken.claimants or self.placing.has_place(index):
            return True
        words = self.doc.text[marked.sentence.start : marked.sentence.end]
        return side_of_words(words) != "unknown" or any(c.isdigit() for c in words)

    def forecast(
        self, index: int, marked: Marked, spoken: Spoken, heads: list[Head]
    ) -> Head | None:
        """The forecast of a sentence: a future cue with an act after it, or with a source."""
        if spoken.modality == "no_comment" or self._unsaid(spoken):
            return None
        label_forecast = spoken.modality == "forecast"
        for cue in marked.of("modal"):
            if cue.label != "forecast" or self._came_to_nothing(cue):
                continue
            words = self.doc.text[cue.start : cue.end].casefold()
            strong = words.startswith(_SURE_FUTURE) or any(w in words for w in _PLANNED)
            after = [h for h in heads if h.start >= cue.start or self._is_subject(h, cue)]
            sure = any(w in words for w in _PLANNED) and marked.of("topic")
            if (
                not after
                and spoken.cue is None
                and not (sure and self.placing.has_settlement(index))
            ):
                continue
            if not after and " not" in words and not self.placing.has_settlement(index):
                continue
            about = after or strong or marked.of("topic") or self.placing.has_settlement(index)
            at_hand = any(
                h.start < cue.end + (_AT_HAND if words.startswith(_POSSIBLE) else 0) for h in after
            )
            if (strong and after) or at_hand or (not spoken.empty and about) or sure:
                end = max(after[0].end, cue.end) if after else cue.end
                return Head(cue.start, end, ClaimType.FORECAST, "verb")
        conditional = spoken.empty and any(h.label == "condition" for h in marked.of("background"))
        for cue in [] if conditional else marked.of("future"):
            if not spoken.empty or self.placing.has_place(index) or marked.of("anaphor"):
                return Head(cue.start, cue.end, ClaimType.FORECAST, "verb")
        if label_forecast and spoken.cue is not None and not self._warns_of_facts(spoken, heads):
            return Head(spoken.cue[0], spoken.cue[1], ClaimType.FORECAST, "noun")
        return None

    def _came_to_nothing(self, cue: Hit) -> bool:
        """ "Would have held", "was destroyed before it could reach the shore": nothing to come."""
        lower, start = self.doc.lower, cue.start
        before = _BEFORE_IT.search(lower, max(0, start - _SUBJECT_GAP), start)
        return before is not None or _UNREAL.match(lower, start) is not None

    def _warns_of_facts(self, spoken: Spoken, heads: list[Head]) -> bool:
        """ "They are massing troops, he warned": who warns may tell what is going on."""
        start = spoken.cue[0] if spoken.cue is not None else 0
        warns = self.doc.lower.startswith(("warn", "caution", "forewarn"), start)
        return warns and any(h.form == "verb" for h in heads)

    def _is_subject(self, head: Head, cue: Hit) -> bool:
        """ "The fall of X will not come soon": the act stands before its verb."""
        gap = cue.start - head.end
        if head.form == "verb" or not 0 <= gap <= _SUBJECT_GAP:
            return False
        return not any(mark in self.doc.text[head.end : cue.start] for mark in ",;:.")

    def news_only(
        self, index: int, heads: list[Head], marked: Marked, spoken: Spoken, *, dated: bool
    ) -> list[Head]:
        """Nominal heads that only take up what was claimed before are no new claims."""
        out = []
        doubted = any(h.label == "questioned" for h in marked.of("modal"))
        for head in heads:
            if head.form == "noun" and not doubted:
                names = self.placing.names_after(index, head) or self.placing.stands_for(index)
                if not names and spoken.empty and not marked.of("anaphor"):
                    continue
                speaker = speaker_of(spoken)
                if names and not self.is_news(head, names, speaker) and not dated:
                    continue
            out.append(head)
        return out

    def supported(self, index: int, marked: Marked, spoken: Spoken, head: Head) -> bool:
        """In the narrator's voice a claim needs a place, or a word that stands for one."""
        if not spoken.empty or head.type in (ClaimType.FORECAST, ClaimType.VISIT):
            return True
        if self.placing.has_place(index):
            return True
        if head.form != "noun" and (marked.of("anaphor") or marked.of("evidence")):
            return True
        if head.form == "verb" and head.type in _COUNTED and self._counts(marked):
            return True
        reach = max(marked.sentence.start, head.start - _COUNT_REACH)
        if head.type is ClaimType.CLASH and _FOUGHT.search(self.doc.lower, reach, head.end):
            return True  # "164 боєзіткнення": a bulletin counts fights as well
        return any(h.label == "unattributed" for h in marked.of("modal")) and head.form == "verb"

    def _counts(self, marked: Marked) -> bool:
        """Whether a sentence counts something: a bulletin in the report's own voice does."""
        sentence = marked.sentence
        return any(
            t.text[0].isdigit() or _NUMBER.fullmatch(t.lower) is not None for t in sentence.tokens
        )

    def statement(self, marked: Marked, spoken: Spoken) -> Head | None:
        """A mere statement is kept when a party or an analyst speaks of the war."""
        if spoken.modality == "no_comment" and spoken.cue:
            return Head(*spoken.cue, ClaimType.STATEMENT, "verb")
        if not spoken.claimants:
            belief = self.belief(marked)
            if belief is not None and marked.of("topic"):
                return Head(belief.start, belief.end, ClaimType.STATEMENT, "belief")
            return None
        if (
            (marked.of("background") and not marked.of("modal"))
            or introduces(self.doc.lower, marked)
            or only_about(self.doc, marked)
        ):
            return None
        speaker = spoken.claimants[0]
        wanted = "event_topic" if speaker.kind in _PEOPLE else "topic"
        of_party = speaker.side in ("RU", "UA") and speaker.kind not in _PEOPLE
        if spoken.refers_back or self._takes_up(marked):
            of_party = False
        told = spoken.cue is not None and not self._unsaid(spoken)
        of_place = self._tells_of_place(marked, spoken)
        if told and spoken.cue is not None and (of_party or of_place or marked.of(wanted)):
            return Head(*spoken.cue, ClaimType.STATEMENT, "verb")
        return None

    def _unsaid(self, spoken: Spoken) -> bool:
        """ "The ministry did not say when": what is not said is no statement."""
        start = spoken.cue[0] if spoken.cue is not None else 0
        return (
            spoken.modality in ("claimed", "opinion")
            and _NOT_SAID.search(self.doc.lower, max(0, start - 12), start) is not None
        )

    def _tells_of_place(self, marked: Marked, spoken: Spoken) -> bool:
        """Whether a speaker tells of a settlement that is not a part of who he is."""
        if marked.of("civil") or spoken.modality not in ("claimed", "opinion"):
            return False
        spans = [link.span for link in (*spoken.claimants, *spoken.carriers) if link.span]
        places = self.placing.of_sentence(marked.sentence.index)
        points = (self.placing.start(p) for p in places if self.placing.is_settlement(p))
        return any(not any(s.start <= at < s.end for s in spans) for at in points)

    @staticmethod
    def _takes_up(marked: Marked) -> bool:
        """ "The statement was cited as ...": the sentence speaks of what was said before."""
        start = marked.sentence.start
        return any(h.start - start < 4 for h in marked.of("back_reference"))

    def belief(self, marked: Marked) -> Hit | None:
        """ "is believed to have": somebody's guess without a name."""
        return next(
            (
                h
                for h in marked.of("modal")
                if h.label == "speculative" and " to" in self.doc.text[h.start : h.end]
            ),
            None,
        )


def _visits(head: Head, source: Source) -> bool:
    """ "Minister X toured": a visit is told with the name of who makes it."""
    return head.type is ClaimType.VISIT and head.end > source.end


def speaker_of(spoken: Spoken) -> str:
    """Who tells facts in a sentence of his own, or nobody; judging is done of facts told before."""
    first = next(iter(spoken.claimants), None)
    tells = spoken.modality == "claimed" and spoken.cue is not None and bool(spoken.carriers)
    return first.name if first is not None and tells else ""
