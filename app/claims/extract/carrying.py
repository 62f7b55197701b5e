"""Whose words a sentence without a source of its own are: the next one's, or one carried over."""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.attribution import Attribution
from app.claims.extract.document import Document, Marked
from app.claims.extract.gate import Gate
from app.claims.extract.spoken import Spoken
from app.claims.extract.voices import gives_bulletins
from app.claims.model import AttributionBasis, Link

_BODIES = frozenset({"ministry", "general staff", "military command", "analyst map", "unit"})
# "Рассказал об обстановке", "розповіла про наслідки удару": the news itself follows.
_TOLD = (
    r"(?:расска[зж]|сообщи|доложи|проинформирова|поведа|розпов[іи]|повідоми|допов[іи]|поінформува|"
    r"прокоментува|прокомментирова|отчита|прозвітува|відзвітува|озвучи|описа)"
)
_TELLS = Gate([_TOLD])
_ANNOUNCES = re.compile(
    _TOLD + r"\w*\s+(?:\w+\s+){0,6}?(?:(?:об|о|про)\s+)?(?:\w+\s+){0,2}"
    r"(?:обстанов|ситуац|становищ|ход[еу]?\s|хід\s|стан\s|последстви|наслідк|подробност|"
    r"детал|подроб)\w*",
    re.IGNORECASE,
)
_REACH = 4  # sentences that a source is carried over
_QUOTES = "\"“«‘„'"


_SET_ASIDE = frozenset({"questioned", "no_comment"})
# The writer's own voice: a turn against what was told, a judgement, an address to the reader.
_OWN_VOICE = re.compile(
    r"(?<!\w)(?:(?:in|since|of|until)\s+(?:[A-Z]\w+\s+)?20[12]\d|first\s+time\s+since|"
    r"of\s+the\s+invasion|by\s+contrast|in\s+(?:fact|reality|truth)|though|however|likely|presumably|"
    r"apparently|in\s+all\s+likelihood|readers?|viewers|it\s+is\s+worth|it\s+should\s+be\s+noted|"
    r"на\s+деле|на\s+самом\s+деле|зато|впрочем|похоже|вероятно|по-видимому|думаю|"
    r"насправді|утім|втім|схоже|імовірно|ймовірно|мабуть|гадаю)(?!\w)",
    re.IGNORECASE,
)


class Carrying:
    """Goes through a report in order and tells who speaks in every sentence."""

    def __init__(self, doc: Document, attribution: Attribution) -> None:
        """Keep the document and its spoken sources."""
        self.doc, self.attribution = doc, attribution
        self._chain: tuple[int, Spoken] | None = None
        self._said: tuple[int, Spoken] | None = None

    def of(self, index: int) -> Spoken:
        """Its own source; else the next sentence's that refers back; else one carried over."""
        spoken = self.attribution.spoken[index]
        marked = self.doc.sentences[index]
        if not spoken.empty:
            self._said = (index, spoken)
            self._chain = (index, spoken) if self._goes_on(index, spoken) else None
            return spoken
        return self._borrowed(index, marked, spoken)

    def _borrowed(self, index: int, marked: Marked, none: Spoken) -> Spoken:
        """The source of a sentence that names nobody; ``none`` where the report itself tells."""
        following = self.attribution.spoken[index + 1 : index + 2]
        if following and following[0].refers_back and not following[0].empty:
            return rebased(following[0], AttributionBasis.NEXT_SENTENCE)
        if self._quotes_on(index, marked) and self._said is not None:
            self._said = (index, self._said[1])
            return rebased(self._said[1], AttributionBasis.CARRIED_OVER)
        if marked.of("evidence") or any(h.label == "unattributed" for h in marked.of("modal")):
            return none
        if self.attribution.voice is not None:
            return rebased(self.attribution.voice, AttributionBasis.CARRIED_OVER)
        if marked.sentence.new_paragraph or self._narrates(marked):
            self._chain = None
        if self._chain is not None and index - self._chain[0] <= _REACH:
            return rebased(self._chain[1], AttributionBasis.CARRIED_OVER)
        return none

    def announces(self, index: int) -> bool:
        """ "X told how things stand.": without an act of its own, what follows is what X told."""
        marked = self.doc.sentences[index]
        start, end = marked.sentence.start, marked.sentence.end
        if not _TELLS.met(self.doc.text, start, end):
            return False
        return _ANNOUNCES.search(self.doc.text, start, end) is not None

    def _goes_on(self, index: int, spoken: Spoken) -> bool:
        """Whether the sentences behind may still be this source's report.

        Not where the writer only mentions it in a clause of his own, or sets its words aside.
        """
        if spoken.begins is not None or spoken.modality in _SET_ASIDE:
            return False
        return any(_reports_on(c) for c in spoken.claimants) or self.announces(index)

    def _quotes_on(self, index: int, marked: Marked) -> bool:
        """ "...," he mused. "But they lost a battalion there.": a quotation that only goes on."""
        start, end = marked.sentence.start, marked.sentence.end
        if self._said is None or index - self._said[0] != 1 or marked.sentence.new_paragraph:
            return False
        closing = self.doc.text[start:end].rstrip(" .…!?,")[-1:]
        return self.doc.text[start] in _QUOTES and closing in "\"”»’'"

    def _narrates(self, marked: Marked) -> bool:
        """Whether the writer speaks himself: of the past, in doubt, against what was just said."""
        start, end = marked.sentence.start, marked.sentence.end
        if marked.of("background"):
            return True
        return _OWN_VOICE.search(self.doc.text, start, end) is not None


def _reports_on(link: Link) -> bool:
    """Whether what follows in the paragraph may still be this source's report."""
    return link.kind in _BODIES or gives_bulletins(link)


def rebased(spoken: Spoken, basis: AttributionBasis) -> Spoken:
    """The same source for a sentence that does not name it: without the cue.

    Carried over from before, it comes without its outlet: nothing tells that this was said there.
    """
    carried = basis is AttributionBasis.CARRIED_OVER
    carriers = () if carried and spoken.claimants else spoken.carriers
    return replace(
        spoken,
        modality="claimed" if carried else spoken.modality,
        cue=None,
        claimants=tuple(replace(c, basis=basis) for c in spoken.claimants),
        carriers=tuple(replace(c, basis=basis) for c in carriers),
    )
