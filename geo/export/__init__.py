"""Export formats, one a file; each writes a `Layer` to a path."""
