"""Where a source speaks for itself: its channel or page on a network."""

from __future__ import annotations

import re

# Platforms by the words that name them, as they are called in English.
_PLATFORMS = (
    ("Telegram", r"telegram|телеграм|(?<!\w)тг(?!\w)"), ("Facebook", r"facebook|фейсбу[кц]"),
    ("Twitter", r"twitter|твит+ер|твітер|tweet"), ("YouTube", r"youtube|ютуб"),
    ("WhatsApp", r"whatsapp"), ("Viber", r"viber|вайбер"),
    ("Instagram", r"instagram|[іи]нстаграм"),
    ("VKontakte", r"vkontakte|вконтакте|(?<!\w)vk(?!\w)"), ("TikTok", r"tiktok"),
    ("Threads", r"threads"), ("Bluesky", r"bluesky"), ("Max", r"(?<!\w)max(?!\w)"),
    ("X", r"(?<!\w)x(?!\w)"), ("Social media", r"social|соцсет|соцмереж|социальн|соціальн"),
)  # fmt: skip

# "On Telegram" names a platform; "in its Telegram channel" names somebody's place on it.
_PLACE = re.compile(
    r"channel|page|account|blog|website|site|канал|страниц|сторінц|блог|паблик|паблік|сайт",
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
    lower = words.casefold()
    return next((name for name, stems in _PLATFORMS if re.search(stems, lower)), "Own")
