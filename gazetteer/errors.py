"""Errors that the gazetteer raises; the application maps them to HTTP and exit codes."""


class GazetteerError(Exception):
    """Base of all gazetteer errors; its text is one clear sentence for the user."""


class SourceError(GazetteerError):
    """A source file is missing, damaged, or not in the format its reader expects."""


