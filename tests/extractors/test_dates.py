"""Properties of date mentions: one value however a day is written, exact spans, linear time."""

from __future__ import annotations

import itertools
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import extraction, nlp
from pipeline.extractors import dates
from pipeline.extractors.dates import DateValue, atoms
from pipeline.types import Block, Document, Mention

PUBLISHED = date(2017, 6, 6)
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
# Pieces of French and of noise, from which hostile and ordinary text is put together.
PIECES = (
    *(
        "le ",
        "du ",
        "au ",
        "et ",
        ", ",
        " ",
        "\u00a0",
        "\n",
        ". ",
        "- ",
        "12",
        "1er ",
        "3 ",
        "mai ",
        "Juin ",
        "2017",
        "2016-",
    ),
    *(
        "/",
        "été ",
        "l’été ",
        "fin de l’année ",
        "lundi ",
        "jeudi 4 ",
        "à 18 h 30",
        "il y a ",
        "dix ans",
        "semaine dernière",
    ),
    *("sera ", "XIXe siècle ", "a été ", "années 90 ", "saison 2016-2017", "€", "İ", "😀", "rue du 8 Mai 1945 "),
    *("second semestre ", "prochain ", "entre ", "100 000 "),
)


def find(text: str, published: date | None = PUBLISHED, blocks: tuple[Block, ...] = ()) -> list[Mention]:
    document = Document("d", "d", text, blocks, published=published)
    return extraction.mentions(document, nlp.prepare(document), [dates])


def only(text: str, published: date | None = PUBLISHED) -> Mention:
    (mention,) = find(text, published)
    return mention


def ways(day: date) -> list[str]:
    """Every way to write one day in full."""
    ordinal = "1er" if day.day == 1 else str(day.day)
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    return [
        f"{ordinal} {month} {day.year}",
        f"{ordinal} {month.upper()} {day.year}",
        f"{weekday} {ordinal} {month} {day.year}",
        f"{weekday.capitalize()}, {day.day:02d} {month} {day.year}",
        f"{ordinal}\u00a0{month}\u202f{day.year}",
        f"{day.day:02d}/{day.month:02d}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
        day.isoformat(),
    ]


@given(DAYS, st.integers(0, 8))
def test_a_day_has_one_value_however_it_is_written(day: date, way: int) -> None:
    written = ways(day)[way]

    mention = only(f"Séance du {written}, à Lens.")

    assert (mention.text, mention.value.start, mention.value.end, mention.value.grain) == (written, day, day, "day")


@given(DAYS, st.integers(1, 400))
def test_an_interval_has_the_values_of_its_bounds(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    for one, other in zip(ways(first), ways(last), strict=True):
        mention = only(f"Exposition du {one} au {other}.")
        assert (mention.value.start, mention.value.end) == (first, last)


@given(DAYS)
def test_a_weekday_that_is_right_changes_nothing_and_a_wrong_one_costs_confidence(day: date) -> None:
    plain = ways(day)[0]
    right, wrong = WEEKDAYS[day.weekday()], WEEKDAYS[day.weekday() - 1]

    sure, unsure = only(f"le {right} {plain}"), only(f"le {wrong} {plain}")

    assert sure.value.start == unsure.value.start == day
    assert sure.confidence > unsure.confidence
    assert unsure.rule.endswith(".contradicted")


@given(st.integers(1900, 2049), st.integers(1, 12))
def test_a_month_covers_all_its_days(year: int, month: int) -> None:
    mention = only(f"en {MONTHS[month - 1]} {year}")

    assert mention.value.start == date(year, month, 1)
    assert (mention.value.end.toordinal() + 1) == date(year + month // 12, month % 12 + 1, 1).toordinal()


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_spans_are_exact_trimmed_and_disjoint(text: str) -> None:
    mentions = find(text)

    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text == mention.text.strip()
    assert all(one.end <= other.start for one, other in itertools.pairwise(mentions))


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.one_of(st.none(), DAYS))
def test_values_run_forward_and_use_the_words_of_the_contract(text: str, published: date | None) -> None:
    grains = DateValue.__dataclass_fields__["grain"].metadata["column"].words
    for mention in find(text, published):
        value = mention.value
        assert (value.start is None) == (value.end is None)
        assert value.start is None or value.start <= value.end
        assert value.grain in grains


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=50)
def test_a_full_day_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    text = f"{before}\n\nle 14 mars 2016.\n\n{after}"
    place = text.index("14 mars 2016", len(before))

    assert (place, place + 12) in [(m.start, m.end) for m in find(text)]


