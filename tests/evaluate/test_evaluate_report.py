"""The report shows each error in its sentence, and hostile text stays text."""

from __future__ import annotations

from pipeline.evaluate import report
from pipeline.evaluate.samples import GoldMention
from pipeline.evaluate.scores import score

TEXT = "Début.\nUn don de 500 euros <script>alert(1)</script> à Lens."


def _page() -> str:
    start = TEXT.index("500")
    gold = GoldMention("amount", start, start + 9, "500 euros", {"min": "500", "max": "500"})
    return report.render(score({"a": [gold]}, {"a": []}), [(0.9, True)], {"a": TEXT})


def test_a_miss_is_shown_in_its_sentence() -> None:
    assert "Manquée" in _page()
    assert "Un don de <mark>500 euros</mark>" in _page()


def test_article_text_is_inert() -> None:
    assert "<script>" not in _page()


def test_the_page_asks_the_network_for_nothing() -> None:
    assert "http" not in _page()
