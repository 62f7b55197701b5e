"""What is loaded once must not be looked through among the reports."""

import gc

from app.collector import spare_loaded


def test_loaded_objects_are_left_out_and_cycles_still_found():
    before = gc.get_threshold()
    try:
        spare_loaded()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] > before[0]
        knot: list[object] = []
        knot.append(knot)
        del knot
        assert gc.collect() >= 1
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
