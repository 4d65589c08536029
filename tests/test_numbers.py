"""Numbers in figures and words: every way to write a value gives the same value."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import numbers
from pipeline.text import fold

SEPARATORS = (" ", "\u00a0", "\u202f", "\u2009", ".", "'", "’")
UNITS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"]
UNITS += ["treize", "quatorze", "quinze", "seize"]
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def spell_below_hundred(number: int) -> str:
    if number <= 16:
        return UNITS[number]
    if number < 20:
        return f"dix-{UNITS[number - 10]}"
    ten, unit = divmod(number, 10)
    if ten in {7, 9}:
        ten, unit = ten - 1, unit + 10
    if not unit:
        return TENS[ten] + ("s" if ten == 8 else "")
    joint = " et " if unit in {1, 11} and ten != 8 else "-"
    return f"{TENS[ten]}{joint}{spell_below_hundred(unit)}"


def spell(number: int) -> str:
    """The spelling taught in France before 1990."""
    for scale, word in ((10**9, "milliard"), (10**6, "million")):
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"{spell(count)} {word}{'s' if count > 1 else ''}"
            return f"{head} {spell(rest)}" if rest else head
    if number >= 1000:
        count, rest = divmod(number, 1000)
        head = "mille" if count == 1 else f"{spell(count)} mille"
        return f"{head} {spell(rest)}" if rest else head
    if number >= 100:
        count, rest = divmod(number, 100)
        head = "cent" if count == 1 else f"{UNITS[count]} cent{'' if rest else 's'}"
        return f"{head} {spell_below_hundred(rest)}" if rest else head
    return spell_below_hundred(number)


def group(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(st.integers(0, 10**12 - 1))
def test_words_read_as_they_are_spelt(number: int) -> None:
    assert numbers.value(spell(number)) == number


@given(st.integers(0, 10**12 - 1))
def test_spelling_of_1990_reads_the_same(number: int) -> None:
    assert numbers.value(spell(number).replace(" ", "-")) == number


@given(st.integers(0, 10**12 - 1))
def test_case_does_not_matter(number: int) -> None:
    assert numbers.value(spell(number).upper()) == number


@given(st.integers(0, 10**12 - 1), st.sampled_from(SEPARATORS))
def test_thousands_may_be_parted_by_any_separator(number: int, separator: str) -> None:
    assert numbers.value(group(number, separator)) == number


@given(st.integers(0, 10**12 - 1), st.integers(0, 99), st.sampled_from(SEPARATORS), st.sampled_from(".,"))
def test_decimals_follow_a_comma_or_a_point(number: int, cents: int, separator: str, mark: str) -> None:
    assert numbers.value(f"{group(number, separator)}{mark}{cents:02}") == Decimal(f"{number}.{cents:02}")


@given(st.integers(0, 10**9 - 1), st.text("abz ,.;()\n€%", max_size=8), st.text("bz ;()\n€%", max_size=8))
def test_number_is_found_whole_in_noise(number: int, before: str, after: str) -> None:
    text = f"{before} ; {spell(number)} ;{after}"

    found = [match.group() for match in re.finditer(numbers.NUMBER, text)]

    assert found == [spell(number)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("1.250", "1250"),
        ("1,250", "1.250"),
        ("100,000", "100000"),
        ("100,0005", "100.0005"),
        ("0.250", "0.250"),
        ("3,5", "3.5"),
        ("septante-trois", "73"),
        ("huitante", "80"),
        ("octante-deux", "82"),
        ("nonante neuf", "99"),
        ("quinze cents", "1500"),
        ("deux et demi", "2.5"),
        ("un million et demi", "1500000"),
        ("un demi-milliard", "500000000"),
        ("demi-million", "500000"),
        ("2,5 millions", "2500000"),
        ("2 millions et demi", "2500000"),
        ("1 million 200 000", "1200000"),
        ("3 milliards 500 millions", "3500000000"),
        ("20 mille", "20000"),
        ("mille milliards", "1000000000000"),
        ("une dizaine de milliers", "10000"),
        ("deux centaines", "200"),
        ("une vingtaine", "20"),
        ("un millier", "1000"),
        ("une centaine de millions", "100000000"),
    ],
)
def test_value(text: str, expected: str) -> None:
    assert numbers.value(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "de", "000", "deux trois", "dix un", "trois dix", "deux mille mille", "un million milliard", "12 h"]
)
def test_no_single_number(text: str) -> None:
    assert numbers.value(text) is None


@pytest.mark.parametrize(
    "text", ["vingt et un", "2 800,5", "deux cent mille", "un million et demi", "soixante et onze"]
)
def test_number_matches_whole(text: str) -> None:
    assert re.fullmatch(numbers.NUMBER, fold(text))


@pytest.mark.parametrize("text", ["deuxième", "unique", "neufs", "article2", "centre", "l'onzième"])
def test_number_is_not_part_of_a_word(text: str) -> None:
    assert not re.search(numbers.NUMBER, text)


@pytest.mark.parametrize(
    "piece", ["1 111 ", "1", "1,", "1.1", "un ", "cent-", "deux et demi ", "1 1 1 ", "mille million "]
)
def test_search_is_linear_on_hostile_text(piece: str) -> None:
    pattern = re.compile(numbers.NUMBER)
    text = piece * (100_000 // len(piece))

    started = time.process_time()
    for _ in pattern.finditer(text):
        pass

    assert time.process_time() - started < 2
