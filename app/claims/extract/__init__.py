"""Claims from reports: pure functions of a text and a gazetteer, no network, no model.

``extract`` is the way in. Every claim names the rule that made it.
"""

from app.claims.extract.pipeline import extract

__all__ = ["extract"]
