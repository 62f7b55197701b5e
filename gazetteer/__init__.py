"""Place names only: sources, normalisation, candidates, scoring, resolver.

Usable alone: nothing in this package needs a database or the application.
"""
