"""``claimatlas drift``: what changed between retellings of one item."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer

from app.api.database import Database
from app.db.embedded import open_database
from app.errors import NotFoundError
from app.origins import queries
from app.settings import Settings

Nested = dict[str, Any]


def drift(
    document: Annotated[
        int | None,
        typer.Argument(help="Id of a report; without it, the largest groups are listed."),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON with all spans.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Groups to list.")] = 20,
) -> None:
    """Show what changed between reports that retell one item: numbers, verbs, places, claimants.

    Values and stretches of text stand side by side; spans are code points of each report.

    Example: claimatlas drift 4

    Example: claimatlas drift 4 --json > drift.json
    """
    with open_database(Settings()) as url:
        database = Database(url)
        try:
            with database.snapshot() as connection:
                if document is None:
                    found: Any = queries.clusters(connection, limit)
                elif (found := queries.origin(connection, document)) is None:
                    raise NotFoundError(f"There is no document {document}.")
        finally:
            database.dispose()
    if json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    elif document is None:
        _list(found)
    else:
        _show(found)


def _list(clusters: list[Nested]) -> None:
    if not clusters:
        typer.echo("no report is known in more than one telling")
    for row in clusters:
        typer.echo(
            f"origin {row['origin_id']}: {row['documents']} reports, the first of them "
            f"{row['first_document_id']} ({row['published'] or 'undated'}) {row['title'] or ''}"
        )


def _show(origin: Nested) -> None:
    typer.echo(f"origin {origin['id']}: {len(origin['documents'])} reports")
    for document in origin["documents"]:
        alike = ""
        if document["similarity"] is not None:
            alike = f", {document['similarity']:.0%} like {document['like_document_id']}"
        publisher = document["publisher"] or "publisher unknown"
        published = document["published"] or "undated"
        typer.echo(f"  {document['id']}  {publisher}, {published}{alike}")
    for retelling in origin["drift"]:
        typer.echo(f"\n{retelling['compared_with']} -> {retelling['document_id']}")
        for claim in retelling["claims"]:
            if claim["changes"]:
                typer.echo(f"  {claim['type']}: {claim['sentences']['from']['text']}")
            for change in claim["changes"]:
                _show_change(change)
        for word, key in (("only in the first", "left_out"), ("only in the second", "added")):
            for claim in retelling[key]:
                typer.echo(f"  {word}: {claim['type']}: {claim['sentence']['text']}")


def _show_change(change: Nested) -> None:
    before, after = (_side(change[end]) for end in ("from", "to"))
    typer.echo(f"    {change['aspect']}: {before}  ->  {after}")


def _side(end: Nested) -> str:
    span = end["span"]
    where = f' "{span["text"]}" [{span["start"]}:{span["end"]}]' if span else ""
    return f"{_words(end['value'])}{where}"


def _words(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, dict):
        return " ".join(f"{key}={_words(part)}" for key, part in value.items() if part is not None)
    if isinstance(value, list):
        return "; ".join(_words(part) for part in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
