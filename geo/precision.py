"""How exactly a coordinate is written."""

# RFC 7946, section 11.2, warns of false precision. Five decimals are 1.1 m at most: well below the
# extent of any settlement, and fine enough that no source's coordinate is changed on a map.
COORDINATE_DECIMALS = 5


def rounded(degrees: float) -> float:
    """Return a coordinate in degrees at the decimals that we publish."""
    return round(degrees, COORDINATE_DECIMALS)
