"""Export formats, one a file; `formats` is their table."""
