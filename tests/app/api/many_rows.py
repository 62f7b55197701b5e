"""Rows enough for tiles to count them together, and filters with and without a roll-up."""

from __future__ import annotations

#: Rows with a place: 3000 sites, several claims at each, four sides, open and missing dates.
FILL = """
INSERT INTO claim_feature (claim_id, geom, claim_type, modality, place_name, place_id, oblast,
    claimant, outlet, source_side, event_start, event_end, statement_date, published,
    place_status, location_precision, radius_m, quote, document_id)
SELECT n, ST_SetSRID(ST_MakePoint(30 + (n % 60) * 0.15, 46 + (n % 50) * 0.1), 4326),
    (ARRAY['clash', 'strike', 'advance'])[1 + n % 3], (ARRAY['claimed', 'denied'])[1 + n % 2],
    'Village ' || n % 300, 'UA14' || lpad((n % 300)::text, 8, '0'), 'Donetska',
    'Speaker ' || n % 7, 'Outlet ' || n % 5, (ARRAY['RU', 'UA', 'other', 'unknown'])[1 + n % 4],
    CASE WHEN n % 11 > 0 THEN DATE '2026-01-01' + n % 300 END,
    CASE WHEN n % 13 > 0 THEN DATE '2026-01-01' + n % 300 + n % 3 END,
    DATE '2026-01-02' + n % 300, DATE '2026-01-03' + n % 300,
    'resolved', 'settlement', 3000, 'Sentence ' || n, n
FROM generate_series(1, 6000) n
"""

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"outlet": "Outlet 1"},
    {"side": "RU,other", "claim_type": "clash"},
    {"datetime": "2026-03-01/2026-04-15"},
    {"datetime": "../2026-02-01", "modality": "denied"},
    {"datetime": "2026-10-20/.."},
    {"place": "UA1400000017"},
    {"place": "UA14", "side": "unknown"},
    # These the roll-up does not have.
    {"claimant": "Speaker 3"},
    {"datetime": "2026-03", "time": "publication"},
    {"bbox": "31,46.5,35,49"},
    {"q": "Sentence 17"},
    {"place": "Village 12"},
    {"outlet": "Nobody"},
)
