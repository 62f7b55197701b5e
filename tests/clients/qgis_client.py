"""Runs in the Python of QGIS: what QGIS sees of the service. Prints one line of JSON.

usage: qgis_client.py ADDRESS FOLDER BASEMAP, where FOLDER has all.qlr, claims.qml, claims.sld, a
project and a layer definition for each name in projects.json, filters.json (of the layer),
further.json (on top of a project's) and layers.json, and takes the pictures.
"""

import json
import os
import sys
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsLayerDefinition,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsTemporalUtils,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

BASE, FOLDER = sys.argv[1], Path(sys.argv[2])
application = QgsApplication([], False)
application.initQgis()


def oapif(name, query="", page=1000):
    source = (
        f"url='{BASE}/{query}' typename='{name}' restrictToRequestBBOX='0'"
        f" pagingEnabled='true' pageSize='{page}'"
    )
    return QgsVectorLayer(source, name, "OAPIF")


def described(layer):
    rows = list(layer.getFeatures())
    named = [field.name() for field in layer.fields()]
    return {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "ids": [row["id"] for row in rows] if "id" in named else len(rows),
        "without_geometry": sum(row.geometry().isNull() for row in rows),
    }


def filtered(expression):
    layer = oapif("claims")
    accepted = layer.setSubsetString(expression)
    return {"accepted": accepted, "ids": [row["id"] for row in layer.getFeatures()]}


def styled(layer):
    renderer, temporal = layer.renderer(), layer.temporalProperties()
    colours = {}
    if hasattr(renderer, "categories"):
        colours = {c.value(): c.symbol().color().name() for c in renderer.categories()}
    else:
        for rule in renderer.rootRule().children():
            colours[rule.filterExpression()] = rule.symbol().color().name()
    return {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "colours": colours,
        "label": layer.labeling().settings().fieldName if layer.labelsEnabled() else None,
        "time": temporal.startField() if temporal.isActive() else None,
    }


def narrowed(layer):
    """Ids that are left where QGIS has a filter of its own beside that of the address."""
    found = {}
    for expression in json.loads((FOLDER / "further.json").read_text()):
        accepted = layer.setSubsetString(expression)
        found[expression] = [accepted, [row["id"] for row in layer.getFeatures()]]
    return found


def days(span):
    return [span.begin().toString("yyyy-MM-dd"), span.end().toString("yyyy-MM-dd")]


def opened(project, done):
    layers = list(project.mapLayers().values())
    return {
        "done": done,
        "layers": [styled(layer) for layer in layers],
        "ids": [row["id"] for layer in layers for row in layer.getFeatures()],
        # What the time controller takes for the whole of the layers, its last day included.
        "days": days(QgsTemporalUtils.calculateTemporalRangeForProject(project)),
        "narrowed": narrowed(layers[0]),
    }


def opened_project(name):
    project = QgsProject()
    done = project.read(str(FOLDER / f"{name}.qgs"))
    span = project.timeSettings().temporalRange()
    return {**opened(project, done), "crs": project.crs().authid(), "span": days(span)}


def opened_definition(name):
    project = QgsProject()
    done, _ = QgsLayerDefinition.loadLayerDefinition(
        str(FOLDER / f"{name}.qlr"), project, project.layerTreeRoot()
    )
    return opened(project, done)


def restyled(name):
    layer = oapif("claims")
    load = layer.loadSldStyle if name.endswith("sld") else layer.loadNamedStyle
    return {"done": load(str(FOLDER / name))[1], **styled(layer)}


def drawn(layer, folder_of_basemap, picture):
    """Draw the layer over the page's own basemap; return how many colours of ours are seen."""
    countries = QgsVectorLayer(str(folder_of_basemap / "countries.geojson"), "countries", "ogr")
    borders = QgsVectorLayer(str(folder_of_basemap / "borders.geojson"), "borders", "ogr")
    countries.renderer().symbol().setColor(QColor("#f4f2ee"))
    borders.renderer().symbol().setColor(QColor("#b9b4a8"))
    return render([layer, borders, countries], picture)


def render(layers, picture, box=(31.5, 46.2, 40.3, 51.4)):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[-1].crs())
    settings.setExtent(QgsRectangle(*box))
    settings.setOutputSize(QSize(1000, 700))
    settings.setBackgroundColor(QColor("#dfe8ee"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(str(FOLDER / picture))
    seen = set()
    for x in range(image.width()):
        for y in range(image.height()):
            seen.add(image.pixelColor(x, y).name())
    return len(seen)


def tiles(name, zoom):
    source = f"type=xyz&url={BASE}/tiles/{name}/{{z}}/{{x}}/{{y}}&zmin={zoom}&zmax=14"
    layer = QgsVectorTileLayer(source, name)
    metres = (3_500_000, 5_800_000, 4_500_000, 6_700_000)
    return {"valid": layer.isValid(), "colours": render([layer], f"{name}.png", metres)}


claims = oapif("claims", page=7)
first = {row["id"]: row["date"] for row in claims.getFeatures()}
definition_project = QgsProject()
QgsLayerDefinition.loadLayerDefinition(
    str(FOLDER / "all.qlr"), definition_project, definition_project.layerTreeRoot()
)
everything = next(iter(definition_project.mapLayers().values()))
outlets = json.loads((FOLDER / "layers.json").read_text())
projects = json.loads((FOLDER / "projects.json").read_text())
found = {
    "version": Qgis.QGIS_VERSION,
    "fields": {field.name(): field.typeName() for field in claims.fields()},
    "claims": described(claims),
    "pages": {str(page): described(oapif("claims", page=page))["ids"] for page in (1, 10, 1000)},
    "dates": {str(k): v.toString("yyyy-MM-dd") if v else None for k, v in first.items()},
    "filters": {e: filtered(e) for e in json.loads((FOLDER / "filters.json").read_text())},
    "layers": {name: described(oapif(name)) for name in outlets},
    "query": described(oapif("claims", "?side=RU", page=3)),
    "project": {name: opened_project(name) for name in projects},
    "definition": {name: opened_definition(name) for name in projects},
    "qml": restyled("claims.qml"),
    "sld": restyled("claims.sld"),
    "tiles": {"settlements": tiles("settlements", 0), "claims": tiles("claims", 8)},
    "colours_drawn": drawn(everything, Path(sys.argv[3]), "qgis-layer.png"),
}
print(json.dumps(found))
sys.stdout.flush()
# QGIS may crash while Python takes down layers that are still alive.
os._exit(0)
