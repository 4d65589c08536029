"""The annotated articles: compiled and fresh, and what the compiler refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import lxml.html
import pytest

from pipeline.errors import GoldError
from tests import gold

HEADER = """\
+++
id = "99-lens"
published = 2019-02-11
title = "Lens"
url = "https://example.org/lens"
issuer_type = "commune"
+++
"""


def _article(folder: Path, body: str, header: str = HEADER, name: str = "99-lens.txt") -> Path:
    path = folder / name
    path.write_text(header + body, encoding="utf-8")
    return path


def test_the_compiled_samples_are_fresh() -> None:
    assert gold.GOLD.read_text(encoding="utf-8") == gold.compile_all()


PAGES = sorted((gold.SAMPLES / "pages").glob("*.html"))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_holds_its_article_in_order(path: Path) -> None:
    body = lxml.html.fromstring(path.read_bytes()).find("body")
    texts = {row["id"]: row["text"] for row in map(json.loads, gold.GOLD.read_text(encoding="utf-8").splitlines())}

    page, position = _letters(body.text_content()), 0
    for line in texts[path.stem].splitlines():
        found = page.find(_letters(re.sub(r"^\d+\. ", "", line)), position)  # numbers of an <ol> are no text
        assert found >= position, line
        position = found


def test_an_article_becomes_one_row(tmp_path: Path) -> None:
    body = "Lens\n\nDès <date start='2019-01-01' end='2019-12-31' grain='year' mod='since'>2019</date>.\n"

    row = gold.compile_article(_article(tmp_path, body))

    assert row["text"] == "Lens\n\nDès 2019."
    assert (row["published"], row["title"]) == ("2019-02-11", "Lens")
    assert [(m["kind"], m["start"], m["end"]) for m in row["mentions"]] == [("date", 10, 14)]


def test_a_breadcrumb_may_stand_before_the_title(tmp_path: Path) -> None:
    row = gold.compile_article(_article(tmp_path, "Accueil > Actualités\n\nLens\n\nTexte.\n"))

    assert row["text"].startswith("Accueil")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Liévin\n", "the title is no line"),
        ("Lens\n\n\n\nTexte.\n", "more than one blank line"),
        ("Lens <date grain=year>2019</date>\n", "closes nothing"),
        ("Lens <date grain=year>2019\n", "does not parse"),
        ("Lens\n<date grain='year'> 2019</date>\n", "white space"),
        ("Lens\n<date grain='era'>2019</date>\n", "not one of"),
        ("Lens\n<date start='2019-02-30' end='2019-03-01' grain='day'>x</date>\n", "is no date"),
        ("Lens\n<date start='2019-03-02' end='2019-03-01' grain='day'>x</date>\n", "runs backwards"),
        ("Lens\n<date start='2019-02-02' end='2019-02-28' grain='month'>février</date>\n", "is no month"),
        ("Lens\n<date start='2019-02-05' end='2019-02-10' grain='week'>semaine</date>\n", "are no weeks"),
        ("Lens\n<date start='2019-02-11' end='2019-02-11' grain='day'>mardi 11 février</date>\n", "is a lundi"),
        ("Lens\n<date start='2019-02-11' end='2019-02-11' grain='day' time='25:00'>x</date>\n", "no clock times"),
        ("Lens\n<date start='2019-02-01' end='2019-02-28' grain='month' time='12:00'>x</date>\n", "needs `time`"),
        ("Lens\n<date start='2019-02-11' end='2019-02-11'>x</date>\n", "['grain'] missing"),
        ("Lens\n<amount min='3'>3 €</amount>\n", "['max'] missing"),
        ("Lens\n<place place_type='commune' code='62999'>Lens</place>\n", "no commune has the code"),
        ("Lens\n<place place_type='area' code='62498'>Lens</place>\n", "area has no code"),
        ("Lens\n<person>Anne</person>\n", "['name'] missing"),
        ("Lens\n<person name='Guivarc’h'>Guivarc'h</person>\n", "apostrophe or space"),
        (
            "Lens\n<amount min='3' max='3'>3 €</amount><amount min='4' max='4'> 4 €</amount>\n",
            "white space",
        ),
    ],
)
def test_wrong_gold_is_refused(tmp_path: Path, body: str, fault: str) -> None:
    with pytest.raises(GoldError) as refused:
        gold.compile_article(_article(tmp_path, body))

    assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        (HEADER.replace("99-lens", "98-lens"), "is not the name of the file"),
        (HEADER.replace('"commune"', '"town"'), "issuer_type is none of"),
        (HEADER.replace('url = "https://example.org/lens"\n', ""), "url is missing"),
        (HEADER.replace("2019-02-11", '"2019-02-11"'), "published is no date"),
        (HEADER.replace("issuer_type", "issuer"), "unknown key"),
        ("", "not an annotated article"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, header: str, fault: str) -> None:
    with pytest.raises(GoldError) as refused:
        gold.compile_article(_article(tmp_path, "Lens\n", header))

    assert fault in str(refused.value)


def test_the_faults_of_all_articles_are_told_at_once(tmp_path: Path) -> None:
    _article(tmp_path, "Liévin\n")
    _article(tmp_path, "Lens\n", name="98-lens.txt")

    with pytest.raises(GoldError) as refused:
        gold.compile_all(tmp_path)

    assert "99-lens.txt" in str(refused.value)
    assert "98-lens.txt" in str(refused.value)
