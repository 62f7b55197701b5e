"""How a claim is put, and the words that show it."""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit
from app.claims.extract.scope import governing
from app.claims.extract.spoken import Spoken
from app.claims.model import ClaimType, Modality, Span

_NOT_ONLY = re.compile(r"\s*(?:only|just|тол?ько|лише|тільки)\b", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"[,;:]|\s(?:and|but|after|before|when|while|because|и|но|а|і|та|але)\s")
# Heads that say "no" and still assert a state.
_STATE = re.compile(
    r"neither\s|nobody\s|nothing\s+but\s|no\s+one\s|no\s+side\s|no\s+changes?\b|"
    r"без\s+(?:змін|перемен|изменений)",
    re.IGNORECASE,
)
# A verb begins with these; other heads that begin with a "no" are told so on purpose.
_AUXILIARY = ("has ", "have ", "had ", "did ", "do ", "does ", "was ", "were ", "is ", "are ",
              "could ", "can ", "will ", "no ")  # fmt: skip
# "The report that X had been taken was false": a clause told of as a report.
_REPORT = re.compile(
    r"(?:reports?|claims?|news|rumou?rs?|statements?|сообщени\w+|информаци\w+|слух\w*|повідомлен\w+|інформаці\w+|чутк\w+)"
    r"\s*,?\s+(?:that|of|about|что|о|об|що|про)\s",
    re.IGNORECASE,
)
_REPORTED = 80  # characters between a report and what it tells
_AT_ONCE = 4  # words between a doubt and the act it is about: "too early to speak of the fall"
_WITNESSES = frozenset({"resident", "witness", "volunteer"})
# Slavic word order puts the negation behind a nominal act: "наступальних дій не проводив".
_NOT_DONE = re.compile(
    r"\s+(?:\w+\s+)?не\s+(?:прово|ве[влд]|вёл|здійсн|осуществ|предприн|мав|мали|було|было|фікс|фикс)",
    re.IGNORECASE,
)
# "Бои не стихают": what does not end goes on.
_GOES_ON = re.compile(
    r"не\s+(?:прекра|стих|утих|умолк|смолк|унима|ослаб|сниж|угас|затух|переста|вщух|припин|замовк|"
    r"слабш|зменш|зниж|згас|покида|залиша)",
    re.IGNORECASE,
)
# "The report of its capture is a fake": what is said of a report denies the act it tells of.
_UNTRUE = re.compile(
    r"не\s+(?:відповіда|соответств)|не\s?правд|фейк|брехн|лож|вран|вигадк|выдумк|вымыс|"
    r"дез[иі]нформ|вкид|вброс|небыл|небил|нісенітн|маячн|чуш|бред|lie|fake|fabricat|fiction|untrue|"
    r"false|nonsense|out\s+of\s+the\s+question|речи|мови",
    re.IGNORECASE,
)
_STATEMENT_LABELS = {"opinion": Modality.OPINION, "forecast": Modality.SPECULATIVE}
# "A breakthrough is out of the question": what will not come is denied, not foretold.
_RULED_OUT = re.compile(
    r"out\s+of\s+the\s+question|no\s+question\s+of|(?<!be\s)ruled?\s+out|речи\s+(?:быть\s+не|нет)|мови\s+(?:бути\s+не|немає)|"
    r"не\s+може\s+бути\s+й\s+мови|исключ(?:ено|ается)|виключ(?:ено|ається)",
    re.IGNORECASE,
)
# Said of a fact, these verbs add nothing but the source.
_PLAIN_LABELS = {"opinion": Modality.CLAIMED, "forecast": Modality.CLAIMED}


# What is told as the view of somebody is no report of his, whatever it tells.
_IN_HIS_VIEW = re.compile(
    r"\b(?:in|of)\s+(?:his|her|their|its|my|our)\s+(?:opinion|view|judgement|judgment)\b|"
    r"\bthe\s+opinion\s+that\b|(?<!\w)(?:по|на)\s+(?:его|её|их|моему|нашему)\s+(?:мнению|взгляд)(?!\w)|"
    r"(?<!\w)на\s+(?:його|її|їхню|мою|нашу)\s+думку(?!\w)"
)


def negation_before(doc: Document, marked: Marked, start: int) -> Hit | None:
    """The negation that governs a head, if one stands closely before it."""
    if _STATE.match(doc.text, start):
        return None
    behind = _behind(marked, start)
    if behind is not None and _NOT_DONE.match(doc.text, behind.end, marked.sentence.end):
        return next((h for h in marked.of("modal") if h.label == "denied"), None)
    for hit in marked.of("modal"):
        if hit.label == "denied" and _GOES_ON.match(doc.text, hit.start):
            continue
        if hit.start == start and not doc.lower.startswith(_AUXILIARY, start):
            continue  # "не дали прорваться": the act is that something was not let happen
        if hit.label == "denied" and hit.start <= start < hit.end:
            return hit
        if hit.label == "denied" and hit.end <= start:
            between = doc.text[hit.end : start]
            if any(hit.end <= s.start < start for s in marked.of("say")):
                continue  # "did not confirm the loss": it is the saying that did not happen
            other = _NEXT_CLAUSE.search(between) or _NOT_ONLY.match(between)
            if len(between.split()) <= 3 and other is None:
                return hit
    return None


