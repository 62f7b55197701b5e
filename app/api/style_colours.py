"""Colours of the sides of sources, which all styles share."""

from __future__ import annotations

#: Okabe-Ito, which colour-blind readers can tell apart; the page has the same.
COLOURS = {"UA": "#0072b2", "RU": "#d55e00", "other": "#009e73", "unknown": "#595959"}
SIDE_NAMES = {
    "UA": "Source on the Ukrainian side",
    "RU": "Source on the Russian side",
    "other": "Other source",
    "unknown": "Side of the source not known",
}
#: Where both sides speak no side's colour wins.
SEVERAL = "#444444"
