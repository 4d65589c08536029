"""A text on a page: one character for one, and inert whatever it says."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.highlight import Mark, article, visible


def _mark(start: int, end: int, kind: str = "date", *, current: bool = False) -> Mark:
    return Mark(f"{kind}-{start}", kind, start, end, "todo", current)


def _shown(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_a_mention_is_marked() -> None:
    page = article("Le 3 mai.", [_mark(3, 8)], 0, 9)

    assert page == 'Le <mark class="date todo" data-id="date-3">3 mai</mark>.'


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_the_text_shown_has_the_length_of_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [_mark(min(a, b), max(a, b)) for a, b in spans if min(a, b) < max(a, b) <= len(text)]

    assert len(_shown(article(text, marks, 0, len(text)))) == len(text)


def test_overlapping_marks_show_the_shorter_one() -> None:
    page = article("à Paris 2024", [_mark(2, 12, "place"), _mark(8, 12)], 0, 12)

    assert page.count("<mark") == 2
    assert 'data-id="date-8">2024</mark>' in page


def test_the_mention_at_hand_is_on_top_and_has_the_focus() -> None:
    page = article("à Paris 2024", [_mark(2, 12, "place", current=True), _mark(8, 12)], 0, 12)

    assert 'current" data-id="place-2" id="current" tabindex="-1">Paris ' in page
    assert "date-8" not in page


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</mark></div>"])
def test_markup_in_the_text_is_text(hostile: str) -> None:
    page = article(hostile, [_mark(0, 3)], 0, len(hostile))

    assert _shown(page) == hostile
    assert not re.search(r"<(?!/?mark\b)", page)


@pytest.mark.parametrize("character", ["\x00", "\u202e", "\u2066", "\u200f", "\x1b"])
def test_characters_that_hide_or_reverse_are_replaced(character: str) -> None:
    assert visible(f"a{character}b") == "a\ufffdb"


def test_a_carriage_return_stays_one_character() -> None:
    assert visible("a\r\nb") == "a&#13;\nb"
