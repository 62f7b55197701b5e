"""One reader per input format, each yielding articles."""
