"""Any noun phrase that is the subject of a verb of saying: the claimant as written.

The last resort of attribution, where no list, title or sort of speaker tells who speaks: in
"..., the plant's management said on Tuesday" and "Dock workers said that ..." the place beside
the verb tells it. Only verbs that nothing but a speaker can be the subject of count ("showed" and
"suggests" do not).
"""

from __future__ import annotations

import re

from app.claims.extract.groups import kind_of_group
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source

_SAYS = re.compile(
    r"(?:(?:has|have|had)\s+(?:\w+\s+)?)?(?:said|says|say|told(?=\s+(?:that|the|this|an?|reporters|"
    r"journalists|us|him|her|them|[A-Z]))|stated|states|reported|announced|announces|"
    r"confirmed|confirms|added|adds|wrote|writes|(?:claimed|claims|declared|recalled)(?=[.,;:]|\s+(?:that|to\s+have|the|on)(?!\w))|admitted|admits|acknowledged|acknowledges|"
    r"warned|warns|insisted|insists|explained|alleged|alleges|conceded|maintained|maintains|recounted|"
    r"clarified|specified|asserted|asserts|denied|denies|deny|"
    r"(?:did|do|does|has|have|had)\s+not\s+(?:\w+\s+)?(?:confirm\w*|comment\w*|respond\w*|acknowledg\w*))(?!\w)",
)
# "Warned of a crisis", "said to be in their hands": nobody tells what somebody said.
_OF_THINGS = re.compile(r"\s+(?:of|about|against|as|by|to\s+(?:be|have))\s")
_BEGINS = re.compile(
    r"[,;:—–(\"“”«»]\s*|\s(?:that|but|while|whereas|as|when|after|before|because|although|though|if|"
    r"where|which|who|and|until|since)\s"
)
_ENDS = re.compile(
    r"[,;:.!?—–(\"“”]|\s(?:that|on\s+\w+day|earlier|later|in\s+a|in\s+an|in\s+its|via|through|late|early|"
    r"yesterday|today|who|which|when|while|but|after|before|and\s+that|the\s+same|as|this)(?!\w)"
)
_EDGE = re.compile(
    r"^(?:also|later|earlier|meanwhile|however|then|separately|instead|still|yesterday|today|but|and|yet|"
    r"on\s+\w+day)\s+|\s+(?:also|later|earlier|then|meanwhile|separately|still|since|now|promptly|"
    r"did|do|does|has|have|had|\w+ly)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_PHRASE = re.compile(r"(?:[\w’'./&-]+\s+){0,9}[\w’'./&-]+")
# A phrase that begins so is no subject, or is nobody in particular.
_NO_BEGIN = re.compile(
    r"(?:in|on|at|by|of|to|from|for|with|near|under|over|after|before|during|since|until|despite|contrary|"
    r"according|amid|among|between|behind|across|about|against|around|within|without|there|here|not|how|"
    r"why|where|whether|what|nothing|no|nobody|none|any|every|each|it|this|that|these|those|he|she|they|"
    r"we|i|you|him|her|them|us|his|their|its|one|some|others?|many|most|all|neither|either|as|like|or|"
    r"if|when|while|so|only|just|even|perhaps|instead|more|less|much|such|everyone|someone|needless|"
    r"\w+ly)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?<!\w)(?:is|are|was|were|be|been|being|will|would|can|could|may|might|must|should|shall|has|have|had|"
    r"that|which|who|whom|whose|because|although|then|than|not|it|he|she|they|there|to\s+have)(?!\w)",
    re.IGNORECASE,
)
# What is written, seen or done, and words for the armies as those who act, tell nothing of a
# speaker; rumours and reports at large are nobody's.
_NOBODY = re.compile(
    r"(?<!\w)(?:footage|images?|imagery|videos?|photo\w*|pictures?|clips?|rumou?rs?|reports|accounts|posts|"
    r"claims?|comments?|attacks?|strikes?|losses|casualties|fighting|battles?|advance\w*|data|figures?|"
    r"evidence|estimates?|plans?|laws?|schedule|terms|agreement|drones?|missiles?|shells?|damage|blasts?|"
    r"explosions?|fires?|bridge|building|house|road|number|toll|people|world|war|words?|enemy|"
    r"information|indications?|signs?|suggestions?|communiqu[eé]|statements?|bulletin|report|"
    r"summary|release|document|text|message|post|update|briefing|article|map|march|push|moves?|one|"
    r"to|of|in|on|at|for|with|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?$",
    re.IGNORECASE,
)
_REACH = 140  # characters before a verb in which its clause begins
_ACCORDING = re.compile(r"(?:according\s+to|as\s+(?:reported|stated|claimed)\s+by)(?:\s+the)?\s*$",
                        re.IGNORECASE)  # fmt: skip


def says(text: str, start: int) -> bool:
    """Whether a verb that only speakers can be the subject of begins at ``start``."""
    verb = _SAYS.match(text, start)
    return verb is not None and _OF_THINGS.match(text, verb.end()) is None


def subject_before(text: str, first: int, verb: int) -> Source | None:
    """The noun phrase between the clause's start and a verb of saying at ``verb``, or None.

    ``first`` is where the sentence begins.
    """
    if not says(text, verb):
        return None
    begin = max(first, verb - _REACH)
    cuts = [m.end() for m in _BEGINS.finditer(text, begin, verb)]
    if cuts:
        begin = cuts[-1]
    elif begin > first:
        return None
    return _phrase(text, begin, verb)


def subject_behind(text: str, verb_end: int, limit: int) -> Source | None:
    """The noun phrase right behind a verb of saying that ends a quotation or report, or None."""
    return _phrase(text, verb_end, _end_of(text, verb_end, limit))


def object_behind(text: str, start: int, cue_end: int, limit: int) -> Source | None:
    """The noun phrase behind "according to", or None."""
    if _ACCORDING.fullmatch(text, start, cue_end) is None:
        return None
    return _phrase(text, cue_end, _end_of(text, cue_end, limit))


def _end_of(text: str, start: int, limit: int) -> int:
    stop = _ENDS.search(text, start, limit)
    return stop.start() if stop is not None else limit


def _phrase(text: str, start: int, end: int) -> Source | None:
    raw = text[start:end]
    phrase = _EDGE.sub("", _EDGE.sub("", raw.strip(" ,\u00a0")))
    if _PHRASE.fullmatch(phrase) is None or _NO_BEGIN.match(phrase) or _CLAUSE.search(phrase):
        return None
    if _SAYS.fullmatch(phrase):
        return None  # "..., reports say"
    core = re.split(r"\s+(?:of|in|for|from|at|with|on|near)\s", phrase)[0]
    if _NOBODY.search(core) or core[-1:].isdigit():
        return None
    begin = start + raw.find(phrase)
    phrase = re.sub(r"\s+(?:itself|himself|herself|themselves)$", "", phrase)
    name = _ARTICLE.sub("", phrase, count=1) if _ARTICLE.match(phrase) else phrase
    if not name:
        return None
    kind = kind_of_group(phrase)
    return Source(begin, begin + len(phrase), name, side_of_words(phrase), kind, "group")
