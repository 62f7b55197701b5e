"""A report under extraction: its sentences and every cue phrase found in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.articles.model import Article
from app.claims.extract.lexicon import Hit, longest
from app.claims.extract.quoted import without_marks
from app.claims.extract.resources import lexicon_for
from app.claims.extract.sentences import Sentence, split_sentences
from app.claims.model import Span
from app.claims.registry import LANGUAGES

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_SAMPLE = 4000


# Words that tell the two apart where a short text has none of their own letters.
_RUSSIAN_WORDS = re.compile(
    r"(?<!\w)(?:и|что|от|из|около|после|или|ещё|еще|уже|их|для|как|к|ко|во|с|со|под|также|этот|эта|это|"
    r"враг\w*|войска?|наши|украинск\w+|бо(?:и|ев|ёв)|город\w*|посел\w+|сообщ\w+|заяв\w+|рассказ\w+|"
    r"захват\w*|взят\w*|наступа\w+|потер\w+|разруш\w+|ранен\w*|данным|словам|сел[оае])(?!\w)|"
    r"(?:ают|яют|ует|ить|ать|ели|ился|ились|ются|ск(?:ий|ом|ого|ая|ое|ую)|ение|ения|ению)(?!\w)",
    re.IGNORECASE,
)
_UKRAINIAN_WORDS = re.compile(
    r"(?<!\w)(?:та|що|поблизу|щодо|від|або|але|вже|після|біля|з|зі|й|це|як|знову|вночі|лише|тільки|поки|"
    r"щоб|також|цей|ця|ворог\w*|було|захоп\w+|наступал\w+|знищ\w+|втрат\w+|поранен\w*|загину\w+|зазнач\w+|"
    r"розпов\w+|каже|даними|словами|уздовж|вздовж|досить|куп\W?янськ\w*)(?!\w)|ськ|цьк|зьк|"
    r"[а-я][’'ʼ][юяє]|(?:ють|ують|ння|ти|лися|лось|вся|ться|ено|ано|яно|ому|ення|ував|увала|ували|"
    r"ав|яв|ив|нув)(?!\w)",
    re.IGNORECASE,
)


def detect_language(text: str, stated: str | None = None) -> str:
    """``en``, ``ru`` or ``uk``: as the metadata state, else from the text's first letters."""
    if stated and stated[:2].lower() in LANGUAGES:
        return stated[:2].lower()
    sample = text[:_SAMPLE]
    if len(_CYRILLIC.findall(sample)) <= len(_LATIN.findall(sample)):
        return "en"
    russian, ukrainian = len(_RUSSIAN.findall(sample)), len(_UKRAINIAN.findall(sample))
    if ukrainian == russian:
        # Few Ukrainian sentences do without "і"; many Russian ones do without "ы".
        russian = len(_RUSSIAN_WORDS.findall(sample))
        ukrainian = len(_UKRAINIAN_WORDS.findall(sample))
    return "uk" if ukrainian > russian else "ru"


def lower_case(text: str) -> str:
    """The text in lower case, character for character.

    Expressions meet it without regard to case at a third of what a case-blind one costs.
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _named(text: str, hit: Hit) -> bool:
    """A verb in capitals within a sentence is part of a name: "State Border Guard"."""
    return text[hit.start].isupper() and text[hit.start - 1] not in "\"'«“‘„"


_NO_HITS: list[Hit] = []


@dataclass(slots=True)
class Marked:
    """A sentence with its cue phrases by category, each list without overlaps."""

    sentence: Sentence
    cues: Mapping[str, list[Hit]] = field(default_factory=dict)

    def of(self, category: str) -> list[Hit]:
        """The phrases of one category, in text order; not to be changed."""
        return self.cues.get(category, _NO_HITS)


class Document:
    """The text, its sentences with cues, and what the metadata say."""

    def __init__(self, article: Article) -> None:
        """Split and mark the article's text."""
        self.article = article
        self.text = article.text
        self.lower = lower_case(article.text)
        self.published: date | None = article.published
        self.language = detect_language(article.text, article.language)
        lexicon = lexicon_for(self.language)
        words, marks = without_marks(self.text)
        self.sentences: list[Marked] = []
        for sentence in split_sentences(self.text):
            cues: dict[str, list[Hit]] = defaultdict(list)
            tokens = sentence.tokens
            if marks:
                tokens = [token for token in tokens if token.start not in marks]
            for hit in lexicon.scan(words, tokens, sentence.end):
                cues[hit[2].category].append(hit)
            self._drop_names(cues, sentence)
            chosen = {
                category: longest(hits) if len(hits) > 1 else hits
                for category, hits in cues.items()
            }
            self.sentences.append(Marked(sentence, chosen))

    def _drop_names(self, cues: dict[str, list[Hit]], sentence: Sentence) -> None:
        """Leave out what is a name and no cue: months, verbs within names of bodies."""
        if "modal" in cues:
            cues["modal"] = [h for h in cues["modal"] if not self._month(h)]
        if "say" in cues:
            begins = sentence.start + 2
            cues["say"] = [h for h in cues["say"] if h.start <= begins or not _named(self.text, h)]

    def _month(self, hit: Hit) -> bool:
        """Whether a "May" is the month and no verb."""
        return self.text.startswith("May", hit.start)

    def span(self, start: int, end: int) -> Span:
        """A span of the text with its words."""
        return Span(start, end, self.text[start:end])

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """What the document also writes without a capital: no names."""
        return frozenset(
            {
                token.text
                for marked in self.sentences
                for token in marked.sentence.tokens
                if not token.capital
            }
        )
