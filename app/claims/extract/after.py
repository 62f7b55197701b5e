"""Words after a place name that say what sort of place it is; matched in lower case."""

from __future__ import annotations

import re
from functools import lru_cache

from gazetteer.model import PlaceKind

_CLOSE = r"[’'»”\"]?[\s\u00a0]*[’'»”\"]?[\s\u00a0]*"
_SITES = (
    r"mine(?:s|'s|’s)?|coal\s+mine|plant|coke\s+plant|factory|bridge|airfield|airport|"
    r"air\s+base|airbase|"
    r"quarry|power\s+plant|dam|refinery|station|port|depot|спиртзавод\w*|шахт\w+|"
    r"завод\w*|аэродром\w*|мост\w*|карьер\w*|гэс|аэс"
)
SLAVIC_DIRECTION = (
    r"направлени\w+|напрямк\w+|напрямок|напрям[іу]|участ(?:ок|к[аеу]|ком)|відтин(?:ок|к[ау])|"
    r"ділян(?:к[аиу]|ці)"
)
_AREAS = {
    PlaceKind.DIRECTION: rf"direction|directions|sector|axis|front|sector's|{SLAVIC_DIRECTION}",
    PlaceKind.RAION: r"district|raion|район\w*",
    PlaceKind.HROMADA: r"hromada|community|громад\w+|общин\w+",
    PlaceKind.RIVER: r"river|river's|рек[аиеуо]\w?|річ(?:к|ц)\w+|reservoir|водохранилищ\w*|"
    r"водосховищ\w*|canal",
    PlaceKind.REGION: r"(?:coal\s+)?basin|agglomeration|агломераци\w+|агломераці\w+|highway|"
    r"road|motorway|salient|pocket|трасс\w+|трас\w+",
    PlaceKind.OBLAST: r"oblast|region|province|област\w+",
}
_SETTLEMENTS = r"city|town|village|settlement|hamlet"
PLACE_WORD = re.compile(
    rf"{_CLOSE}(?P<word>{'|'.join([_SITES, *_AREAS.values(), _SETTLEMENTS])})(?!\w)"
)
APPOSITION = re.compile(
    r"['’]?\s*,\s+(?:located|situated|(?:a|an|the)\s+(?:[\w-]+\s+){0,4}?(?P<word>city|town|"
    r"village|settlement|hamlet|"
    r"mine|plant|bridge)|(?:(?P<word2>село|город|посёлок|поселок|місто|селище)))(?!\w)",
)
_SITE_WORD = re.compile(rf"(?:{_SITES}|highway|road|forest)")
_KINDS = [(re.compile(words), kind) for kind, words in _AREAS.items()]


@lru_cache(maxsize=4096)
def kind_of(word: str) -> PlaceKind:
    """The kind of place that a word beside a name calls for."""
    for pattern, kind in _KINDS:
        if pattern.fullmatch(word):
            return kind
    return PlaceKind.SITE if _SITE_WORD.fullmatch(word) else PlaceKind.SETTLEMENT
