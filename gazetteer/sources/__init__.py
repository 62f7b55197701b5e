"""One reader per gazetteer source, rows streamed."""
