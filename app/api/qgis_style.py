"""How QGIS and other desktop programs draw claims: QML, SLD, and the parts of a QGIS layer.

The parts are those that QGIS 3.22 reads; what it has defaults for is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.api.style_colours import COLOURS, SIDE_NAMES

_QML_DOCTYPE = b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
#: The version whose format is written; later ones read it too.
QGIS_VERSION = "3.22.0"
_SLD = "http://www.opengis.net/sld"
_SE = "http://www.opengis.net/se"
_OGC = "http://www.opengis.net/ogc"
_TIP = (
    '<b>[% "claimant" %]</b> ([% "outlet" %], [% "date" %]) on [% "place_as_written" %]:'
    ' [% "quote" %]'
)


def document(root: Element, doctype: bytes) -> bytes:
    """Return the document of an element, indented, under its document type."""
    indent(root)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=False)
    return doctype + made + b"\n"


def qml() -> bytes:
    """Return the QGIS style: colours by side of the source, labels, time."""
    categories = "Symbology|Labeling|MapTips|Temporal"
    root = Element("qgis", version=QGIS_VERSION, styleCategories=categories, labelsEnabled="1")
    root.extend(style_parts())
    return document(root, _QML_DOCTYPE)


def style_parts() -> Iterable[Element]:
    """Return the elements that a QGIS style and a QGIS layer share."""
    yield _temporal()
    yield _renderer()
    yield _labels()
    tip = Element("mapTip")
    tip.text = _TIP
    yield tip


def _temporal() -> Element:
    """A claim is shown on its ``date``; the time controller of QGIS steps through days."""
    made = Element(
        "temporal",
        enabled="1",
        mode="1",  # the moment is in a field
        startField="date",
        fixedDuration="1",
        durationUnit="d",
        limitMode="0",
        accumulate="0",
    )
    fixed = SubElement(made, "fixedRange")
    SubElement(fixed, "start")
    SubElement(fixed, "end")
    return made


def _renderer() -> Element:
    made = Element("renderer-v2", type="categorizedSymbol", attr="source_side", symbollevels="0")
    categories, symbols = SubElement(made, "categories"), SubElement(made, "symbols")
    for number, (side, colour) in enumerate(COLOURS.items()):
        SubElement(
            categories,
            "category",
            symbol=str(number),
            value=side,
            label=SIDE_NAMES[side],
            render="true",
        )
        symbol = SubElement(symbols, "symbol", type="marker", alpha="0.8", name=str(number))
        layer = SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1"})
        look = {
            "name": "circle",
            "color": _rgba(colour),
            "outline_color": "255,255,255,255",
            "outline_style": "solid",
            "outline_width": "0.3",
            "size": "2.8",
        }
        options = SubElement(layer, "Option", type="Map")
        for name, value in look.items():
            SubElement(options, "Option", type="QString", name=name, value=value)
    return made


def _labels() -> Element:
    made = Element("labeling", type="simple")
    settings = SubElement(made, "settings")
    style = SubElement(
        settings,
        "text-style",
        fieldName="place_name",
        fontSize="8",
        fontSizeUnit="Point",
        textColor="40,40,40,255",
        textOpacity="1",
    )
    SubElement(
        style,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor="255,255,255,255",
        bufferOpacity="1",
    )
    SubElement(settings, "placement", placement="6", dist="1", distUnits="MM")
    return made


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


def sld() -> bytes:
    """Return the same colours and labels as Styled Layer Descriptor 1.1."""
    root = Element("StyledLayerDescriptor", {"version": "1.1.0", "xmlns": _SLD, "xmlns:se": _SE})
    root.set("xmlns:ogc", _OGC)
    layer = SubElement(root, "NamedLayer")
    SubElement(layer, "se:Name").text = "claims"
    style = SubElement(layer, "UserStyle")
    SubElement(style, "se:Name").text = "claims"
    rules = SubElement(style, "se:FeatureTypeStyle")
    for side, colour in COLOURS.items():
        _side_rule(rules, side, colour)
    rule = SubElement(rules, "se:Rule")
    text = SubElement(rule, "se:TextSymbolizer")
    label = SubElement(text, "se:Label")
    SubElement(label, "ogc:PropertyName").text = "place_name"
    font = SubElement(text, "se:Font")
    SubElement(font, "se:SvgParameter", name="font-size").text = "11"
    halo = SubElement(text, "se:Halo")
    SubElement(halo, "se:Radius").text = "1"
    _fill(halo, "#ffffff")
    _fill(text, "#282828")
    return document(root, b'<?xml version="1.0" encoding="UTF-8"?>\n')


def _side_rule(rules: Element, side: str, colour: str) -> None:
    rule = SubElement(rules, "se:Rule")
    SubElement(rule, "se:Name").text = SIDE_NAMES[side]
    described = SubElement(rule, "se:Description")
    SubElement(described, "se:Title").text = SIDE_NAMES[side]
    test = SubElement(SubElement(rule, "ogc:Filter"), "ogc:PropertyIsEqualTo")
    SubElement(test, "ogc:PropertyName").text = "source_side"
    SubElement(test, "ogc:Literal").text = side
    graphic = SubElement(SubElement(rule, "se:PointSymbolizer"), "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = "circle"
    _fill(mark, colour)
    stroke = SubElement(mark, "se:Stroke")
    SubElement(stroke, "se:SvgParameter", name="stroke").text = "#ffffff"
    SubElement(stroke, "se:SvgParameter", {"name": "stroke-width"}).text = "1"
    SubElement(graphic, "se:Size").text = "10"


def _fill(parent: Element, colour: str) -> None:
    fill = SubElement(parent, "se:Fill")
    SubElement(fill, "se:SvgParameter", name="fill").text = colour
