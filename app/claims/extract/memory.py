"""Who was named last: whom pronouns, roles and possessives of later sentences stand for."""

from __future__ import annotations

import re

from app.claims.extract.document import Marked
from app.claims.extract.governments import government
from app.claims.extract.source import Source
from app.claims.extract.spoken import Spoken
from app.claims.extract.unlisted import unnamed_ministry
from app.claims.model import AttributionBasis, Link

_MONITORS = frozenset({"analyst map", "think tank", "telegram channel"})
_OPENS = 40  # a body named in the first characters is what its sentence is about
INDIVIDUALS = frozenset({"resident", "witness", "serviceman", "analyst", "press", "unnamed",
                          "spokesperson"})  # fmt: skip
_SPEAKING_BODIES = _MONITORS | {"ministry", "general staff", "military command", "unit", "press",
                                "press service", "publication", "official"}  # fmt: skip


class Memory:
    """The person, body, ministry, staff and group named last, and the last speech."""

    def __init__(self) -> None:
        """Start before the first sentence."""
        self.person: Source | None = None
        self.body: Source | None = None
        self.ministry: Source | None = None
        self.staff: Source | None = None
        self.group: Source | None = None
        self.topic: Source | None = None
        self.spoke: list[Link] = []
        self.last = Spoken()
        self.monitor = Spoken()
        self.analysts = Spoken()

    def meet(self, sources: list[list[Source]]) -> None:
        """ "The ministry" before any is named means the first that the report names at all."""
        for found in sources:
            for source in found:
                if source.form == "actor" and source.kind == "ministry" and self.ministry is None:
                    self.ministry = source
                if source.form == "actor" and source.kind == "general staff" and self.staff is None:
                    self.staff = source
        if self.ministry is None:
            unnamed = [m for found in sources for s in found if (m := unnamed_ministry(s, found))]
            self.ministry = next(
                (m for m in unnamed if m.side != "unknown"), next(iter(unnamed), None)
            )

    def standing_for(self, label: str) -> Source | None:
        """Whom a role or pronoun with this label stands for now, or None."""
        if label in ("last", "body"):
            return self._last_speaker(bodies=label == "body")
        return {
            "person": self.person or self.group, "ministry": self.ministry, "staff": self.staff,
            "group": self.topic or self.group, "publication": self.body or self.ministry,
        }.get(label)  # fmt: skip

    def by_noun(self, noun: str) -> Link | None:
        """Who spoke last of those named by a noun: "a source in the ministry" for "source"."""
        for link in reversed(self.spoke):
            known = f"{link.title or ''} {link.name}".casefold()
            if re.search(rf"(?<!\w){re.escape(noun)}(?!\w)", known) is not None:
                return link
        return None

    def _last_speaker(self, *, bodies: bool) -> Source | None:
        """Whoever spoke last, with ``bodies`` only if it is no human being."""
        link = next(iter(self.last.claimants), None)
        if link is None or link.span is None or (bodies and link.kind not in _SPEAKING_BODIES):
            return None
        span = link.span
        return Source(span.start, span.end, link.name, link.side, link.kind, "group",
                      title=link.title)  # fmt: skip

    def remember(self, marked: Marked, sources: list[Source], spoken: Spoken) -> None:
        """Take up who is named and who speaks in a sentence that has been read."""
        speaking = {c.name for c in spoken.claimants}
        for source in sources:
            is_person = source.form == "person" or (
                source.label == "person" and source.form == "actor"
            )
            if is_person and (source.name in speaking or self.person is None or not speaking):
                self.person = source
            elif source.form == "group" and source.name in speaking and source.kind != "press":
                self.group = source
                self.person = None if _singular(source) else self.person
                self.topic = None
            elif self._tells_of(marked, source) and not speaking:
                self.topic = source
            if source.form == "actor" and source.kind == "ministry":
                self.ministry = source
            if source.form == "actor" and source.kind == "general staff":
                self.staff = source
        unlisted = self._unlisted_speaker(sources, spoken)
        if unlisted is not None:
            self.group = unlisted
            self.person = None if _singular(unlisted) else self.person
        named = unlisted if unlisted is not None and _is_name(unlisted) else None
        self.body = self._body(marked, sources, speaking) or named or self.body
        self.spoke += [c for c in spoken.claimants if c.basis is AttributionBasis.SAME_SENTENCE]
        if not spoken.empty:
            self.last = spoken
            judged = any(c.kind in _MONITORS for c in spoken.claimants)
            self.analysts = spoken if judged else self.analysts
            reported = spoken.carriers or judged
            if reported:
                self.monitor = spoken

    @staticmethod
    def _tells_of(marked: Marked, source: Source) -> bool:
        """ "Residents of X were woken by blasts.": people that a sentence is about."""
        begins = source.start - marked.sentence.start < _OPENS
        return source.form == "group" and begins and source.kind in INDIVIDUALS - {"press"}

    def _unlisted_speaker(self, sources: list[Source], spoken: Spoken) -> Source | None:
        """A speaker that no list holds: "he" or "its" may stand for it next."""
        known = {source.name for source in sources}
        known |= {self.person.name} if self.person else set()
        for link in spoken.claimants[:1]:
            if link.name not in known and link.kind != "press" and link.span is not None:
                span = link.span
                return Source(span.start, span.end, link.name, link.side, link.kind, "group")
        return None

    def _body(self, marked: Marked, sources: list[Source], speaking: set[str]) -> Source | None:
        """The body that "its" stands for next: who spoke, else what the sentence begins with."""
        bodies = bodies_of(sources)
        own = [s for s in bodies if s.name in speaking]
        if own:
            return own[0]
        begins = marked.sentence.start
        if bodies and bodies[0].start - begins < _OPENS:
            return bodies[0]
        return government(marked.sentence.tokens[0])


def bodies_of(sources: list[Source]) -> list[Source]:
    """Sources that "its" may stand for: bodies that speak for themselves."""
    return [
        s for s in sources
        if s.form in ("actor", "group") and s.label not in ("person", "owned")
        and (not s.carries or s.label == "monitor") and s.kind not in INDIVIDUALS
    ]  # fmt: skip


def _is_name(source: Source) -> bool:
    """Whether an unlisted speaker bears a name, as a project or company does."""
    return source.name[:1].isupper() and source.kind == "unnamed"


def _singular(source: Source) -> bool:
    words = source.name.split()
    return not any(w.endswith("s") for w in words)
