"""Errors that the gazetteer raises; the application maps them to HTTP and exit codes."""


class GazetteerError(Exception):
    """Base of all gazetteer errors; its text is one clear sentence for the user."""


class SourceError(GazetteerError):
    """A source file is missing, damaged, or not in the format its reader expects."""


class QueryError(GazetteerError):
    """A question to the gazetteer that cannot be read; ``parameter`` is the key that is wrong."""

    def __init__(self, parameter: str, sentence: str) -> None:
        """Keep the key beside the sentence."""
        super().__init__(sentence)
        self.parameter = parameter
