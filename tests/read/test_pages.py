from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tarfile
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from pipeline import read
from pipeline.read import Limits
from pipeline.types import Failure, Page

HTML = "<html><body><h1>Le lavoir restauré</h1><p>Les bénévoles ont relevé les pierres du lavoir.</p></body></html>"
ROW = {
    "id": "a-1",
    "text": "Le lavoir\u00a0restauré",
    "published": "2019-04-02",
    "url": "https://exemple.fr/a",
    "title": "Le lavoir",
}


def tar(members: dict[str, bytes]) -> bytes:
    """A tar archive of these members, in their order."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def jsonl(*rows: object) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def pages(*inputs: Path | str, limits: Limits = read.DEFAULT) -> list[Page]:
    found = list(read.pages(inputs, limits=limits))
    assert not [item for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Page)]


def failures(*inputs: Path | str, limits: Limits = read.DEFAULT) -> list[Failure]:
    return [item for item in read.pages(inputs, limits=limits) if isinstance(item, Failure)]


def test_folder_is_read_recursively_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.html", "b/é.htm", "b/a.txt", "m.md"):
        (tmp_path / name).write_text(HTML, encoding="utf-8")
    assert [page.source for page in pages(tmp_path)] == ["m.md", "z.html", "b/a.txt", "b/é.htm"]


def test_what_is_no_article_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.html", "README.md", "logo.png", "style.css", ".hidden.html", "a.html.json", "LICENSE"):
        (tmp_path / name).write_text(HTML if name == "a.html" else "{}", encoding="utf-8")
    (tmp_path / "sans-extension").write_text(HTML, encoding="utf-8")
    assert [page.source for page in pages(tmp_path)] == ["a.html", "sans-extension"]


def test_media_follows_the_name_and_the_content(tmp_path: Path) -> None:
    for name in ("a.html", "b.txt", "c.md"):
        (tmp_path / name).write_text(HTML, encoding="utf-8")
    assert [page.media for page in pages(tmp_path)] == ["html", "text", "text"]


def test_ids_do_not_depend_on_where_the_corpus_lies_or_on_order(tmp_path: Path) -> None:
    for corpus in ("x", "y"):
        (tmp_path / corpus).mkdir()
        (tmp_path / corpus / "a.html").write_text(HTML, encoding="utf-8")
    (first,), (second,) = pages(tmp_path / "x"), pages(tmp_path / "y")
    assert first.document_id == second.document_id
    both = pages(tmp_path / "x", tmp_path / "y")
    assert [page.source for page in both] == ["x/a.html", "y/a.html"]
    assert [page.source for page in pages(tmp_path / "y", tmp_path / "x")] == ["x/a.html", "y/a.html"]
    assert len({page.document_id for page in both}) == 2


def test_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for corpus in ("x/raw", "y/raw"):
        (tmp_path / corpus).mkdir(parents=True)
        (tmp_path / corpus / "a.html").write_text(HTML, encoding="utf-8")
    assert [page.source for page in pages(tmp_path / "x/raw", tmp_path / "y/raw")] == ["x/raw/a.html", "y/raw/a.html"]


def test_a_file_given_with_its_folder_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    assert len(pages(tmp_path, tmp_path / "a.html")) == 1


def test_clean_rows_are_not_touched(tmp_path: Path) -> None:
    text = "  Le lavoir\u00a0restauré\r\n\u00adpar\u200b ses\0 bénévoles Ã© \n"
    (tmp_path / "a.jsonl").write_bytes(jsonl({**ROW, "text": text}))
    (page,) = pages(tmp_path)
    assert page.content == text
    assert (page.document_id, page.media, page.source) == ("a-1", "clean", "a.jsonl#1")
    assert (page.published, page.url, page.title) == (date(2019, 4, 2), ROW["url"], ROW["title"])


def test_html_rows_are_to_be_cleaned(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl({"id": 7, "html": HTML, "published": None}))
    (page,) = pages(tmp_path)
    assert (page.document_id, page.media, page.published) == ("7", "html", None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"{not json}\n", "n’est pas du JSON"),
        (b"[" * 100_000 + b"\n", "n’est pas du JSON"),
        (b'"text"\n', "n’est pas un objet"),
        (jsonl({"id": "x"}), "ni texte ni page"),
        (jsonl({"id": "x", "text": "   "}), "ni texte ni page"),
        (jsonl({"id": "x", "text": ["a"]}), "n’est pas une chaîne"),
        (jsonl({"id": "x", "text": "a", "published": "mardi"}), "n’est pas une date"),
        (jsonl({"id": "x", "text": "a", "published": "2019-02-30"}), "n’est pas une date"),
        (b'{"id": "x", "text": "\\ud800"}\n', "demi-caractère"),
        (b'{"id": "x", "text": "\xe9"}\n', "n’est pas du JSON"),
    ],
)
def test_bad_row_is_one_failure_and_the_rest_is_read(tmp_path: Path, row: bytes, reason: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(row + b"\n" + jsonl(ROW))
    failure, page = read.pages([tmp_path])
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert (failure.stage, failure.source) == ("read", "a.jsonl#1")
    assert failure.remedy
    assert isinstance(page, Page)


def test_an_id_that_comes_twice_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(ROW, ROW))
    (failure,) = failures(tmp_path)
    assert "« a-1 »" in failure.reason


def test_an_endless_line_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x" * 5000 + b"\n" + jsonl(ROW))
    failure, page = read.pages([tmp_path], limits=Limits(item=1000))
    assert isinstance(failure, Failure)
    assert failure.source == "a.jsonl#1"
    assert isinstance(page, Page)


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_compressed_feed(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"a.jsonl.{packing}"
    if packing == "gz":
        path.write_bytes(gzip.compress(jsonl(ROW)))
    else:
        with pa.output_stream(str(path), compression="zstd") as stream:
            stream.write(jsonl(ROW))
    assert [page.document_id for page in pages(tmp_path)] == ["a-1"]


def test_truncated_feed_gives_its_beginning_and_a_failure(tmp_path: Path) -> None:
    rows = [{**ROW, "id": str(number), "text": os.urandom(2000).hex()} for number in range(100)]
    data = gzip.compress(jsonl(*rows))
    (tmp_path / "a.jsonl.gz").write_bytes(data[: len(data) // 2])
    *before, last = read.pages([tmp_path])
    assert len(before) > 10
    assert isinstance(last, Failure)
    assert "tronqué" in last.reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_text_or_html(tmp_path: Path, delimiter: str) -> None:
    lines = [["id", "Texte", "Date"], ["1", '"Le lavoir\nest restauré"', "2019-04-02"], ["2", "", ""]]
    (tmp_path / "a.csv").write_text("\n".join(delimiter.join(line) for line in lines), encoding="cp1252")
    page, failure = read.pages([tmp_path])
    assert isinstance(page, Page)
    assert (page.document_id, page.content, page.published) == ("1", "Le lavoir\nest restauré", date(2019, 4, 2))
    assert isinstance(failure, Failure)


def test_csv_with_html_is_to_be_cleaned(tmp_path: Path) -> None:
    quoted = HTML.replace("<h1>", "\n<h1>")
    (tmp_path / "a.csv").write_text(f'id;html;url\nx;"{quoted}";https://exemple.fr/a\n', encoding="utf-8")
    (page,) = pages(tmp_path)
    assert (page.media, page.content, page.url) == ("html", quoted, "https://exemple.fr/a")


@pytest.mark.parametrize("ending", ["jl", "jsonlines", "ndjson"])
def test_feed_by_its_other_names(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_bytes(jsonl(ROW))
    assert [page.document_id for page in pages(tmp_path)] == ["a-1"]


def test_csv_without_text_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nom;prix\na;1\n", encoding="utf-8")
    (failure,) = failures(tmp_path)
    assert "n’a pas de colonne de texte" in failure.reason


def test_zip_members_are_data(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("b.html", "../../evil.html", "/etc/absolute.html", "image.png"):
            archive.writestr(name, HTML)
        archive.writestr("feed.jsonl", jsonl(ROW))
    assert [page.source for page in pages(tmp_path)] == [
        "a.zip!../../evil.html",
        "a.zip!/etc/absolute.html",
        "a.zip!b.html",
        "a.zip!feed.jsonl#1",
    ]
    assert not (tmp_path.parent.parent / "evil.html").exists()


BESIDE = json.dumps({"url": "https://exemple.fr/a", "fetched": "2022-05-06"}).encode()


@pytest.mark.parametrize("sidecar", ["p/a.html.json", "p/a.meta.json"])
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_sidecar_in_an_archive(tmp_path: Path, kind: str, sidecar: str) -> None:
    members = {"p/a.html": HTML.encode(), sidecar: BESIDE, "p/b.html": HTML.encode()}
    if kind == "zip":
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
    else:
        (tmp_path / "a.tar").write_bytes(tar(members))
    assert [(page.url, page.fetched) for page in pages(tmp_path)] == [
        ("https://exemple.fr/a", date(2022, 5, 6)),
        (None, None),
    ]


def test_archives_in_an_archive_are_read(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("feed.jsonl.gz", gzip.compress(jsonl(ROW)))
    (tmp_path / "a.tgz").write_bytes(gzip.compress(tar({"x/b.zip": inner.getvalue()})))
    assert [page.source for page in pages(tmp_path)] == ["a.tgz!x/b.zip!feed.jsonl.gz#1"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.html", HTML)
        archive.writestr("b.html", HTML)
    assert [page.source for page in pages(tmp_path)] == ["a.zip!b.html", "a.zip!b.html~2"]


def test_nested_archives_end_somewhere(tmp_path: Path) -> None:
    data = HTML.encode()
    for name in ("a.html", "a.zip", "b.zip", "c.zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, data)
        data = packed.getvalue()
    (tmp_path / "d.zip").write_bytes(data)
    (failure,) = failures(tmp_path)
    assert "imbriquées" in failure.reason


def test_tar_is_read_as_a_stream(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        for name in ("b.html", "../a.html"):
            info = tarfile.TarInfo(name)
            info.size = len(HTML.encode())
            archive.addfile(info, io.BytesIO(HTML.encode()))
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert [page.source for page in pages(tmp_path)] == ["a.tar.gz!b.html", "a.tar.gz!../a.html"]
    assert not (tmp_path.parent / "a.html").exists()


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar", "a.warc.gz", "a.warc", "a.jsonl.gz", "a.jsonl.zst"])
def test_damaged_archive_is_one_failure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"this is no archive at all, whatever its name says\n" * 20)
    assert len(failures(tmp_path)) == 1


def warc(*responses: tuple[str, str, bytes]) -> bytes:
    """A WARC file of (address, status and headers, body), one gzip member a record."""
    records = []
    for url, head, body in responses:
        payload = head.encode() + b"\r\n\r\n" + body
        header = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-05-06T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
        )
        records.append(gzip.compress(header.encode() + payload + b"\r\n\r\n"))
    return b"".join(records)


OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1"


def test_warc_gives_pages_and_errors_and_passes_over_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(
        warc(
            ("https://exemple.fr/1", OK, HTML.encode("cp1252")),
            ("https://exemple.fr/logo", "HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG"),
            ("https://exemple.fr/2", "HTTP/1.1 301 Moved\r\nContent-Type: text/html", b"moved"),
            ("https://exemple.fr/3", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html", b"absent"),
            ("https://exemple.fr/1", OK, HTML.encode("cp1252")),
        )
    )
    first, error, again = read.pages([tmp_path])
    assert isinstance(first, Page)
    assert isinstance(again, Page)
    assert (first.url, first.fetched) == ("https://exemple.fr/1", date(2022, 5, 6))
    assert "bénévoles" in first.content
    assert [first.source, again.source] == ["a.warc.gz!https://exemple.fr/1", "a.warc.gz!https://exemple.fr/1~2"]
    assert isinstance(error, Failure)
    assert "erreur 404" in error.reason


def encoded(name: str, body: bytes) -> bytes:
    """A WARC file of one page as the server packed it."""
    return warc(("https://exemple.fr/1", f"{OK.replace('iso-8859-1', 'utf-8')}\r\n{name}", body))


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(HTML.encode())),
        ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML.encode()), HTML.encode())),
    ],
)
def test_page_as_the_server_packed_it(tmp_path: Path, header: str, body: bytes) -> None:
    (tmp_path / "a.warc.gz").write_bytes(encoded(header, body))
    (page,) = pages(tmp_path)
    assert page.content == HTML


def test_packing_that_nothing_reads_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(encoded("Content-Encoding: zstd", b"\x28\xb5\x2f\xfd"))
    (failure,) = failures(tmp_path)
    assert "zstd" in failure.reason


def test_wacz_gives_the_pages_of_its_warc_files_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr("archive/data.warc.gz", warc(("https://exemple.fr/1", OK, HTML.encode("cp1252"))))
        archive.writestr("pages/pages.jsonl", b'{"format": "json-pages-1.0"}\n')
        archive.writestr("datapackage.json", b"{}")
    (page,) = pages(tmp_path)
    assert (page.url, page.source) == ("https://exemple.fr/1", "a.wacz!archive/data.warc.gz!https://exemple.fr/1")


def test_truncated_warc_gives_its_beginning_and_a_failure(tmp_path: Path) -> None:
    data = warc(*[(f"https://exemple.fr/{n}", OK, HTML.encode() + os.urandom(3000).hex().encode()) for n in range(3)])
    (tmp_path / "a.warc.gz").write_bytes(data[:-1000])
    *before, last = read.pages([tmp_path])
    assert len(before) == 2
    assert isinstance(last, Failure)


@pytest.mark.parametrize("name", ["a.html.json", "a.meta.json"])
def test_sidecar(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.html").write_bytes(HTML.encode("cp1252"))
    beside = {
        "url": "https://exemple.fr/a",
        "fetched": "2022-05-06T08:00:00Z",
        "headers": {"Content-Type": "text/html; charset=windows-1252"},
        "published": "bientôt",
    }
    (tmp_path / name).write_text(json.dumps(beside), encoding="utf-8")
    (page,) = pages(tmp_path)
    assert (page.url, page.fetched, page.published) == ("https://exemple.fr/a", date(2022, 5, 6), None)


def test_malformed_sidecar_does_not_lose_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "a.html.json").write_text("[oops", encoding="utf-8")
    assert len(pages(tmp_path)) == 1


def test_response_headers_stored_before_the_page_go(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n"
    (tmp_path / "a.html").write_bytes(head + HTML.encode("cp1252"))
    (page,) = pages(tmp_path)
    assert page.content == HTML


@pytest.mark.parametrize(("data", "media"), [(jsonl(ROW), "clean"), (HTML.encode(), "html"), (b"Le lavoir", "text")])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, media: str) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    (page,) = pages("-")
    assert page.media == media


def test_missing_file_is_a_failure(tmp_path: Path) -> None:
    (failure,) = failures(tmp_path / "absent.html")
    assert "n’existe pas" in failure.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "a.html").chmod(0)
    (failure,) = failures(tmp_path)
    assert "refusée" in failure.reason


def test_name_that_is_no_utf8_is_read(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.html"
    try:
        with open(path, "wb") as stream:  # noqa: PTH123 - bytes are the point
            stream.write(HTML.encode())
    except OSError:
        pytest.skip("this file system has no such names")
    (page,) = pages(tmp_path)
    page.source.encode()
