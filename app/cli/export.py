"""``claimatlas export``: the claims layer, or any part of it, as a file."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.api.database import Database
from app.claims import queries
from app.claims.export import Blocks, export_layer, too_many
from app.claims.filters import CLAIM_PARAMETERS, ClaimFilter, claim_filter
from app.counted import counted
from app.db.embedded import open_database
from app.errors import InputError
from app.parameters import read_parameters
from app.settings import Settings
from geo.export.formats import FORMATS, Format
from geo.export.layer import Layer

_HELP = {parameter.name: parameter.description for parameter in CLAIM_PARAMETERS}
STDOUT = Path("-")

Words = list[str] | None


def _filter(name: str) -> typer.models.OptionInfo:
    option = typer.Option(f"--{name.replace('_', '-')}", help=_HELP[name], show_default=False)
    assert isinstance(option, typer.models.OptionInfo)
    return option


def export(
    output: Annotated[Path, typer.Argument(help="File to write; - is standard output.")],
    *,
    format: Annotated[  # noqa: A002 (the option's name)
        str | None,
        typer.Option(help=f"One of {', '.join(FORMATS)}; else taken from the file's suffix."),
    ] = None,
    bbox: Annotated[Words, _filter("bbox")] = None,
    datetime: Annotated[Words, _filter("datetime")] = None,
    time: Annotated[Words, _filter("time")] = None,
    outlet: Annotated[Words, _filter("outlet")] = None,
    claimant: Annotated[Words, _filter("claimant")] = None,
    side: Annotated[Words, _filter("side")] = None,
    claim_type: Annotated[Words, _filter("claim_type")] = None,
    place: Annotated[Words, _filter("place")] = None,
    modality: Annotated[Words, _filter("modality")] = None,
    location_precision: Annotated[Words, _filter("location_precision")] = None,
    disputed: Annotated[Words, _filter("disputed")] = None,
    located: Annotated[Words, _filter("located")] = None,
    q: Annotated[Words, _filter("q")] = None,
    filter: Annotated[  # noqa: A002 (the option's name)
        str | None, typer.Option(help="Filter expression in CQL2.", show_default=False)
    ] = None,
    hxl: Annotated[
        bool, typer.Option("--hxl", help="A row of HXL hashtags below the header (CSV, XLSX).")
    ] = False,
) -> None:
    """Write claims to a file: GeoJSON, CSV, GeoPackage, FlatGeobuf, GeoParquet, KML, XLSX.

    Filters are those of the API. The file appears when it is whole.

    Example: claimatlas export july.gpkg --datetime 2026-07 --outlet TASS
    """
    filters = {
        "bbox": bbox,
        "datetime": datetime,
        "time": time,
        "outlet": outlet,
        "claimant": claimant,
        "side": side,
        "claim_type": claim_type,
        "place": place,
        "modality": modality,
        "location_precision": location_precision,
        "disputed": disputed,
        "located": located,
        "q": q,
    }
    given = [(name, value) for name, values in filters.items() for value in values or ()]
    wanted = _wanted(given, filter)
    chosen = _format(output, format)
    _check(output, chosen)
    with open_database(Settings()) as url:
        counts = _export(url, wanted, chosen, output, hxl=hxl)
    typer.echo(f"{_told(counts, boxed=wanted.bbox is not None)} -> {output}", err=True)


def _told(counts: queries.Counts, *, boxed: bool) -> str:
    """Say how many features are in the file, and of those without a place whether they are."""
    features = counted(counts.matched, "feature")
    if boxed:
        return f"{features} ({counts.unlocated} more match all but the box: they have no place)"
    return f"{features}, {counts.unlocated} of them without a place"


def _wanted(given: list[tuple[str, str]], expression: str | None) -> ClaimFilter:
    if expression is None:
        return claim_filter(read_parameters(CLAIM_PARAMETERS, given))
    # The table of queryables brings the web framework with it, which takes a second to import.
    from app.api.export_filter import wanted_features  # noqa: PLC0415
    from app.api.params import FILTER  # noqa: PLC0415

    table = (*CLAIM_PARAMETERS, FILTER)
    return wanted_features(read_parameters(table, [*given, ("filter", expression)]))


def _export(
    url: str, wanted: ClaimFilter, chosen: Format, output: Path, *, hxl: bool
) -> queries.Counts:
    # The rows come in batches, each a statement of its own; the count may take its time.
    database = Database(url, statement_timeout_ms=0)
    try:
        with database.snapshot() as connection:
            known = queries.with_known_names(connection, wanted)
            counts = queries.count(connection, known)
            if chosen.most_rows is not None and counts.matched > chosen.most_rows:
                raise InputError(too_many(chosen))
            with _progress() as progress:
                task = progress.add_task(chosen.title, total=counts.matched)
                blocks = Blocks(connection, known, chosen, partial(progress.advance, task))
                _write(export_layer(blocks, known, chosen, hxl=hxl), chosen, output)
    finally:
        database.dispose()
    return counts


def _format(output: Path, name: str | None) -> Format:
    accepted = ", ".join(FORMATS)
    if name is not None:
        if name.lower() not in FORMATS:
            raise InputError(f"format: {name!r} is not known. Accepted: {accepted}.")
        return FORMATS[name.lower()]
    if output == STDOUT:
        return FORMATS["geojson"]
    for known in FORMATS.values():
        if output.suffix.lower() == known.suffix:
            return known
    suffixes = ", ".join(known.suffix for known in FORMATS.values())
    raise InputError(
        f"{output.name!r} does not tell the format; end it in {suffixes}, or use --format."
    )


def _check(output: Path, chosen: Format) -> None:
    """Refuse what cannot work before the database is asked."""
    if output == STDOUT:
        if chosen.stream is None:
            raise InputError(f"{chosen.title} needs a file, it cannot go to standard output.")
    elif output.is_dir():
        raise InputError(f"{output} is a folder; a file name is needed.")
    elif not output.absolute().parent.is_dir():
        raise InputError(f"The folder {output.absolute().parent} does not exist.")


def _write(made: Layer, chosen: Format, output: Path) -> None:
    if output == STDOUT:
        assert chosen.stream is not None
        sys.stdout.buffer.writelines(chosen.stream(made))
        return
    # Written beside its place and then moved, so that a broken run leaves no half file.
    with tempfile.TemporaryDirectory(dir=output.absolute().parent, prefix=".export-") as folder:
        unfinished = Path(folder) / output.name
        chosen.write(made, unfinished)
        unfinished.replace(output)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
