"""claimatlas: articles, claims, review, HTTP, CLI, database and the map page."""
