"""``python -m app.cli``: the command line without an installed console script."""

from app.cli import main

main()
