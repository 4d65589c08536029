"""Properties of rates; the annotated sentences are in `tests/examples/percentages.toml`."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extraction, nlp
from pipeline.extractors import percentages
from pipeline.types import Document, Mention

LENGTH = 100_000
UNITS = ("%", " %", "\u00a0%", "\u202f%", "\u2009%", " pour cent", " POUR CENT", " pourcent", " p. 100")
NOISE = st.text("abz ,.;:()'’\n«»", max_size=20)


def find(text: str) -> list[Mention]:
    document = Document("id", "source", text)
    return extraction.mentions(document, nlp.prepare(document), [percentages])


def values(text: str) -> list[tuple[Decimal, Decimal, str]]:
    return [(mention.value.min, mention.value.max, mention.value.unit) for mention in find(text)]


@given(st.integers(0, 999), st.integers(0, 99), st.sampled_from(",."), st.sampled_from(UNITS))
def test_every_way_to_write_a_rate_gives_the_same_value(whole: int, decimals: int, mark: str, unit: str) -> None:
    rate = Decimal(f"{whole}.{decimals:02}")

    assert values(f"Un taux de {whole}{mark}{decimals:02}{unit} en mai") == [(rate, rate, "percent")]


@given(
    st.integers(1, 50), st.integers(1, 50), st.sampled_from(["{} à {} %", "{} % à {} %", "{}-{} %", "entre {} et {} %"])
)
def test_range_is_one_mention(low: int, step: int, shape: str) -> None:
    assert values(f"Soit {shape.format(low, low + step)}.") == [(low, low + step, "percent")]


@given(st.integers(1, 99), st.sampled_from(["hausse", "augmentation", "progression"]))
def test_a_noun_of_change_gives_the_sign(rate: int, noun: str) -> None:
    (mention,) = find(f"Une {noun} de {rate} %")

    assert mention.value.sign == "+"


@given(st.integers(0, 100), NOISE, NOISE)
def test_a_rate_is_found_in_noise_with_exact_offsets(rate: int, before: str, after: str) -> None:
    written = f"{rate}\u00a0%"
    text = f"{before} | {written} | {after}"

    (mention,) = find(text)

    assert (mention.start, mention.text) == (text.index(written), written)


@given(st.text("0123456789 .,+-–%‰/()pointsdeurcà\n", max_size=60))
def test_any_text_gives_spans_that_hold(text: str) -> None:
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text == mention.text.strip()
        assert mention.value.min <= mention.value.max


@pytest.mark.parametrize("piece", ["1 1 1 % ", "1, ", "5 à ", "- 5 % ", "de de de ", "a: "])
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = "5 % " + piece * (LENGTH // len(piece))
    document = Document("id", "source", text)
    analysis = nlp.prepare(document)
    started = time.process_time()

    list(percentages.find(document, analysis))

    assert time.process_time() - started < 8
