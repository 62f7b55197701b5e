"""The gazetteer inside the database: places, their names and coordinates."""
