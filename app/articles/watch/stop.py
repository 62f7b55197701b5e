"""A wish to stop that a signal handler may express while the program waits."""

from __future__ import annotations

import os
import select


class Stop:
    """A ``threading.Event`` without its lock, which a signal handler could find taken."""

    def __init__(self) -> None:
        """Nobody wishes to stop yet."""
        self._wished = False
        self._out, self._in = os.pipe()

    def __del__(self) -> None:
        """Close the pipe."""
        os.close(self._out)
        os.close(self._in)

    def set(self) -> None:
        """Wish to stop; ends every wait."""
        if not self._wished:
            self._wished = True
            os.write(self._in, b"x")

    def is_set(self) -> bool:
        """Whether somebody wished to stop."""
        return self._wished

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until the wish; returns whether there is one."""
        if not self._wished:
            select.select([self._out], [], [], seconds)
        return self._wished
