"""The garbage collector among many reports."""

from __future__ import annotations

import gc

_YOUNG = 50_000
"""Objects made before the collector looks for cycles again. A report makes some ten thousand and
frees them by itself; at Python's 700 a tenth of the time goes into looking."""


def spare_loaded() -> None:
    """Leave what is loaded by now out of all collections, and collect seldom.

    For processes that read many reports; called once, when the gazetteer is open.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG)
