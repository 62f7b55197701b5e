"""Errors that geo raises; the application maps them to HTTP and exit codes."""


class GeoError(Exception):
    """Base of all geo errors; its text is one clear sentence for the user."""


class BboxError(GeoError):
    """A bounding box that cannot be used."""


class ExportError(GeoError):
    """An export file cannot be written."""


class TileError(GeoError):
    """A tile address that does not exist; ``parameter`` names the part, ``accepts`` its range."""

    def __init__(self, parameter: str, detail: str, accepts: str) -> None:
        """Make a sentence of the parts."""
        super().__init__(f"{parameter}: {detail} Accepted: {accepts}.")
        self.parameter = parameter
        self.accepts = accepts
