"""Watching feeds, against a real HTTP server on this machine."""

from __future__ import annotations

import gzip
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.articles.model import Article
from app.articles.watch import Feed, Fetcher, StateFolder, Stop, WatchConfig, Watcher, read_config
from app.articles.watch.fetch import FetchError
from app.errors import InputError, UnavailableError

Reply = tuple[int, dict[str, str], bytes]


class Site:
    """A web site; ``pages`` maps a path to its reply, or to what makes one of the request."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[dict[str, str]], Reply]] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                site.asked.append((self.path, headers, time.monotonic()))
                page = site.pages.get(self.path, (404, {}, b""))
                status, extra, body = page(headers) if callable(page) else page
                self.send_response(status)
                for name, value in {**extra, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


class Desk:
    """Takes what the watcher hands on."""

    def __init__(self) -> None:
        self.taken: list[Article] = []
        self.refuses: dict[str, str] = {}
        self.closed = False

    def __call__(self, articles: Sequence[Article]) -> dict[str, str]:
        if self.closed:
            raise UnavailableError("the database cannot be reached")
        self.taken += [one for one in articles if one.id not in self.refuses]
        return {one.id: self.refuses[one.id] for one in articles if one.id in self.refuses}


def feed_of(*entries: tuple[str, str], base: str = "http://example.org") -> bytes:
    items = "".join(
        f"<item><guid>{name}</guid><link>{base}/{name}</link><description>{text}</description></item>"
        for name, text in entries
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def watcher(
    site: Site, folder: Path, desk: Desk, *, delay_s: float = 0.0, **options: object
) -> Watcher:
    feed = Feed(f"{site.base}/rss", outlet="Agency", **options)  # type: ignore[arg-type]
    fetcher = Fetcher("0", contact="desk@example.org", delay_s=delay_s)
    return Watcher(WatchConfig((feed,)), StateFolder(folder), fetcher, desk)


def state_of(site: Site, folder: Path) -> object:
    return StateFolder(folder).load(f"{site.base}/rss")


def test_new_entries_only_and_conditional_requests(site: Site, tmp_path: Path) -> None:
    def rss(headers: dict[str, str]) -> Reply:
        if headers.get("if-none-match") == '"one"':
            return 304, {}, b""
        body = gzip.compress(feed_of(("a", "First."), ("b", "Second.")))
        return 200, {"ETag": '"one"', "Last-Modified": "x", "Content-Encoding": "gzip"}, body

    site.pages["/rss"] = rss
    desk = Desk()
    assert watcher(site, tmp_path, desk).once().new == 2
    # A new process: it knows what was seen from the files only.
    assert watcher(site, tmp_path, desk).once().new == 0
    last = site.asked[-1][1]
    assert (last["if-none-match"], last["if-modified-since"]) == ('"one"', "x")
    assert last["user-agent"] == "claimatlas/0 (+desk@example.org)"
    site.pages["/rss"] = (200, {}, feed_of(("a", "First, reworded."), ("b", "Second.")))
    watcher(site, tmp_path, desk).once()
    assert [one.text for one in desk.taken] == ["First.", "Second.", "First, reworded."]
    assert {one.publisher for one in desk.taken} == {"Agency"}
    assert all(one.fetched_at for one in desk.taken)


def test_robots_txt_is_asked_once_and_obeyed(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: claimatlas\nDisallow: /r*s$\n")
    site.pages["/rss"] = (200, {}, feed_of(("a", "First.")))
    desk = Desk()
    assert watcher(site, tmp_path, desk).once().failed == 1
    assert site.paths() == ["/robots.txt"]
    assert desk.taken == []


@pytest.mark.parametrize(("status", "fetched"), [(404, True), (403, True), (500, False)])
def test_robots_txt_that_cannot_be_had(
    site: Site, tmp_path: Path, status: int, fetched: bool
) -> None:
    site.pages["/robots.txt"] = (status, {}, b"")
    site.pages["/rss"] = (200, {}, feed_of(("a", "First.")))
    watcher(site, tmp_path, Desk()).once()
    assert ("/rss" in site.paths()) is fetched


def test_pauses_between_requests_to_a_host(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.3\n")
    page = (
        b"<html><body><article><p>" + b"Words of a long article. " * 20 + b"</p></article></html>"
    )
    site.pages["/rss"] = (200, {}, feed_of(("a", "One."), ("b", "Two."), base=site.base))
    site.pages["/a"] = site.pages["/b"] = (200, {"Content-Type": "text/html"}, page)
    watcher(site, tmp_path, Desk(), full_text=True, delay_s=0.1).once()
    times = [moment for _, _, moment in site.asked]
    assert site.paths() == ["/robots.txt", "/rss", "/a", "/b"]
    assert all(later - sooner >= 0.1 for sooner, later in itertools.pairwise(times))
    assert times[-1] - times[1] >= 0.6


@pytest.mark.parametrize(
    ("reply", "least_s"),
    [
        ((429, {"Retry-After": "7200"}, b""), 7200),
        ((503, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}, b""), 7 * 86400),
        ((429, {"Retry-After": "0"}, b""), 60),
        ((500, {}, b""), 60),
        ((404, {}, b""), 60),
        ((200, {}, b"<html>an error page</html>"), 60),
        ((301, {"Location": "/rss"}, b""), 60),
        ((200, {"Content-Encoding": "br"}, b"\x0b\x02\x80hello\x03"), 60),
    ],
)
def test_back_off(site: Site, tmp_path: Path, reply: Reply, least_s: float) -> None:
    site.pages["/rss"] = reply
    began = time.time()
    assert watcher(site, tmp_path, Desk(), interval_s=60).once().failed == 1
    state = StateFolder(tmp_path).load(f"{site.base}/rss")
    assert state.failures == 1
    assert began + least_s <= state.next_poll <= time.time() + least_s * 1.1 + 1
    asked = len(site.asked)
    watcher(site, tmp_path, Desk(), interval_s=60).once()
    assert len(site.asked) == asked  # left alone


def test_back_off_grows_with_failures(site: Site, tmp_path: Path) -> None:
    states = StateFolder(tmp_path)
    waits = []
    for _ in range(4):
        watcher(site, tmp_path, Desk(), interval_s=60).once()
        state = states.load(f"{site.base}/rss")
        waits.append(state.next_poll - time.time())
        state.next_poll = 0.0
        states.save(state)
    assert all(later > 1.5 * sooner for sooner, later in itertools.pairwise(waits))


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    made = Site()
    made.server.server_close()
    assert watcher(made, tmp_path, Desk()).once().failed == 1


def test_full_pages(site: Site, tmp_path: Path) -> None:
    words = "The ministry said that its troops had entered the village of Verbove. " * 5
    page = f"<html lang='en'><body><nav>Menu</nav><article><p>{words}</p></article></body></html>"
    site.pages["/rss"] = (
        200,
        {"ETag": "1"},
        feed_of(("good", "Short."), ("gone", "Kept."), ("busy", "Later."), base=site.base),
    )
    site.pages["/good"] = (200, {"Content-Type": "text/html"}, page.encode())
    site.pages["/busy"] = (502, {}, b"")
    desk = Desk()
    watcher(site, tmp_path, desk, full_text=True).once()
    assert [one.text for one in desk.taken] == [words.strip(), "Kept."]
    assert "404" in desk.taken[1].metadata["page_note"]
    assert StateFolder(tmp_path).load(f"{site.base}/rss").etag is None  # one is still to come
    for _ in range(2):
        watcher(site, tmp_path, desk, full_text=True).once()
    assert [one.text for one in desk.taken][2:] == ["Later."]  # given up on its page
    assert site.paths().count("/good") == 1
    assert StateFolder(tmp_path).load(f"{site.base}/rss").etag == "1"


def test_a_page_in_the_encoding_it_is_served_in(site: Site, tmp_path: Path) -> None:
    words = "Министерство сообщило, что его войска вошли в посёлок Вербовое. " * 5
    site.pages["/rss"] = (200, {}, feed_of(("a", "Short."), base=site.base))
    page = f"<html><body><article><p>{words}</p></article></body></html>".encode("koi8-r")
    site.pages["/a"] = (200, {"Content-Type": "text/html; charset=koi8-r"}, page)
    desk = Desk()
    watcher(site, tmp_path, desk, full_text=True).once()
    assert desk.taken[0].text == words.strip()


def test_pages_of_our_own_network_are_not_asked_for(site: Site) -> None:
    with Fetcher("0", contact=None, delay_s=0) as fetcher:
        for url in (f"{site.base}/admin", "file:///etc/passwd", "http://[bad", "http://10.0.0.1/"):
            with pytest.raises(FetchError):
                fetcher.get(url, home="feeds.example")
        site.pages["/out"] = (302, {"Location": "http://10.0.0.1/secret"}, b"")
        with pytest.raises(FetchError, match="no public host"):
            fetcher.get(f"{site.base}/out", home="127.0.0.1")
    assert set(site.paths()) <= {"/robots.txt", "/out"}


def test_what_cannot_be_stored_is_kept(site: Site, tmp_path: Path) -> None:
    site.pages["/rss"] = (200, {}, feed_of(("a", "First."), ("b", "Second.")))
    desk = Desk()
    desk.refuses["a"] = "cannot be extracted"
    tally = watcher(site, tmp_path, desk).once()
    assert (tally.new, tally.not_stored) == (1, 1)
    assert '"First."' in (tmp_path / "not_stored.jsonl").read_text()


def test_a_database_that_is_away_loses_nothing(site: Site, tmp_path: Path) -> None:
    site.pages["/rss"] = (200, {"ETag": "1"}, feed_of(("a", "First.")))
    desk = Desk()
    desk.closed = True
    assert watcher(site, tmp_path, desk).once().failed == 1
    desk.closed = False
    watcher(site, tmp_path, desk).once()
    assert [one.text for one in desk.taken] == ["First."]


def test_a_damaged_state_is_begun_anew(site: Site, tmp_path: Path) -> None:
    site.pages["/rss"] = (200, {}, feed_of(("a", "First.")))
    watcher(site, tmp_path, Desk()).once()
    [file] = tmp_path.glob("*.json")
    file.write_text('{"url": "x", "seen"')
    desk = Desk()
    watcher(site, tmp_path, desk).once()
    assert len(desk.taken) == 1


def test_running_until_stopped(site: Site, tmp_path: Path) -> None:
    site.pages["/rss"] = (200, {}, feed_of(("a", "First.")))
    desk, stop = Desk(), Stop()
    config = WatchConfig((Feed(f"{site.base}/rss"), Feed(f"{site.base}/gone")))
    with Fetcher("0", contact=None, delay_s=0, stop=stop) as fetcher:
        running = Watcher(config, StateFolder(tmp_path), fetcher, desk, stop)
        timer = threading.Timer(0.5, stop.set)
        timer.start()
        tally = running.run()
        timer.join()
    assert (tally.feeds, tally.failed, tally.new) == (2, 1, 1)


def test_one_watch_a_folder(tmp_path: Path) -> None:
    with (
        StateFolder(tmp_path).locked(),
        pytest.raises(InputError, match="another"),
        StateFolder(tmp_path).locked(),
    ):
        pass


# --- the configuration

GOOD = """
contact = "desk@example.org"
delay = "3s"
[defaults]
interval = "30m"
full_text = true
[[feed]]
url = "https://agency.example/rss"
outlet = "Agency"
lang = "uk"
[[feed]]
url = "http://blog.example/atom"
interval = "2h"
full_text = false
"""


def test_configuration(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(GOOD)
    config = read_config(file)
    assert config.feeds == (
        Feed("https://agency.example/rss", "Agency", 1800, full_text=True, language="uk"),
        Feed("http://blog.example/atom", None, 7200, full_text=False),
    )
    assert (config.contact, config.delay_s) == ("desk@example.org", 3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no feed"),
        ("[[feed]]\n", "url"),
        ('[[feed]]\nurl = "ftp://x/y"', "http or https"),
        ('[[feed]]\nurl = "https://x/y"\nevery = "1h"', "unknown key 'every'"),
        ('[[feed]]\nurl = "https://x/y"\ninterval = "soon"', "interval: expected a time"),
        ('[[feed]]\nurl = "https://x/y"\ninterval = "5s"', "at least 60s"),
        ('[[feed]]\nurl = "https://x/y"\nfull_text = "yes"', "true or false"),
        ('[[feed]]\nurl = "https://x/y"\n[[feed]]\nurl = "https://x/y"', "listed twice"),
        ("feed = 1", "no feed"),
        ("[[", "not TOML"),
    ],
)
def test_bad_configuration(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(content)
    with pytest.raises(InputError, match=said):
        read_config(file)
