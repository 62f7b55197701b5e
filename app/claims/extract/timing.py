"""Event time against statement time of each claim."""

from __future__ import annotations

import re
from datetime import date

from app.claims.extract.datereadings import Found
from app.claims.extract.dates import find_dates
from app.claims.extract.document import Document, Marked
from app.claims.extract.heads import Head
from app.claims.extract.horizons import horizon
from app.claims.extract.spoken import Spoken
from app.claims.model import AttributionBasis, ClaimType, DatePrecision, TimeRange

_CARRY = 3
_NEAR = 40  # characters before a date
# "Footage published on August 2 shows": the day of the footage, not of what it shows.
_PUBLISHED_ON = re.compile(
    r"(?:published|posted|released|uploaded|circulated|shared|dated|опубликованн\w+|опублікован\w+|"
    r"размещенн\w+|оприлюднен\w+)\s+(?:late\s+|early\s+)?(?:on\s+)?$",
    re.IGNORECASE,
)
_HEADINGS = 2  # sentences at the top that may be a heading
_AS_OF = re.compile(r"as\s+of|станом|по\s+состоянию", re.IGNORECASE)


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

    @property
    def has_own_date(self) -> bool:
        """Whether the current sentence has a date expression."""
        return bool(self.own)

    def enter(self, marked: Marked, has_settlement: bool) -> None:
        """Read the dates of the next sentence."""
        sentence = marked.sentence
        self._index, self._marked = sentence.index, marked
        text, day = self.doc.text, self.doc.published
        self.own = find_dates(text, sentence.start, sentence.end, day, self._anchor)
        days = [f.first for f in self.own if f.precision is DatePrecision.DAY and f.first]
        self._anchor = days[-1] if days else self._anchor
        self._elaborates = not has_settlement
        if self.own and sentence.index < _HEADINGS and not marked.of("head"):
            self._heading = self.own[0]

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
            event = TimeRange(said, self._horizon(said), DatePrecision.UNKNOWN,
                              "still to come when it was said")  # fmt: skip
        return event, statement

    def _horizon(self, said: date | None) -> date | None:
        if said is None or self._marked is None:
            return None
        sentence = self._marked.sentence
        end = horizon(self.doc.text, sentence.start, sentence.end, said)
        return end if end is None or end >= said else None

    def _undated(self) -> tuple[TimeRange, TimeRange]:
        day = self.doc.published
        if self._heading is not None:
            said = TimeRange(day, day, DatePrecision.DAY if day else DatePrecision.UNKNOWN,
                             "publication date" if day else "not dated")  # fmt: skip
            return self._heading.time_range(self.doc.text), said
        event = TimeRange(None, day, DatePrecision.UNKNOWN, "not dated; on or before publication")
        said = TimeRange(day, day, DatePrecision.DAY if day else DatePrecision.UNKNOWN,
                         "publication date" if day else "not dated")  # fmt: skip
        return event, said

    def _read(self, head: Head, spoken: Spoken) -> tuple[TimeRange, TimeRange]:
        undated_event, undated_statement = self._undated()
        if not self.own:
            if (
                self._carried is not None
                and self._goes_on(head, spoken)
                and self._index - self._carried[0] <= _CARRY
            ):
                return self._carried[1], self._carried[2]
            return undated_event, undated_statement
        found = min(self.own, key=lambda f: min(abs(f.start - head.end), abs(head.start - f.end)))
        read = found.time_range(self.doc.text)
        if self._dates_the_saying(found, head, spoken) or _PUBLISHED_ON.search(
            self.doc.text, max(0, found.start - _NEAR), found.start
        ):
            event = TimeRange(None, read.end, DatePrecision.UNKNOWN, "on or before it was said",
                              read.text, read.year_inferred)  # fmt: skip
            result = (event, read)
        elif _AS_OF.match(self.doc.text, found.start):
            result = (read, read)
        else:
            result = (read, undated_statement)
        self._carried = (self._index, *result)
        self._speaker = _speaker(spoken)
        return result

    def _goes_on(self, head: Head, spoken: Spoken) -> bool:
        """Whether an undated act is a part of what was dated last.

        The day of an event holds for all who speak of it, the day of a saying for who said it. A
        state of control is one of the day it is told.
        """
        carried = self._carried[1] if self._carried is not None else None
        dated = carried is not None and carried.start is not None
        if head.type is ClaimType.CONTROL_STATUS or carried is None:
            return False
        speaker, before = _speaker(spoken), self._speaker
        # "Those who briefed X" were told of by X.
        same = speaker == before or bool(speaker and before and speaker in before)
        if not same and not (dated and head.type is not ClaimType.STATEMENT):
            return False
        return self._elaborates or bool(
            spoken.claimants and spoken.claimants[0].basis is AttributionBasis.CARRIED_OVER
        )

    def _dates_the_saying(self, found: Found, head: Head, spoken: Spoken) -> bool:
        """Whether a date goes with the verb of saying rather than with the act."""
        if spoken.cue is None or found.precision is not DatePrecision.DAY:
            return False
        if _AS_OF.match(self.doc.text, found.start):
            return False
        to_cue = min(abs(found.start - spoken.cue[1]), abs(spoken.cue[0] - found.end))
        to_head = min(abs(found.start - head.end), abs(head.start - found.end))
        between = self.doc.text[found.end : spoken.cue[0]] if found.end <= spoken.cue[0] else ""
        opens = found.start - (self._marked.sentence.start if self._marked else 0) < 25
        return to_cue < to_head or (opens and "," in between and spoken.cue[0] < head.start)


def _speaker(spoken: Spoken) -> str:
    """Who speaks, or nobody."""
    return spoken.claimants[0].name if spoken.claimants else ""
