"""Exports of Telegram Desktop (``result.json``): one report a post.

The export names a channel and its number, but not its public user name: without ``channel`` an
address has the form ``t.me/c/NUMBER/POST``, which opens for members only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from app.articles.model import Article
from app.articles.readers.metadata import ReportError, article_from_fields
from app.errors import InputError

_KEPT = ("forwarded_from", "saved_from", "author", "edited", "reply_to_message_id", "media_type")


def is_telegram(data: object) -> bool:
    """Whether parsed JSON is an export: of one chat, or of a whole account."""
    return isinstance(data, dict) and (
        (isinstance(data.get("messages"), list) and ("type" in data or "name" in data))
        or isinstance(data.get("chats"), dict)
    )


def read_telegram(
    data: Mapping[str, Any],
    source: str,
    on_bad: Callable[[ReportError], None],
    on_note: Callable[[str], None],
    channel: str | None = None,
) -> Iterator[Article]:
    """Yield the posts that have a text; ``channel`` is the public user name for addresses.

    Service messages and posts of pictures only are counted in a note.
    """
    chats = data["chats"].get("list") if "chats" in data else [data]
    if not isinstance(chats, list):
        raise InputError("the export has no list of chats")
    for chat in chats:
        if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list):
            on_bad(ReportError(source, "a chat without a list of messages"))
            continue
        yield from _posts(chat, source, on_bad, on_note, channel)


def _posts(
    chat: Mapping[str, Any],
    source: str,
    on_bad: Callable[[ReportError], None],
    on_note: Callable[[str], None],
    channel: str | None,
) -> Iterator[Article]:
    silent = 0
    for number, message in enumerate(chat["messages"], 1):
        try:
            if not isinstance(message, dict):
                raise InputError("not a JSON object")
            if message.get("type", "message") != "message" or not (text := _text(message)):
                silent += 1
                continue
            article = _article(message, text, chat, channel)
        except InputError as error:
            on_bad(ReportError(f"{source}: message {number}", str(error)))
            continue
        yield article
    if silent:
        on_note(f"{silent} of {len(chat['messages'])} messages have no text and were passed over")


def _article(
    message: Mapping[str, Any], text: str, chat: Mapping[str, Any], channel: str | None
) -> Article:
    name = chat.get("name") or message.get("from")
    post = message.get("id")
    kept = {key: message[key] for key in _KEPT if message.get(key) is not None}
    fields = {
        **kept,
        "id": f"{channel or chat.get('id') or name}/{post}",
        "text": text,
        "publisher": name,
        # The exporting computer's local time, as the export shows it.
        "published": message.get("date"),
        "published_at": _utc(message.get("date_unixtime")),
        "url": _address(chat, post, channel),
        "channel": channel,
    }
    return article_from_fields(fields, default_id=str(post))


def _text(message: Mapping[str, Any]) -> str:
    """The post's words: a string, or a list of strings and of entities with a ``text``.

    Raises:
        InputError: the text has another form.
    """
    text = message.get("text", "")
    pieces = text if isinstance(text, list) else [text]
    words = [piece.get("text") if isinstance(piece, dict) else piece for piece in pieces]
    if not all(isinstance(word, str) for word in words):
        raise InputError(f"a text in an unknown form: {json.dumps(text)[:80]}")
    whole = "".join(word for word in words if isinstance(word, str))
    return whole if whole.strip() else ""


def _address(chat: Mapping[str, Any], post: object, channel: str | None) -> str | None:
    number = chat.get("id")
    if not isinstance(post, int):
        return None
    if channel:
        return f"https://t.me/{channel}/{post}"
    if isinstance(number, int) and str(chat.get("type", "")).endswith(("channel", "supergroup")):
        return f"https://t.me/c/{number}/{post}"
    return None


def _utc(seconds: object) -> str | None:
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
