"""Where a source speaks for itself: its Telegram channel, page, briefing or bulletin."""

from __future__ import annotations

import re

_PLATFORMS = re.compile(
    r"telegram|телеграм|facebook|фейсбук|twitter|youtube|whatsapp|vkontakte|brief|брифинг|"
    r"брифінг|свод|зведен",
    re.IGNORECASE,
)
_PLATFORM_NAMES = {"телеграм": "Telegram", "фейсбук": "Facebook", "брифинг": "Briefing",
                   "брифінг": "Briefing", "brief": "Briefing", "свод": "Bulletin",
                   "зведен": "Bulletin"}  # fmt: skip

# "On Telegram" names a platform; "in its Telegram channel" names somebody's place on it.
_PLACE = re.compile(
    r"channel|page|account|канал|страниц|сторінц|brief|bulletin|summary|брифинг|брифінг|свод|зведен|"
    r"website|site|сайт",
    re.IGNORECASE,
)


def channel_name(words: str, speaker: str) -> str:
    """The name of a source's own channel as the cue has it, or of the platform alone."""
    platform = platform_of(words)
    if platform != "Own" and _PLACE.search(words) is None:
        return platform
    return f"{platform} channel of {speaker}"


def platform_of(words: str) -> str:
    """Telegram, Facebook and so on, as the cue names it."""
    found = _PLATFORMS.search(words)
    if found is None:
        return "Own"
    name = found.group().casefold()
    return _PLATFORM_NAMES.get(name, name.capitalize())
