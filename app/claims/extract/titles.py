"""Titles beside a person's name: before it, in commas before it, and in commas behind it."""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.resources import words
from app.claims.extract.sentences import Token

_TITLE_REACH = 8

# What somebody does who holds an office, and how he came by it.
_SERVES = re.compile(
    r"(?:speak|command|head|lead|run|serve|oversee|represent|advise|fight|chair|direct|edit|blog|"
    r"write|report|coordinate|administer|govern)s"
)
_APPOINTED = re.compile(
    r"installed|appointed|named|serving|fighting|commanding|heading|leading|stationed|based|"
    r"deployed|quoted|introduced|described"
)
_VERB = re.compile(
    r"(?<!\w)(?:that|said|says|stated|reported|claimed|noted|is|are|was|were|has|have|had|also|"
    r"will|attacked|advanced|captured|near|что|заявил\w*|сообщил\w*|является|был[аои]?|що|"
    r"заявил[аи]|заявив|повідоми\w+|бу[влд]\w*)(?!\w)",
    re.IGNORECASE,
)


def title_before(text: str, tokens: list[Token], first: int) -> str | None:
    """The title right before a name ("military expert", "Russian President")."""
    index = first
    if index and tokens[index - 1].text == ",":
        whole = clause_title(text, tokens, index - 1)
        if whole is not None:
            return whole
        index -= 1
    begin = index
    while begin and first - begin < _TITLE_REACH:
        token = tokens[begin - 1]
        known = token.lower in words().titles or token.lower in words().title_fill
        named = token.text[0].isupper() and (begin < index or token.text.isupper())
        if not known and not named and token.text not in '«»“”"':
            break
        begin -= 1
    while begin < index and tokens[begin].lower in (
        "the",
        "a",
        "an",
        "of",
        "to",
        "and",
        "in",
        "for",
    ):
        begin += 1
    if begin == index:
        return None
    title = text[tokens[begin].start : tokens[index - 1].end]
    known = any(t.lower in words().titles for t in tokens[begin:index])
    return title if known else None


def clause_before(text: str, tokens: list[Token], first: int) -> str | None:
    """An office in commas before a titled name: "the deputy from Crimea, retired general X"."""
    commas = [i for i in range(max(1, first - _TITLE_REACH), first) if tokens[i].text == ","]
    return clause_title(text, tokens, commas[-1]) if commas else None


def clause_title(text: str, tokens: list[Token], comma: int) -> str | None:
    """The title before a comma: "the head of the regional administration, X"."""
    begin = comma
    while begin and comma - begin < 12 and tokens[begin - 1].text not in ',;:—–."“”()':
        begin -= 1
    while begin < comma and tokens[begin].lower in (
        "the",
        "a",
        "an",
        "but",
        "and",
        "where",
        "while",
    ):
        begin += 1
    if begin == comma or _VERB.search(text, tokens[begin].start, tokens[comma].start):
        return None  # a clause with a verb of its own
    if not any(t.lower in words().titles for t in tokens[begin:comma]):
        return None
    return text[tokens[begin].start : tokens[comma - 1].end]


def title_after(doc: Document, marked: Marked, last: int) -> str | None:
    """The title in commas after a name (", an adviser to the head of the DPR,")."""
    tokens = marked.sentence.tokens
    if last >= len(tokens) or tokens[last].text not in ",(—–":
        return None
    stop = last + 1
    while stop < len(tokens) and tokens[stop].text not in ",)—–;.:" and stop - last < 16:
        stop += 1
    told = tokens[last + 1 : stop]
    if not any(t.lower in words().titles for t in told) and not _tells_office(told):
        return None
    return doc.text[told[0].start : told[-1].end]


def _tells_office(told: list[Token]) -> bool:
    """ "..., who speaks for the eastern grouping", "..., installed by Moscow to run X"."""
    if not told:
        return False
    if told[0].lower == "who" and len(told) > 2:
        return _SERVES.fullmatch(told[1].lower) is not None
    return _APPOINTED.fullmatch(told[0].lower) is not None
