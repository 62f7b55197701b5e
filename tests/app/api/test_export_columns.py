"""Every column of every format as GDAL reads it back, compared with what SQL says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import pyogrio
import pytest
from fastapi.testclient import TestClient
from pyarrow import parquet
from sqlalchemy import Engine, text

from app.claims.layer import FIELDS
from geo.export.formats import FORMATS

#: What pyogrio calls a column of each type.
TYPES = {
    "integer": {"int64", "int32"},
    "string": {"object", "str", "string"},
    "date": {"datetime64[D]"},
}
READ = {"csv": {"AUTODETECT_TYPE": "YES", "KEEP_GEOM_COLUMNS": "NO"}}
TYPED = ("gpkg", "fgb", "geojson", "geojsonseq", "parquet")


def table(client: TestClient, folder: Path, name: str) -> pandas.DataFrame:
    """Save the file of a format and read it."""
    path = folder / f"claims{FORMATS[name].suffix}"
    path.write_bytes(client.get(f"/exports/{path.name}").content)
    if name == "parquet":
        return parquet.read_table(path).to_pandas()
    return pyogrio.read_dataframe(
        path, layer=0, read_geometry=False, datetime_as_string=True, **READ.get(name, {})
    )


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "kml"])
def test_values_are_those_of_sql(
    client: TestClient, layer: Engine, tmp_path: Path, name: str
) -> None:
    found = table(client, tmp_path, name).sort_values("id")
    names = [field.name for field in FIELDS]
    with layer.connect() as connection:
        rows = connection.execute(text(f"SELECT {', '.join(names)} FROM claim_feature ORDER BY id"))
        expected = [tuple(row) for row in rows]
    assert [column for column in found.columns if column in names] == names
    read = [tuple(map(plain, row)) for row in found[names].itertuples(index=False)]
    assert read == [tuple(map(plain, row)) for row in expected]


def plain(value: Any) -> str | None:
    """A value as text that does not depend on who read it; days without a time."""
    if value == "" or pandas.isna(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("/", "-").removesuffix("T00:00:00").removesuffix(" 00:00:00")


@pytest.mark.parametrize("name", TYPED)
def test_types_are_those_of_the_fields(client: TestClient, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"claims{FORMATS[name].suffix}"
    path.write_bytes(client.get(f"/exports/{path.name}").content)
    if name == "parquet":
        ours = {"int64": "integer", "string": "string", "date32[day]": "date"}
        found = {f.name: ours.get(str(f.type)) for f in parquet.read_schema(path)}
        wanted = {field.name: field.type for field in FIELDS}
        assert {n: found[n] for n in wanted} == wanted
        return
    info = pyogrio.read_info(path)
    found = dict(zip(info["fields"], info["dtypes"], strict=True))
    for field in FIELDS:
        if name.startswith("geojson") and field.name in {"document_url"}:
            continue  # null throughout, so JSON cannot tell
        # FlatGeobuf knows no day.
        kinds = {"datetime64[ms]"} if (name, field.type) == ("fgb", "date") else TYPES[field.type]
        assert found[field.name] in kinds, (field.name, found[field.name])
