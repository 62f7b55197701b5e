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


def platform_of(words: str) -> str:
    """Telegram, Facebook and so on, as the cue names it."""
    found = _PLATFORMS.search(words)
    if found is None:
        return "Own"
    name = found.group().casefold()
    return _PLATFORM_NAMES.get(name, name.capitalize())
