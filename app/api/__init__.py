"""HTTP: layers, items, gazetteer."""