def test_without_publication_date_a_date_that_needs_it_has_no_value() -> None:
    mention = only("Le conseil se réunira la semaine prochaine.", None)

    assert (mention.value.start, mention.value.end, mention.value.grain) == (None, None, "week")


def test_the_year_of_a_heading_holds_below_it() -> None:
    text = "Agenda de mai 2012\n\nLe 12 mai, fête des voisins."
    blocks = (Block("heading", 0, 18), Block("paragraph", 20, len(text)))

    assert find(text, PUBLISHED, blocks)[1].value.start == date(2012, 5, 12)


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("le 3 mai 2016", "text"), ("le 3 mai", "published"), ("Le 3 mai 2016, puis le 5 juin.", "context")],
)
def test_the_anchor_says_what_supplied_the_year(text: str, anchor: str) -> None:
    assert find(text)[-1].value.anchor == anchor


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("le 3 mai 2016", "2016-05-03"),
        ("le 3 mai 2016 à 18 h", "2016-05-03T18:00"),
        ("en mai 2016", "2016-05"),
        ("la semaine dernière", "2017-W22"),
        ("au T2 2016", "2016-Q2"),
        ("au second semestre 2016", "2016-H2"),
        ("l’été 2016", "2016-SU"),
        ("en 2016", "2016"),
        ("les années 90", "199"),
        ("au XIXe siècle", "18"),
        ("du 3 au 5 mai 2016", "2016-05-03/2016-05-05"),
    ],
)
def test_timex_value(text: str, timex: str) -> None:
    assert only(text).value.timex == timex


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("au 12 rue du 8 Mai 1945", "street name"),
        ("voir www.exemple.fr/2016/05", "address"),
        ("plus de 2000 personnes", "number, not a year"),
        ("ouvert le mardi", "recurring"),
        ("la ville de demain", "figurative"),
        ("elle est aujourd’hui reconnue", "nowadays"),
    ],
)
def test_what_is_rejected_says_why(text: str, reason: str) -> None:
    document = Document("d", "d", text, published=PUBLISHED)

    assert [mention.lost for mention in dates.find(document, nlp.prepare(document))] == [reason]


HOSTILE = (
    *(
        "1 ",
        "1, ",
        "1 et ",
        "le ",
        "du ",
        "le le le ",
        "de 1 à 2 ",
        "lundi ",
        "12/",
        "2017 ",
        "2017-",
        "1er ",
        "mai ",
        "1 mai et ",
    ),
    *(
        "l'été ",
        "fin de ",
        "il y a ",
        "xx",
        "> a ",
        "0",
        "hier ",
        "18h ",
        "entre 2017, ",
        "a été ",
        "sera ",
        "janvier à ",
        "\n",
        "jeu 13 > ",
        "années 80, ",
        "premier et deuxième ",
        "lundi, mardi, ",
        "mai : les 4, ",
        "le 3 (9h00) au ",
        "#abc2024 ",
        "ce jour ",
        "mai\n",
    ),
)
SIZE = 12_000


def seconds(unit: str, size: int) -> float:
    document = Document("d", "d", unit * (size // len(unit)), published=PUBLISHED)
    analysis = nlp.prepare(document)
    start = time.process_time()
    for _ in dates.find(document, analysis):
        pass
    return time.process_time() - start


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    # Eight times the text: eight times as long, sixty-four times if it were quadratic.
    assert seconds(unit, SIZE) < 24 * seconds(unit, SIZE // 8) + 0.1


@given(st.text())
def test_plain_text_keeps_the_length(text: str) -> None:
    assert len(atoms.plain(text)) == len(text)
