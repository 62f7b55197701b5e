"""Errors that geo raises; the application maps them to HTTP and exit codes."""


class GeoError(Exception):
    """Base of all geo errors; its text is one clear sentence for the user."""


class BboxError(GeoError):
    """A bounding box that cannot be used."""


class ExportError(GeoError):
    """An export file cannot be written."""
