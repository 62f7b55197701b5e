"""Whose side a Russian or Ukrainian speaker is on, by whom "we" fight and whom the tale harms.

"Our lads beat off a counterattack of the Armed Forces of Ukraine", "three Russian tanks were
destroyed": soldiers and officials tell of the other army's losses, and of their own as "ours".
"""

from __future__ import annotations

import re

from app.claims.extract.sides import side_of_words
from gazetteer.model import Side

_OURS = re.compile(
    r"(?<!\w)(?:мы|ми|наш(?:и|их|им|ими|а|у|і|ої|ою|ей|ему|ими)?)(?!\w)(?!\s+(?:украин|україн|росс|росі|всу|зсу|вс\s))",
    re.IGNORECASE,
)
_HARMED = re.compile(
    r"(?<!\w)(?:уничтож|ликвидир|сорва[лн]|отрази|отраж|отби[лт]|выби[лтв]|поражен|порази|подби[лт]|"
    r"зачист|вытесн|отброс|пленил|знищ|ліквід|зірва[влн]|відби[влт]|вибив|вибил|вибит|уражен|урази|"
    r"підби[влт]|відкину|полонил)\w*(?P<whom>[^,;:.!?«»\"]{1,60})",
    re.IGNORECASE,
)
_OTHER: dict[Side, Side] = {"RU": "UA", "UA": "RU"}


def opponent_of_harmed(words: str) -> Side:
    """The side of who tells ``words``, a sentence without the speaker's own name, or unknown."""
    harmed = _HARMED.search(words)
    if harmed is not None and side_of_words(words[: harmed.start()]) == "unknown":
        foe = _OTHER.get(side_of_words(harmed["whom"]))
        if foe is not None:
            return foe
    ours = _OURS.search(words)
    if ours is None:
        return "unknown"
    named = {side_of_words(word) for word in words.split()} & {"RU", "UA"}
    return _OTHER[named.pop()] if len(named) == 1 else "unknown"
