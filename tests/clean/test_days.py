from __future__ import annotations

import time
from datetime import date

import pytest

from pipeline.clean import datelines, days, published


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Publié le 6 juin 2017", date(2017, 6, 6)),
        ("1er\u00a0août 2019", date(2019, 8, 1)),
        ("1 er Février 2020", date(2020, 2, 1)),
        ("06.03.18", date(2018, 3, 6)),
        ("05 Déc2022", date(2022, 12, 5)),
        ("11 juin. 2018", date(2018, 6, 11)),
        ("09 December 2014", date(2014, 12, 9)),
        ("Apr 10, 2020", date(2020, 4, 10)),
        ("12/1/2021", date(2021, 1, 12)),
        ("2021-08-31", date(2021, 8, 31)),
        ("2021/08/31", date(2021, 8, 31)),
        ("31 sept. 2020", None),
        ("13/14/2020", None),
        ("05.34.67", None),
        ("Tél. 01.02.03.04.05", None),
        ("12 mars 1789", None),
    ],
)
def test_visible_day(text: str, day: date | None) -> None:
    match = days.DATE.search(days.plain(text))
    assert (days.of_match(match) if match else None) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-04-10T13:00:30+02:00", date(2020, 4, 10)),
        ("2020-04-10T22:30:00Z", date(2020, 4, 11)),
        ("2020-01-10T22:30:00Z", date(2020, 1, 10)),
        ("2020-04-10T22:30:00", date(2020, 4, 10)),
        ("2020-04-10T22:30:00.000+0000", date(2020, 4, 11)),
        ("20200410", date(2020, 4, 10)),
        ("10/04/2020 08:00", date(2020, 4, 10)),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("2020-13-45", None),
        ("hier", None),
    ],
)
def test_stamp_is_the_day_in_france(value: str, day: date | None) -> None:
    assert days.stamp(value) == day


@pytest.mark.parametrize(
    ("text", "base", "day"),
    [
        ("mardi trois mars 2020", None, date(2020, 3, 3)),
        ("12-sept-2019", None, date(2019, 9, 12)),
        ("hier", None, None),
        ("hier", date(2024, 5, 6), date(2024, 5, 5)),
        ("il y a 3 jours", date(2024, 5, 6), date(2024, 5, 3)),
        ("mars 2020", date(2024, 5, 6), None),
        ("12 mars", date(2024, 5, 6), None),
    ],
)
def test_odd_day_is_whole_or_none(text: str, base: date | None, day: date | None) -> None:
    assert days.odd(text, base) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://exemple.fr/2021/08/31/titre", date(2021, 8, 31)),
        ("https://exemple.fr/article/2021-08-31/titre", date(2021, 8, 31)),
        ("https://exemple.fr/le-titre-31-08-2021-123.php", date(2021, 8, 31)),
        ("https://exemple.fr/2021/08/titre", None),
        ("https://exemple.fr/titre-20210831555", None),
        ("https://exemple.fr/titre?d=/2021/08/31/", None),
        (None, None),
    ],
)
def test_day_of_an_address(url: str | None, day: date | None) -> None:
    assert published.of_url(url) == day


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Publié le 3 mai 2020, mis à jour le 4 mai 2020 à 10h30", ["published", "updated"]),
        ("Mis à jour le 4 mai 2020 | Publié le 3 mai 2020", ["updated", "published"]),
        ("Publiée le 25 Octobre 2023", ["published"]),
        ("Modifié le 4 mai 2020", ["updated"]),
        ("Samedi 14 octobre 2023 à 20h", ["none"]),
    ],
)
def test_labels_of_a_line(text: str, labels: list[str]) -> None:
    assert [label for _, label in datelines.labelled(text)] == labels


@pytest.mark.parametrize(
    "text", ["1 " * 50_000, "publié le " * 10_000, "12.03." * 17_000, "1 er" * 25_000, "janv " * 20_000]
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    list(datelines.labelled(text))
    assert time.perf_counter() - started < 1
