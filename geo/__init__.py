"""Coordinates only: bounding boxes, precision, spatial relations, GeoJSON, tiles, export formats.

Every geometry is WGS 84 in longitude, latitude order (OGC:CRS84) unless its name says otherwise.
"""
