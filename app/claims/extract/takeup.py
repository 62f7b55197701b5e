"""Sentences that take up the act told before: by naming its places, or by denying it.

"Four villages have fallen. They are A, B, C and D, he specified." tells where; "The brigade denied
this" tells that it is not so. Neither has a verb of the act itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.claims.extract.document import Marked
from app.claims.extract.heads import Head
from app.claims.extract.spoken import Spoken
from app.claims.model import Claim, ClaimPlace, ClaimType

_REACH = 3  # sentences back to the act that is taken up
_ABOUT = frozenset({ClaimType.STATEMENT, ClaimType.FORECAST, ClaimType.VISIT, ClaimType.CLASH})
# Of several acts of a sentence the weightiest is what people go on to talk about.
_FIRST = (ClaimType.CONTROL_CHANGE, ClaimType.WITHDRAWAL, ClaimType.SURRENDER, ClaimType.STRIKE)
_PLACES = (
    r"villages|settlements|towns|hamlets|localities|communities|places|districts|names|"
    r"strongholds|points"
)
_NAMES = re.compile(
    r"^\W*(?:they|these|those|among\s+them|the\s+list|included)\s+(?:are|were|is|include[sd]?)\b|"
    rf"\bthe\s+(?:{_PLACES})\s+(?:in\s+question|concerned|involved|named)\b|"
    r"\b(?:are|is|were)\s+the\s+(?:ones?|places?|villages?|settlements?|names?)\b|"
    rf"\b(?:rattl|reel|read|list|tick|call|nam|spell|enumerat)\w*\s+(?:off|out)?\s*"
    rf"(?:the|their|all|its)\s+(?:\w+\s+)?(?:{_PLACES})\b|\b(?:namely|by\s+name)\b|"
    r"\b(?:named|listed|identified|specified|gave)\s+(?:them|it|the\s+names)\s*(?:as|:)|"
    r"^\W*(?:это|речь(?:\s+ид[её]т)?\s+об?|среди\s+них|в\s+(?:их|том)\s+числе|в\s+списке|"
    r"а\s+именно)\s|"
    r"^\W*(?:це|йдеться\s+про|мова(?:\s+йде)?\s+про|серед\s+них|у\s+(?:списку|переліку)|"
    r"зокрема|а\s+саме)\s|"
    r"(?<!\w)(?:перечислил|перел[іи]чи[влт]|уточни[влт])\w*\s+(?:\w+\s+)?(?:названия|назви|с[её]ла|"
    r"села|пос[её]лки|їх|их)(?!\w)",
    re.IGNORECASE,
)
_TOLD = (
    r"reports?|claims?|accounts?|versions?|information|allegations?|assertions?|story|stories|news|"
    r"statements?|announcements?|words|talk|rumou?rs|figures?|numbers|toll|narrative|boasts?|"
    r"assessment|suggestions?|accusations?|charge|charges"
)
_DENIES_IT = re.compile(
    rf"\b(?:this|that|these|those|it|such|the|his|her|its|their|all|any)\s+"
    rf"(?:\w+\s+)?(?:{_TOLD})\b|\b(?:denied|denies|rejected|rejects|refuted|refutes|disputed|"
    rf"disputes|dismissed|dismisses)\s+(?:this|that|it|everything)\b|"
    r"(?<!\w)(?:это|этого|вс[её]|эт[иу]\w*|так\w+|подобн\w+)(?:\s+(?:информац|сведен|"
    r"сообщен|заявлен|слух|утвержден|дан)\w*)?(?!\w)|(?<!\w)(?:сообщения|заявления|слухи)(?!\w)|"
    r"(?<!\w)(?:це|цього|все|ц[юіе]\w*|так\w+|подібн\w+)(?:\s+(?:інформац|відомост|"
    r"повідомлен|заяв|чутк|твердже|дан)\w*)?(?!\w)|(?<!\w)(?:повідомлення|чутки|заяви)(?!\w)",
    re.IGNORECASE,
)

_SPEECH = (
    r"comments?|remarks?|assessments?|statements?|revelations?|observations?|accounts?|news|views?|"
    r"pictures?|estimates?|testimony|information|admissions?|descriptions?|words"
)
_INTRODUCES = re.compile(
    rf"(?:(?:the|this|that|his|her|these|those|its|such)\s+(?:[\w-]+\s+){{0,2}}?(?:{_SPEECH})"
    r"[\w\s-]{0,40}?|it)\s+(?:was|were|comes?|came|originates?|stems?|arrives?)\s+(?:\w+\s+)?"
    r"(?:made|delivered|given|supplied|offered|provided|shared|relayed|courtesy|from|with|by|voiced)\s"
    rf"|[^.]{{0,120}}?(?<!\w)(?:made|offered|gave)\s+(?:the|these|this|his|her)\s+(?:{_SPEECH})"
    r"\s+(?:on|in|to|during|at)\s"
)


def names_places(text: str, marked: Marked) -> bool:
    """Whether a sentence only says which places an act told before is about."""
    return _NAMES.search(text[marked.sentence.start : marked.sentence.end]) is not None


def introduces(lower: str, marked: Marked) -> bool:
    """ "The comment was made on television by X": a sentence that tells only who spoke.

    ``lower`` is the document's text in lower case.
    """
    return _INTRODUCES.match(lower, marked.sentence.start) is not None


def denies_it(text: str, marked: Marked, spoken: Spoken) -> bool:
    """Whether a speaker denies, with a word that stands for it, what was told before."""
    if spoken.modality != "denied" or spoken.cue is None:
        return False
    return _DENIES_IT.search(text[marked.sentence.start : marked.sentence.end]) is not None


def act_before(
    claims: Sequence[Claim], floor: int, spoken: Spoken | None
) -> tuple[ClaimType, tuple[ClaimPlace, ...]] | None:
    """Type and places of the act told last behind the offset ``floor``, if there is one.

    With ``spoken`` only an act that others than these speakers tell of.
    """
    speakers = {c.name for c in spoken.claimants} if spoken is not None else set()
    told = [
        c for c in claims
        if c.quote.start >= floor and c.type not in _ABOUT
        and not speakers & {link.name for link in c.attribution}
    ]  # fmt: skip
    if not told:
        return None
    same = [c for c in told if c.quote == told[-1].quote]
    kind = next((k for k in _FIRST if any(c.type is k for c in same)), same[0].type)
    places = (place for one in same if one.type is kind for place in one.places)
    return kind, tuple(dict.fromkeys(places))


def floor_of(sentences: Sequence[Marked], index: int) -> int:
    """The offset behind which an act may still be taken up in sentence ``index``."""
    return sentences[max(0, index - _REACH)].sentence.start


def taken_up(head: tuple[int, int], kind: ClaimType) -> Head:
    """The head of a claim that repeats an act of type ``kind``."""
    return Head(*head, kind, "taken_up")
