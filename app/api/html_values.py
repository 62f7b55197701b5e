"""Values of JSON as HTML: objects as tables of two columns, lists of objects as tables of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any


class Markup(str):
    """HTML that is put in as it stands."""

    __slots__ = ()


def anchor(href: str, text: object) -> Markup:
    """Return a link."""
    return Markup(f'<a href="{escape(href)}">{escape(str(text))}</a>')


def shown(value: Any) -> str:
    """Return any value of JSON as HTML; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return table(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _list(value)
    text = str(value)
    # Addresses with places for variables lead nowhere yet.
    is_address = text.startswith(("https://", "http://")) and "{" not in text
    return anchor(text, text) if is_address else escape(text)


def table(value: Mapping[str, Any]) -> str:
    """Return an object as a table with a row for each member."""
    rows = "".join(
        f"<tr><th>{escape(str(name))}</th><td>{shown(part)}</td></tr>"
        for name, part in value.items()
    )
    return f"<table>{rows}</table>" if rows else ""


def rows(values: Sequence[Mapping[str, Any]]) -> str:
    """Return objects as the rows of one table, with a column for each member that any has."""
    names = list(dict.fromkeys(name for value in values for name in value))
    head = "".join(f"<th>{escape(str(name))}</th>" for name in names)
    body = "".join(
        f"<tr>{''.join(f'<td>{shown(value.get(name))}</td>' for name in names)}</tr>"
        for value in values
    )
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _list(values: Sequence[Any]) -> str:
    if values and all(isinstance(value, Mapping) for value in values):
        return rows(values)
    if values and all(isinstance(value, list) for value in values):
        lines = "".join(
            f"<tr>{''.join(f'<td>{shown(part)}</td>' for part in value)}</tr>" for value in values
        )
        return f'<div class="scroll"><table>{lines}</table></div>'
    if any(isinstance(value, (Mapping, list)) or "://" in str(value) for value in values):
        return f"<ul>{''.join(f'<li>{shown(value)}</li>' for value in values)}</ul>"
    return ", ".join(shown(value) for value in values)
