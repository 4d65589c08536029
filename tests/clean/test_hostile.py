"""Hostile and broken pages: a document or a clear reason each, in bounded time and memory."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import clean, read
from pipeline.errors import CleanError
from pipeline.types import Failure

SECONDS = 10
MEBI = 2**20
PROSE = (
    "<p>Le syndicat des eaux a renouvelé onze kilomètres de conduites et réduit d’un tiers les fuites du réseau.</p>"
    "<p>Les abonnés ont été prévenus par courrier, et l’eau n’a été coupée qu’une seule nuit en trois mois.</p>"
)
KEPT = "onze kilomètres de conduites"


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


MENU = '<aside class="widget"><p>Le syndicat, et le réseau, et la fuite.</p></aside>'
TOLD = json.dumps({"@type": "NewsArticle", "articleBody": "Le syndicat, et la fuite de la conduite. " * 30_000})


def bomb() -> bytes:
    return gzip.compress(b" " * 80 * MEBI, 9)


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "nested": lambda: page("<div>" * 10_000 + PROSE + "</div>" * 10_000),
    "unclosed": lambda: page("<div><p><b><i>" * 500 + PROSE),
    "unclosed-script": lambda: page(PROSE + "<script>" * 20_000),
    "unclosed-comment": lambda: page(PROSE + "<!-- " * 20_000),
    "linked-data-nested": lambda: page(f'<script type="application/ld+json">{"[" * 50_000}</script>{PROSE}'),
    "class-of-a-megabyte": lambda: page(f'<div class="{"menu " * 200_000}"></div>{PROSE}'),
    "blanks": lambda: page(">" + " " * 5_000_000 + PROSE),
    "breaks": lambda: page("<br>" * 30_000 + PROSE),
    "dates": lambda: page("<h1>Eau</h1>" + "<p>Le 12.03.20</p>" * 5000 + PROSE),
    "cards": lambda: page(PROSE + '<h2><a href="/x">Un titre</a></h2><p>Et son accroche, qui est brève.</p>' * 5000),
    "links": lambda: page(PROSE + "<ul>" + '<li><a href="/x">Lien</a></li>' * 8000 + "</ul>"),
    "pointers": lambda: page(PROSE + "<p>À lire aussi</p>" * 15_000),
    "noscripts": lambda: page("<noscript><p>Un mot, et un autre." * 15_000 + PROSE),
    "templates": lambda: page(PROSE + '<template shadowrootmode="open">' * 15_000),
    "told-at-length": lambda: page(f'<script type="application/ld+json">{TOLD}</script>{PROSE}' + MENU * 5000),
    "named-by-a-system": lambda: page("<p>wp-content</p>" + PROSE + '<div class="entry-content nav-links">' * 9000),
    "bold": lambda: page(PROSE + "<p>" + "<b>gras</b><br>maigre<br>" * 15_000),
    "days": lambda: page("<h1>Eau</h1>" + '<p><time datetime="2020-03-12">12 mars</time></p>' * 9000 + PROSE),
    "peers": lambda: page(
        "<h1>Eau</h1>" + PROSE + '<div class="a"><h1>Autre</h1><p>Publié le 12/03/2020</p></div>' * 5000
    ),
    "nul": lambda: page(PROSE.replace("conduites", "con\0dui\u00adtes\u200b")),
    "wrong-charset": lambda: page(PROSE, '<meta charset="iso-8859-1">'),
    "utf-16": lambda: page(PROSE, "").decode().encode("utf-16"),
    "gzipped": lambda: gzip.compress(page(PROSE)),
    "malformed-address": lambda: page(PROSE, '<meta charset="utf-8"><link rel="canonical" href="http://[oops/">'),
}
FAILURES: dict[str, tuple[Callable[[], bytes], str]] = {
    "830000-tags": (lambda: page("<b>a</b>" * 830_000), "plus de balises"),
    "50-megabytes": (lambda: b"<p>" + b"a " * 25 * MEBI, "dépasse 20 Mo"),
    "gzip-bomb": (bomb, "dépasse 20 Mo"),
    "truncated-gzip": (lambda: gzip.compress(page(PROSE))[:-20], "tronqué"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "un PDF"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "une image PNG"),
    "noise": (lambda: bytes(range(256)) * 40, "données binaires"),
    "empty": (lambda: b"", "est vide"),
    "frameset": (lambda: b'<html><frameset cols="20%,80%"><frame src="a.html"></frameset></html>', "frameset"),
    "empty-body": (lambda: page(""), "ne contient pas d’article"),
    "scripts-only": (lambda: page('<div id="app"></div><script>run()</script>'), "que des scripts"),
    "redirect": (lambda: page("<p>Redirection…</p>", '<meta http-equiv="refresh" content="0;url=/a">'), "rediriger"),
    "cookie-wall": (
        lambda: page(
            '<div class="consent"><h1>Votre vie privée</h1><p>Nous utilisons des cookies pour mesurer l’audience de '
            "nos pages et vous proposer des contenus adaptés.</p><button>Accepter</button></div>"
        ),
        "consentement",
    ),
}


def outcome(folder: Path, name: str, data: bytes) -> str:
    """The text of a page, or the reason why there is none; one of them, once, in bounded time."""
    path = folder / f"{name}.html"
    path.write_bytes(data)
    started = time.monotonic()
    (item,) = read.pages([path])
    try:
        result = item.reason if isinstance(item, Failure) else clean.clean(item).text
    except CleanError as error:
        result = error.reason
    assert time.monotonic() - started < SECONDS
    return result


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_survives(tmp_path: Path, name: str) -> None:
    assert KEPT in outcome(tmp_path, name, DOCUMENTS[name]())


@pytest.mark.parametrize("name", FAILURES)
def test_failure_says_why(tmp_path: Path, name: str) -> None:
    build, reason = FAILURES[name]
    assert reason in outcome(tmp_path, name, build())


def test_zip_bomb_is_one_failure_and_the_rest_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe.html", b"0" * 30 * MEBI)
        archive.writestr("page.html", page(PROSE))
    failure, found = read.pages([tmp_path])
    assert isinstance(failure, Failure)
    assert "se déplie sans mesure" in failure.reason
    assert not isinstance(found, Failure)
    assert KEPT in clean.clean(found).text


MEMORY = """
import resource, sys
from pipeline import clean, read
from pipeline.errors import CleanError
from pipeline.types import Page
clean.clean(Page("a", "a.html", "html", "<p>Le réseau est réparé, la distribution reprend ce soir.</p>", "0"))
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
base = peak()
for item in read.pages([sys.argv[1]]):
    if isinstance(item, Page):
        try:
            clean.clean(item)
        except CleanError:
            pass
print((peak() - base) // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource is of Unix")
def test_memory_stays_bounded(tmp_path: Path) -> None:
    for name in ("830000-tags", "50-megabytes", "gzip-bomb"):
        (tmp_path / f"{name}.html").write_bytes(FAILURES[name][0]())
    (tmp_path / "tags.html").write_bytes(page("<p>Un mot et un autre.</p>" * 15_000))
    done = subprocess.run([sys.executable, "-c", MEMORY, tmp_path], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 500