def refutation(doc: Document, marked: Marked, start: int) -> Hit | None:
    """The words that call the report of a nominal act untrue, if any stand behind it."""
    reach = max(marked.sentence.start, start - _REPORTED)
    if _behind(marked, start) is None and not _REPORT.search(doc.text, reach, start):
        return None
    return next(
        (h for c in ("modal", "say") for h in marked.of(c)
         if h.label == "denied" and h.start > start
         and _UNTRUE.search(doc.text, h.start, h.end) is not None
         and ";" not in doc.text[start : h.start]), None
    )  # fmt: skip


def _behind(marked: Marked, start: int) -> Hit | None:
    """The nominal act that begins at ``start``."""
    return next(
        (h for h in marked.of("head")
         if h.start == start and h.entry.attributes["form"] != "verb"), None
    )  # fmt: skip


def modality_of(
    doc: Document, marked: Marked, spoken: Spoken, kind: ClaimType, head_start: int
) -> tuple[Modality, Span | None]:
    """The modality of a claim and its cue span."""
    if kind is ClaimType.FORECAST:
        return _foretold(doc, marked, spoken, head_start)
    wanted = _intention(marked, head_start)
    if wanted is not None:
        return Modality.FORECAST, _span(doc, wanted)
    denied = negation_before(doc, marked, head_start) or refutation(doc, marked, head_start)
    if denied is not None and spoken.modality not in ("questioned", "no_comment"):
        return Modality.DENIED, _span(doc, denied)
    if spoken.claimants or spoken.carriers:
        return _attributed(doc, marked, spoken, kind, head_start)
    for label in ("questioned", "alleged", "unattributed", "speculative"):
        stated = label == "speculative" and kind is not ClaimType.STATEMENT
        cue = governing(doc, marked, label, head_start, stated=stated)
        if cue is not None:
            return Modality(label), _span(doc, cue)
    return Modality.ASSERTED, None


def _intention(marked: Marked, start: int) -> Hit | None:
    """ "Wants to retake": a verb of intention that reaches into the act itself."""
    return next(
        (h for h in marked.of("modal") if h.label == "forecast" and h.entry.attributes.get("scope")
         and h.start < start < h.end), None
    )  # fmt: skip


def _foretold(
    doc: Document, marked: Marked, spoken: Spoken, start: int
) -> tuple[Modality, Span | None]:
    """A forecast, unless who speaks of it denies that it will come to that."""
    said = doc.span(*spoken.cue) if spoken.cue else None
    if (
        spoken.modality == "denied"
        and said is not None
        and said.start < start
        and not any(said.end <= h.start < start for h in marked.of("say"))
    ):
        return Modality.DENIED, said
    out = _RULED_OUT.search(doc.text, start, marked.sentence.end)
    if out is not None and not re.search(r"[,;]", doc.text[start : out.start()]):
        return Modality.DENIED, doc.span(*out.span())
    cues = (*marked.of("modal"), *marked.of("future"))
    cue = next((h for h in cues if h.label == "forecast"), next(iter(marked.of("future")), None))
    return Modality.FORECAST, _span(doc, cue)


def _attributed(
    doc: Document, marked: Marked, spoken: Spoken, kind: ClaimType, head_start: int
) -> tuple[Modality, Span | None]:
    label = spoken.modality or "claimed"
    plain = label in ("claimed", "opinion")
    doubt = governing(doc, marked, "questioned", head_start)
    if (
        doubt is not None
        and label == "claimed"
        and (doubt.start > head_start or len(doc.text[doubt.end : head_start].split()) <= _AT_ONCE)
    ):
        return Modality.QUESTIONED, _span(doc, doubt)
    cue = doc.span(*spoken.cue) if spoken.cue else None
    guess = _guess(doc, marked, kind, head_start) if plain else None
    if guess is not None:
        return Modality.SPECULATIVE, _span(doc, guess)
    start, end = marked.sentence.start, marked.sentence.end
    held = plain and _IN_HIS_VIEW.search(doc.lower, start, end) is not None
    if kind is ClaimType.STATEMENT:
        if label == "claimed":
            view = next(iter(marked.of("value")), None)
            told = not held and (view is None or _tells(doc, spoken))
            return (Modality.CLAIMED if told else Modality.OPINION), cue
        return _STATEMENT_LABELS.get(label) or Modality(label), cue
    distance = governing(doc, marked, "alleged", head_start) if plain else None
    if distance is not None:
        return Modality.ALLEGED, _span(doc, distance)
    return (Modality.OPINION if held else _PLAIN_LABELS.get(label) or Modality(label)), cue


def _guess(doc: Document, marked: Marked, kind: ClaimType, start: int) -> Hit | None:
    """The words that make a guess of what is told."""
    if kind is ClaimType.STATEMENT:
        return next((h for h in marked.of("modal") if h.label == "speculative"), None)
    return governing(doc, marked, "speculative", start, stated=True)


def _tells(doc: Document, spoken: Spoken) -> bool:
    """Whether somebody who was there tells what he saw rather than what he thinks of it."""
    if not spoken.claimants or spoken.claimants[0].kind not in _WITNESSES or spoken.cue is None:
        return False
    return not doc.text[spoken.cue[0] : spoken.cue[1]].casefold().startswith(("describ", "call"))


def _span(doc: Document, hit: Hit | None) -> Span | None:
    return None if hit is None else doc.span(hit.start, hit.end)
