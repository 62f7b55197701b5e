"""Groups and nameless people who speak: "residents", "a source in the ministry", "one of them"."""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.resources import words
from app.claims.extract.sentences import Token
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source

# Nouns that are somebody's voice only right at a cue: armies act more often than they speak.
_WEAK_NOUNS = frozenset(["forces", "military", "soldiers", "fighters", "defenders"])
_SOURCE_TAIL = re.compile(
    r"\s+of\s+war(?!\w)|\s+(?:in|from|within|at|close\s+to|familiar\s+with|with|of|в|во|из|у|з|із|серед|"
    r"близк\w+\s+к)\s+(?:the\s+|an?\s+)?(?:[\w‘’'«»“”-]+\s+){0,6}?"
    r"(?:structures|forces|services?|situation|ministry|military|government|administration|"
    r"command|brigade|sign\s+[‘'“\"«]\w+[,.]?[’'”\"»]|"
    r"area|villages|region|agencies|agency|site|структурах|ведомстве|органах|силах|"
    r"правительстве|командовании|органах|структурах|командуванні)(?:\s+(?:оборон[иы]|безпеки))?"
    r"(?:\s+familiar\s+with\s+the\s+situation)?",
    re.IGNORECASE,
)
_KINDS = (
    ("press service", ("press service", "press office", "press cent", "пресс-служб", "пресслужб",
    "пресс-центр", "пресцентр")),
    ("resident", ("resident", "local", "жител", "мешкан", "miner")),
    ("witness", ("witness", "eyewitness", "очевид")),
    ("analyst", ("analyst", "expert", "observer", "аналит", "эксперт", "аналіт", "експерт")),
    ("press", ("media", "journalist", "correspondent", "outlet", "сми", "змі", "журналист",
    "журналіст")),
    ("channel", ("channel", "blogger", "milblogger", "военкор", "військкор")),
    ("serviceman", ("soldier", "fighter", "operator", "serviceman", "servicemen", "commander",
    "officer", "боец", "боєць", "оператор", "бійц", "разведчик", "військов", "военны")),
    ("official", ("official", "authorit", "administration", "government", "власт", "чиновник",
    "влада", "посадов", "police", "prosecutor", "minister", "governor", "mayor", "president",
    "deputy", "министр", "губернатор", "мэр", "глава", "міністр", "очільник", "депутат",
    "чиновник", "ministry", "министерств", "міністерств")),
)  # fmt: skip
_ONE_OF = re.compile(r"(?:[Oo]ne|[Aa]nother)\s+of\s+(?:them|these|those)(?!\w)")
_CALLED_REACH = 140
_CALLED = re.compile(
    r",?\s+(?:who\s+)?(?:(?:posts|writes|blogs|goes|publishes|fights|serves|is\s+known|known|"
    r"identif\w+|introduc\w+|describ\w+|named|speaking|gave\s+(?:his|her)\s+(?:name|call\s?-?sign)|"
    r"(?:asked|wished|wanted|preferred|agreed)\s+to\s+be\s+(?:named|identified)|"
    r"would\s+(?:only\s+)?be\s+(?:named|identified))(?:\s+(?:him|her|them)sel(?:f|ves))?"
    r"\s+(?:only\s+|simply\s+|just\s+)?(?:as|by|under)|named|called|nicknamed|codenamed|dubbed|"
    r"with\s+the|using\s+the|by\s+the|call\s?-?sign)\s+"
    r"(?:(?:the|his|her|a)\s+)?(?:(?:call\s?-?sign|nickname|name|handle|pseudonym|alias|moniker|"
    r"nom\s+de\s+guerre|first\s+name)\s*,?\s+)?(?:of\s+)?[“‘\"'«]?"
    r"(?P<name>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,2})[”’\"'»]?"
)
# "A commander fighting in X, who gave his call sign as Y".
_TOLD_FIRST = re.compile(r"\s[^,;:.]{1,60}(?=,\s+(?:who\s|call\s?-?sign\s))")
_BOTH_REACH = 30
_AND = re.compile(r"(?<!\w)(\w+)\s+(?:and|и|та|і|й)\s+$")
_CHANNEL_NAME = re.compile(
    r"\s*(?:[«“](?P<quoted>[^«»“”]{2,40})[»”]|[«“\"'‘]?(?P<name>[A-ZА-ЯІЇЄҐ][\w’'-]*(?:\s+(?:[A-ZА-ЯІЇЄҐ][\w’'-]*|\d+)){0,3})[»”\"'’]?)"
)


