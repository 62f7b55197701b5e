"""Event time against statement time of each claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.claims.extract.datecalendar import UP_TO_PUBLICATION
from app.claims.extract.datereadings import Found
from app.claims.extract.dates import find_dates
from app.claims.extract.document import Document, Marked
from app.claims.extract.heads import Head
from app.claims.extract.horizons import horizon, not_before
from app.claims.extract.spoken import Spoken
from app.claims.extract.timewords import (
    AS_OF,
    ASIDE,
    GOES_ON,
    PAST,
    PAST_STATE,
    PUBLISHED_ON,
    SAME_TIME,
    SEEN,
    WHICH_ONE,
)
from app.claims.model import AttributionBasis, ClaimType, DatePrecision, TimeRange

_CARRY = 3
# What is told in the present holds on the day of the report, whenever somebody spoke of it first.
_NOW = frozenset(
    {ClaimType.CONTROL_STATUS, ClaimType.STATEMENT, ClaimType.FORECAST, ClaimType.OTHER}
)
_RELATIVE = ("which ", "who ", "whose ", "where ")
_PARAGRAPHS = 2
_NEAR = 40  # characters before a date
_HEADINGS = 2  # sentences at the top that may be a heading
_HEADING = 120  # characters of a heading at most
_COMMA = 40  # characters that a comma between a date and an act counts for
# Read against the day of publication, and so against the day that the saying is given.
_FROM_PUBLICATION = frozenset({
    UP_TO_PUBLICATION, "the night before publication", "the day before publication",
    "a run of days up to publication", "two days earlier",
})  # fmt: skip


class Timing:
    """Dates of the sentences, carried on to sentences that elaborate the same event."""

    def __init__(self, doc: Document) -> None:
        """Start before the first sentence."""
        self.doc = doc
        self.own: list[Found] = []
        self._carried: tuple[int, TimeRange, TimeRange] | None = None
        self._index = -1
        self._anchor: date | None = None
        self._elaborates = False
        self._marked: Marked | None = None
        self._heading: Found | None = None
        self._speaker = ""
        self._told: dict[str, TimeRange] = {}
        self._paragraph = self._dated_in = 0
        self._holds = False

    @property
    def has_own_date(self) -> bool:
        """Whether the current sentence has a date expression."""
        return bool(self.own)

    def enter(self, marked: Marked, has_settlement: bool) -> None:
        """Read the dates of the next sentence."""
        sentence = marked.sentence
        self._index, self._marked = sentence.index, marked
        self._paragraph += sentence.new_paragraph
        text, day = self.doc.text, self.doc.published
        self.own = find_dates(text, sentence.start, sentence.end, day, self._anchor)
        days = [f.first for f in self.own if f.precision is DatePrecision.DAY and f.first]
        self._anchor = days[-1] if days else self._anchor
        self._elaborates = not has_settlement
        if self.own and sentence.index < _HEADINGS and self._heads_all(marked):
            self._heading = self.own[0]

    def _heads_all(self, marked: Marked) -> bool:
        """Whether a sentence at the top only gives the day of what follows."""
        if marked.of("head"):
            return False
        sentence = marked.sentence
        short = sentence.end - sentence.start <= _HEADING and not marked.of("say")
        return short or any(AS_OF.match(self.doc.text, f.start) for f in self.own)

    def heading(self, marked: Marked) -> None:
        """Read the date that a headline gives to all that follows: "December 6-7"."""
        sentence = marked.sentence
        found = find_dates(self.doc.text, sentence.start, sentence.end, self.doc.published)
        if found and not marked.of("head"):
            self._heading = found[0]

    def of_claim(self, head: Head, spoken: Spoken) -> tuple[TimeRange, TimeRange]:
        """Event and statement range of a claim."""
        event, statement = self._read(head, spoken)
        if head.type is ClaimType.FORECAST:
            said = statement.start or self.doc.published
            event = TimeRange(self._earliest(said), self._horizon(said), DatePrecision.UNKNOWN,
                              "still to come when it was said")  # fmt: skip
        elif head.type is ClaimType.CONTROL_STATUS and event.text is None and not event.start:
            event = self._state(head, event, statement)
        return event, statement

    def _state(self, head: Head, event: TimeRange, statement: TimeRange) -> TimeRange:
        """A state told in the present holds on the day it is told."""
        day = statement.start
        if day is None or day != statement.end or PAST_STATE.match(self.doc.text, head.start):
            return event
        return TimeRange(day, day, DatePrecision.DAY, "state on the day it was told")

    def _earliest(self, said: date | None) -> date | None:
        if said is None or self._marked is None:
            return said
        sentence = self._marked.sentence
        first = not_before(self.doc.text, sentence.start, sentence.end, said)
        return max(said, first) if first is not None else said

    def _horizon(self, said: date | None) -> date | None:
        if said is None or self._marked is None:
            return None
        sentence = self._marked.sentence
        end = horizon(self.doc.text, sentence.start, sentence.end, said)
        return end if end is None or end >= said else None

    def _undated(self, head: Head) -> tuple[TimeRange, TimeRange]:
        day = self.doc.published
        state = head.type is ClaimType.CONTROL_STATUS
        if self._heading is not None and not (state and self._heading.first != self._heading.last):
            said = TimeRange(day, day, DatePrecision.DAY if day else DatePrecision.UNKNOWN,
                             "publication date" if day else "not dated")  # fmt: skip
            return self._heading.time_range(self.doc.text), said
        event = TimeRange(None, day, DatePrecision.UNKNOWN, "not dated; on or before publication")
        said = TimeRange(day, day, DatePrecision.DAY if day else DatePrecision.UNKNOWN,
                         "publication date" if day else "not dated")  # fmt: skip
        return event, said

    def _read(self, head: Head, spoken: Spoken) -> tuple[TimeRange, TimeRange]:
        undated_event, undated_statement = self._undated(head)
        own = [f for f in self.own if not self._aside(f, head)]
        if not own:
            if (
                self._carried is not None
                and self._goes_on(head, spoken)
                and self._index - self._carried[0] <= _CARRY
            ):
                return self._carried[1], self._carried[2]
            told = self._told.get(_speaker(spoken))
            if told is not None and self._heading is None and head.type not in _NOW:
                return _until(told), told  # "He noted": in the talk that was dated before
            return undated_event, undated_statement
        said = [f for f in own if self._dates_saying(f, head, spoken)]
        acts = [f for f in own if f not in said and not self._of_another(f, head)]
        statement = said[0].time_range(self.doc.text) if said else undated_statement
        if acts:
            found = min(acts, key=lambda f: self._far(f, head))
            event = found.time_range(self.doc.text)
            if AS_OF.match(self.doc.text, found.start):
                statement = event
            event = _told_by(event, statement) if said else event
            self._holds = _holds(found)
        else:
            self._holds = True
            event = _until(statement)
        self._keep(event, statement, told_on=bool(said))
        if said and spoken.claimants:
            self._told[_speaker(spoken)] = statement
        self._speaker, self._dated_in = _speaker(spoken), self._paragraph
        return event, statement

    def _keep(self, event: TimeRange, statement: TimeRange, *, told_on: bool) -> None:
        """Remember what may hold for what follows; of a stretch, only the day it was told on."""
        if told_on and not self._holds:
            event, self._holds = _until(statement), True
        self._carried = (self._index, event, statement)

    def _far(self, found: Found, head: Head) -> int:
        """How far a date stands from an act; commas part them more than words do."""
        gap = (head.end, found.start) if found.start >= head.start else (found.end, head.start)
        return max(0, gap[1] - gap[0]) + _COMMA * self.doc.text.count(",", *gap)

    def _dates_saying(self, found: Found, head: Head, spoken: Spoken) -> bool:
        """Whether a date is that of the saying, or of the footage that shows an act."""
        return self._dates_the_saying(found, head, spoken) or (
            PUBLISHED_ON.search(self.doc.text, max(0, found.start - _NEAR), found.start) is not None
        )

    def _of_another(self, found: Found, head: Head) -> bool:
        """Whether a date in a clause of its own is not that of a state told in the present."""
        if head.type is not ClaimType.CONTROL_STATUS or self._marked is None:
            return False
        left, right = (
            (head.end, found.start) if found.start >= head.end else (found.end, head.start)
        )
        if "," not in self.doc.text[left:right] or PAST_STATE.match(self.doc.text, head.start):
            return False
        return any(left <= h.start < right for h in self._marked.of("head"))

    def _aside(self, found: Found, head: Head) -> bool:
        """Whether a date stands in a clause set in, with an act that is not the head."""
        if self._marked is None:
            return False
        sentence, text = self._marked.sentence, self.doc.text
        if head.start >= found.end and GOES_ON.match(text, found.end) is not None:
            reach = max(sentence.start, found.start - 2 * _NEAR)
            if WHICH_ONE.search(text, reach, found.start) is not None:
                return True
        if found.precision is not DatePrecision.DAY or "weekday" not in found.basis:
            past = PAST.search(text, max(sentence.start, found.start - 2 * _NEAR), found.start)
            if past is not None and past.start() > head.end:
                return True
        for match in ASIDE.finditer(text, sentence.start, found.start):
            close = text.find(",", found.end, sentence.end)
            close = sentence.end if close < 0 else close
            if text.find(",", match.end(), found.start) >= 0 or SEEN.match(text, match.end()):
                continue
            if text.startswith(_RELATIVE, match.end()) and close < sentence.end:
                return not match.end() <= head.start < close
            inside = [h for h in self._marked.of("head") if match.end() <= h.start < close]
            return bool(inside) and not match.end() <= head.start < close
        return False

    def _goes_on(self, head: Head, spoken: Spoken) -> bool:
        """Whether an undated act is a part of what was dated last.

        The day of an event holds for all who speak of it, the day of a saying for who said it. A
        state of control is one of the day it is told.
        """
        carried = self._carried[1] if self._carried is not None else None
        dated = carried is not None and carried.start is not None
        if head.type is ClaimType.CONTROL_STATUS or carried is None or self._marked is None:
            return False
        sentence = self._marked.sentence
        if not self._holds and not SAME_TIME.search(self.doc.text, sentence.start, sentence.end):
            return False
        speaker, before = _speaker(spoken), self._speaker
        # "Those who briefed X" were told of by X.
        same = speaker == before or bool(speaker and before and speaker in before)
        if not same and (
            not dated
            or head.type is ClaimType.STATEMENT
            or self._paragraph - self._dated_in > _PARAGRAPHS
        ):
            return False
        return self._elaborates or bool(
            spoken.claimants and spoken.claimants[0].basis is AttributionBasis.CARRIED_OVER
        )

    def _dates_the_saying(self, found: Found, head: Head, spoken: Spoken) -> bool:
        """Whether a date goes with the verb of saying rather than with the act."""
        if spoken.cue is None or found.precision is not DatePrecision.DAY:
            return False
        if found.first and found.last and (found.last - found.first).days > 1:
            return False  # "for the third day running": nobody says a thing so long
        if AS_OF.match(self.doc.text, found.start):
            return False
        if head.start <= spoken.cue[0] < head.end:
            return True  # "announced the capture" is head and saying in one
        to_cue = min(abs(found.start - spoken.cue[1]), abs(spoken.cue[0] - found.end))
        to_head = min(abs(found.start - head.end), abs(head.start - found.end))
        between = self.doc.text[found.end : spoken.cue[0]] if found.end <= spoken.cue[0] else ""
        opens = found.start - (self._marked.sentence.start if self._marked else 0) < 25
        return to_cue < to_head or (opens and "," in between and spoken.cue[0] < head.start)


def _holds(found: Found) -> bool:
    """Whether a date may hold for what the next sentences tell: a day, or days named.

    What went on "since Monday" or "last month" dates a state or a sum, not the acts beside it.
    """
    if found.basis.startswith("days named"):
        return True
    return found.precision is DatePrecision.DAY and not found.basis.startswith(
        ("since", "from", "counted from")
    )


def _told_by(event: TimeRange, said: TimeRange) -> TimeRange:
    """The time of an act told on a day of its own: it ends there, and counts back from there."""
    if said.end is None or event.end is None or event.end <= said.end or not event.start:
        return event
    back = event.end - said.end if event.basis in _FROM_PUBLICATION else timedelta(0)
    start = event.start - back
    return replace(event, start=start, end=said.end) if start <= said.end else event


def _until(said: TimeRange) -> TimeRange:
    """The time of an act of which only the telling is dated."""
    return TimeRange(None, said.end, DatePrecision.UNKNOWN, "on or before it was said", said.text,
                     said.year_inferred)  # fmt: skip


def _speaker(spoken: Spoken) -> str:
    """Who speaks, or nobody."""
    return spoken.claimants[0].name if spoken.claimants else ""
