"""What one sentence says of its source."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.claims.model import AttributionRole, Link

_BEHIND = 45  # characters between an act and an "according to" behind it


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a sentence says of its source: links, the cue and the modality the cue lends.

    ``begins`` is where the only speaker's clause starts, if what stands before is the narrator's:
    "fighting went on, where X wrote that ...". ``follows``: the cue may stand behind what it
    governs ("seized on Monday, according to X").
    """

    claimants: tuple[Link, ...] = ()
    carriers: tuple[Link, ...] = ()
    modality: str | None = None
    cue: tuple[int, int] | None = None
    refers_back: bool = False
    turns: tuple[Spoken, ...] = ()
    begins: int | None = None
    follows: bool = False

    @property
    def empty(self) -> bool:
        """Whether nobody is named."""
        return not self.claimants and not self.carriers

    def governing(self, start: int) -> Spoken:
        """The chain of an act at ``start``, with what the whole report added to its links."""
        turn = self.turn(start)
        if self.begins is not None and start < self.begins:
            return Spoken()
        if turn is self:
            return self
        names = {c.name for c in turn.claimants}
        claimants = tuple(c for c in self.claimants if c.name in names) or turn.claimants
        own = turn.carriers or tuple(
            c for c in self.carriers if c.name not in names and self._near(c, turn)
        )
        return replace(turn, claimants=claimants, carriers=own)

    def _near(self, carrier: Link, turn: Spoken) -> bool:
        """Whether a channel stands with the speech of a turn rather than with another's."""
        if carrier.kind != "official channel" or carrier.span is None:
            return True
        if {c.name for t in self.turns for c in t.claimants} <= {c.name for c in turn.claimants}:
            return True
        start = carrier.span.start
        cues = [t for t in self.turns if t.cue is not None]
        return min(cues, key=lambda t: abs((t.cue or (0, 0))[0] - start), default=turn) is turn

    def turn(self, start: int) -> Spoken:
        """The part of the chain that an act at ``start`` belongs to.

        Where several speak in one sentence, the speech before an act governs it; an act before
        the first speech belongs to that speech.
        """
        if len(self.turns) < 2:
            return self
        here = [t for t in self.turns if t.cue is not None and t.cue[0] == start]
        if here:
            return here[0]  # the speech itself, where it is all that a claim is made of
        after = next((t for t in self.turns if t.cue is not None and t.cue[0] > start), None)
        if after is not None and after.follows and after.cue and after.cue[0] - start < _BEHIND:
            return after  # "X kept silent on Y, seized on Monday according to Z"
        before = [t for t in self.turns if t.cue is not None and t.cue[1] <= start]
        return before[-1] if before else self.turns[0]


def press_carries(claimants: list[Link], carriers: list[Link]) -> tuple[list[Link], list[Link]]:
    """ "He stated, according to Russian media": media beside a speaker only carry his words."""
    if len(claimants) < 2:
        return claimants, carriers
    press = [c for c in claimants if c.kind == "press"]
    speakers = [c for c in claimants if c.kind != "press"]
    if not speakers:
        return claimants, carriers
    return speakers, carriers + [replace(c, role=AttributionRole.OUTLET) for c in press]


def repeats(link: Link, others: list[Link]) -> bool:
    """Whether the same source, or the same words, is among others."""
    return any(
        link.name == one.name or link.name.startswith(one.name) or one.name.startswith(link.name)
        for one in others
    )


def only_speaks_to(before: Spoken, turn: Spoken) -> bool:
    """Whether a turn only tells to whom the speaker of the next one speaks."""
    same = [c.name for c in before.claimants] == [c.name for c in turn.claimants]
    return same and bool(before.carriers) and before.modality == "claimed"


def doubts(turn: Spoken) -> bool:
    """Whether a turn denies or doubts; what its speaker says beside it he claims."""
    return turn.modality in ("denied", "questioned", "no_comment")