# Ukrainian forms of large towns: channels named after them are Ukrainian.
_TOWN_OF_UKRAINE = re.compile(
    r"(?<!\w)(?:kharkiv|odesa|mykolaiv|lviv|dnipro|zaporizhzhia|chernihiv|poltava|vinnytsia|kremenchuk|харків|"
    r"одеса|миколаїв|львів|дніпро|запоріжжя|чернігів)",
    re.IGNORECASE,
)


def kind_of_group(text: str) -> str:
    """The sort of unnamed people a group is."""
    lower = text.casefold()
    for kind, stems in _KINDS:
        if any(stem in lower for stem in stems):
            return kind
    return "unnamed"


def nameless(doc: Document, marked: Marked) -> list[Source]:
    """ "One of them, who posts as X": somebody of a kind named before, with a name of his own."""
    out = []
    for match in _ONE_OF.finditer(doc.text, marked.sentence.start, marked.sentence.end):
        called = _CALLED.match(doc.text, match.end(), marked.sentence.end) is not None
        if called or match.start() == marked.sentence.start:
            out.append(Source(match.start(), match.end(), match[0], "unknown", "unnamed", "group"))
    return out


def called_by_name(doc: Document, source: Source) -> Source:
    """A group with the name that it goes by: "an officer who gave his name as X"."""
    if source.form != "group":
        return source
    reach = source.end + _CALLED_REACH
    called = _CALLED.match(doc.text, source.end, reach)
    if called is None and (told := _TOLD_FIRST.match(doc.text, source.end, reach)) is not None:
        called = _CALLED.match(doc.text, told.end(), reach)
    if called is None:
        return source
    name = called["name"]
    if _ONE_OF.match(source.name) is None:
        name = f"{source.name} {name}"
    return replace(source, end=called.end(), name=name)


def of_both(doc: Document, source: Source) -> Source:
    """ "Ukrainian and Russian sources": of no one side."""
    if source.form != "group" or source.side not in ("RU", "UA"):
        return source
    other = _AND.search(doc.text, max(0, source.start - _BOTH_REACH), source.start)
    if other is None or side_of_words(other[1]) in (source.side, "unknown"):
        return source
    name = doc.text[other.start(1) : source.end]
    return replace(source, start=other.start(1), name=name, side="unknown")


def groups_of(doc: Document, marked: Marked, taken: list[tuple[int, int]]) -> list[Source]:
    """People who speak as a group; ``taken`` are the spans of sources with a name."""
    tokens = marked.sentence.tokens
    out: list[Source] = []
    for index, token in enumerate(tokens):
        if token.lower not in words().group_nouns:
            continue
        first = _group_start(tokens, index)
        if token.lower in _WEAK_NOUNS and first == index:
            continue
        end = token.stem_end
        tail = _SOURCE_TAIL.match(doc.text, end, marked.sentence.end)
        if tail is not None:
            end = tail.end()
        elif doc.language != "en" and (whose := _whose(tokens, index)) is not None:
            end = whose
        if out and tokens[first].start < out[-1].end:
            if index and tokens[index - 1].end == out[-1].end - 0:
                out[-1] = replace(out[-1], end=end, name=doc.text[out[-1].start : end])
            continue
        if any(0 <= start - end <= 1 for start, _ in taken):
            continue  # a title before a name
        channel = _channel(doc, marked, tokens[first].start, token, end)
        if channel is not None:
            out.append(channel)
            continue
        text = doc.text[tokens[first].start : end]
        name = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
        out.append(
            Source(
                tokens[first].start, end, name, side_of_words(text), kind_of_group(text), "group"
            )
        )
    return out


def _channel(doc: Document, marked: Marked, start: int, noun: Token, end: int) -> Source | None:
    """ "The Telegram channel X": a channel by its name."""
    if "channel" not in noun.lower and "канал" not in noun.lower:
        return None
    named = _CHANNEL_NAME.match(doc.text, end, marked.sentence.end)
    if named is None:
        return None
    side = side_of_words(doc.text[start:end])
    name = named["quoted"] or named["name"]
    if side == "unknown" and _TOWN_OF_UKRAINE.search(name) is not None:
        side = "UA"
    return Source(start, named.end(), name, side, "telegram channel", "group")


def _whose(tokens: list[Token], index: int) -> int | None:
    """The end of the country behind a Slavic noun of people ("чиновников США"), or None."""
    behind = tokens[index + 1 : index + 2]
    if not behind or not behind[0].capital or side_of_words(behind[0].text) == "unknown":
        return None
    return behind[0].stem_end


def _group_start(tokens: list[Token], index: int) -> int:
    first = index
    while first and index - first < 5 and tokens[first - 1].lower in words().group_modifiers:
        first -= 1
    return first
