"""Properties of sums; the annotated sentences are in `tests/examples/amounts.toml`."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extraction, nlp
from pipeline.extractors import amounts
from pipeline.types import Document, Mention

LENGTH = 100_000
SPACES = (" ", "\u00a0", "\u202f", "\u2009")
EUROS = ("€", " €", " euros", "\u00a0€", "\u202feuros", " EUR", " Euros", " EUROS")
NOISE = st.text("abz ,.;:()'’\n«»", max_size=20)


def find(text: str) -> list[Mention]:
    document = Document("id", "source", text)
    return extraction.mentions(document, nlp.prepare(document), [amounts])


def worth(text: str) -> list[tuple[Decimal, Decimal]]:
    return [(mention.value.min, mention.value.max) for mention in find(text)]


def grouped(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(st.integers(1, 10**11), st.sampled_from([*SPACES, ".", "'"]), st.sampled_from(EUROS))
def test_every_way_to_write_a_sum_gives_the_same_value(number: int, separator: str, unit: str) -> None:
    assert worth(f"Un coût de {grouped(number, separator)}{unit}.") == [(number, number)]


@given(
    st.integers(1, 999),
    st.sampled_from([(3, "k€"), (3, " K€"), (3, " keuros"), (6, "M€"), (6, " M€"), (6, " millions d'euros"),
                     (6, "\u00a0millions d’euros"), (6, " M d’€"), (6, " MEUR"), (9, " Md€"), (9, " Mds €"),
                     (9, " milliards d’euros"), (9, " MILLIARDS D’EUROS")]),
)  # fmt: skip
def test_every_way_to_write_a_scale_gives_the_same_value(number: int, scale: tuple[int, str]) -> None:
    power, unit = scale
    assert worth(f"Soit {number}{unit} au total") == [(number * 10**power, number * 10**power)]


@given(
    st.integers(1, 99), st.integers(1, 99), st.sampled_from(["{} à {}", "{}-{}", "{} – {}"]), st.sampled_from(SPACES)
)
def test_scale_carries_over_in_a_range(low: int, step: int, shape: str, space: str) -> None:
    text = shape.format(low, low + step).replace(" ", space) + " M€"

    assert worth(f"Il faut {text} en tout.") == [(low * 10**6, (low + step) * 10**6)]


@given(st.integers(1, 10**9), NOISE, NOISE)
def test_a_sum_is_found_in_noise_with_exact_offsets(number: int, before: str, after: str) -> None:
    written = f"{grouped(number, ' ')} €"
    text = f"{before} | {written} | {after}"

    (mention,) = find(text)

    assert (mention.start, mention.end, mention.text) == (
        text.index(written),
        text.index(written) + len(written),
        text[mention.start : mention.end],
    )


@given(st.integers(1, 10**9))
def test_case_does_not_matter(number: int) -> None:
    text = f"plus de {number} millions d'euros ht par an"

    assert worth(text.upper()) == worth(text)


@given(st.text("0123456789 .,'€$%-–/()eurosmiléd\n", max_size=60))
def test_any_text_gives_spans_that_hold(text: str) -> None:
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text == mention.text.strip()
        assert mention.value.min <= mention.value.max


@pytest.mark.parametrize(
    "piece",
    ["1 111 ", "1", "€ 1 ", "1, 1 et ", "un million ", "5 à "],
)
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = "5 € " + piece * (LENGTH // len(piece))
    document = Document("id", "source", text)
    analysis = nlp.prepare(document)
    started = time.process_time()

    list(amounts.find(document, analysis))

    assert time.process_time() - started < 8
