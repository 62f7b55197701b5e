"""Polls feeds as hosts want to be polled and hands new reports on: docs/using/watch.md."""

from app.articles.watch.config import Feed, WatchConfig, read_config
from app.articles.watch.fetch import Fetcher
from app.articles.watch.state import StateFolder
from app.articles.watch.stop import Stop
from app.articles.watch.watcher import Watcher

__all__ = ["Feed", "Fetcher", "StateFolder", "Stop", "WatchConfig", "Watcher", "read_config"]
