"""PostGIS: engine, private cluster, migrations."""
