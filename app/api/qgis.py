"""Files that QGIS opens: the claims of any filter as a layer definition or a whole project.

They hold no data: QGIS reads the features from here, with the filter in the layer's address.
"""

from __future__ import annotations

from typing import Annotated
from xml.etree.ElementTree import Element, SubElement

from fastapi import APIRouter, Depends, Request, Response

from app.api.deps import REVALIDATE, Db, absolute, etag, not_modified
from app.api.export_filter import wanted_features
from app.api.params import CLAIM_FILTERS, LIMIT_DEFAULT, Values, documented, reads
from app.api.qgis_style import QGIS_VERSION, document, qml, sld, style_parts
from app.attribution import ATTRIBUTION
from app.claims import conditions, queries
from app.claims.layer import LAYER_DESCRIPTION, LAYER_NAME, LAYER_TITLE

router = APIRouter()

QLR = "application/x-qgis-layer-definition"
QGS = "application/x-qgis-project"
QML = "application/x-qgis-style"
SLD = "application/vnd.ogc.sld+xml"
_LAYER_ID = "claimatlas_claims"
#: Features that QGIS asks for at once.
_PAGE_SIZE = 10 * LIMIT_DEFAULT
#: Where there are no features, the map shows Ukraine.
_UKRAINE = (22.13, 44.18, 40.23, 52.38)
_Extent = tuple[float, float, float, float]


@router.get(
    "/exports/claims.qlr",
    summary="Claims of any filter as a QGIS layer definition",
    operation_id="exportLayerDefinition",
    openapi_extra=documented(CLAIM_FILTERS) | {"x-media-type": QLR},
    tags=["exports"],
)
def layer_definition(
    request: Request,
    values: Annotated[Values, Depends(reads(*CLAIM_FILTERS))],
) -> Response:
    """Return a layer with colours by side, labels, and the claim's date as its time."""
    wanted_features(values)  # QGIS would only meet an error later
    root = Element("qlr")
    _tree(root, request)
    SubElement(root, "maplayers").append(_layer(request))
    body = document(root, b"<!DOCTYPE qgis-layer-definition>\n")
    return _file(body, QLR, "claims.qlr")


@router.get(
    "/exports/claims.qgs",
    summary="Claims of any filter as a QGIS project",
    operation_id="exportProject",
    openapi_extra=documented(CLAIM_FILTERS) | {"x-media-type": QGS},
    tags=["exports"],
)
def project(
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads(*CLAIM_FILTERS))],
) -> Response:
    """Return a project whose map and time controller begin with what the filter finds."""
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        wanted = queries.with_known_names(connection, wanted_features(values))
        matched = conditions.where(wanted)
        day = "coalesce(event_end, event_start)"
        found = connection.exec_driver_sql(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e), first_day, last_day"  # noqa: S608 (constants; values are bound)
            " FROM ("
            f"SELECT ST_Extent(geom) AS e, min({day}) AS first_day, max({day}) AS last_day"
            f" {conditions.from_features(matched)}) AS found",
            matched.values,
        ).one()
    box = _UKRAINE if found[0] is None else tuple(found[:4])
    root = Element("qgis", version=QGIS_VERSION, projectname=LAYER_TITLE)
    SubElement(root, "title").text = f"{LAYER_TITLE} (claimatlas)"
    SubElement(root, "projectCrs").append(_crs())
    _tree(root, request)
    _canvas(root, box)
    SubElement(root, "projectlayers").append(_layer(request))
    # Without it QGIS draws in no system at all.
    switch = SubElement(SubElement(root, "properties"), "SpatialRefSys")
    SubElement(switch, "ProjectionsEnabled", type="int").text = "1"
    if found.first_day is not None:
        _time(root, f"{found.first_day}T00:00:00Z", f"{found.last_day}T23:59:59Z")
    body = document(root, b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n")
    return _file(body, QGS, "claims.qgs", {"ETag": tag})


@router.get(
    "/styles/claims.qml",
    summary="The style of claims for QGIS",
    operation_id="getQgisStyle",
    openapi_extra={"x-media-type": QML},
    tags=["styles"],
)
def qgis_style() -> Response:
    """Return colours by side of the source, labels, tips and time, for any file of claims."""
    return _file(qml(), QML, "claims.qml")


@router.get(
    "/styles/claims.sld",
    summary="The style of claims as SLD",
    operation_id="getSldStyle",
    openapi_extra={"x-media-type": SLD},
    tags=["styles"],
)
def sld_style() -> Response:
    """Return colours by side of the source and labels, for GeoServer, QGIS and others."""
    return _file(sld(), SLD, "claims.sld")


def _file(body: bytes, media: str, name: str, headers: dict[str, str] | None = None) -> Response:
    shown = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": REVALIDATE}
    return Response(body, headers={**shown, **(headers or {})}, media_type=media)


def _source(request: Request) -> str:
    """The address of the layer as QGIS writes it; the filter goes with every request."""
    query = request.url.query.replace("'", "%27").replace("\\", "%5C")
    address = absolute(request, "/") + (f"?{query}" if query else "")
    return (
        f"url='{address}' typename='{LAYER_NAME}' restrictToRequestBBOX='1'"
        f" pagingEnabled='true' pageSize='{_PAGE_SIZE}'"
    )


def _tree(root: Element, request: Request) -> None:
    group = SubElement(root, "layer-tree-group", expanded="1", checked="Qt::Checked", name="")
    SubElement(
        group,
        "layer-tree-layer",
        id=_LAYER_ID,
        name=LAYER_TITLE,
        source=_source(request),
        providerKey="OAPIF",
        checked="Qt::Checked",
        expanded="1",
    )


def _layer(request: Request) -> Element:
    made = Element("maplayer", type="vector", geometry="Point", wkbType="Point", labelsEnabled="1")
    for name, text in (
        ("id", _LAYER_ID),
        ("datasource", _source(request)),
        ("layername", LAYER_TITLE),
        ("abstract", LAYER_DESCRIPTION),
        ("attribution", ATTRIBUTION),
    ):
        SubElement(made, name).text = text
    SubElement(made, "srs").append(_crs())
    SubElement(made, "provider", encoding="UTF-8").text = "OAPIF"
    made.extend(style_parts())
    return made


def _crs() -> Element:
    made = Element("spatialrefsys")
    # QGIS looks at the code only where its own number of the system stands beside it.
    SubElement(made, "srsid").text = "3452"
    SubElement(made, "srid").text = "4326"
    SubElement(made, "authid").text = "EPSG:4326"
    return made


def _canvas(root: Element, box: _Extent) -> None:
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas")
    SubElement(canvas, "units").text = "degrees"
    extent = SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True):
        SubElement(extent, name).text = str(value)
    SubElement(canvas, "destinationsrs").append(_crs())


def _time(root: Element, start: str, end: str) -> None:
    made = SubElement(root, "ProjectTimeSettings", timeStep="1", timeStepUnit="d", frameRate="1")
    whole = SubElement(made, "TemporalRange")
    SubElement(whole, "start").text = start
    SubElement(whole, "end").text = end
