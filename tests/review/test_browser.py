"""The review page in a real browser, by keyboard alone."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import CONTRAST, STICKS_OUT
from tests.runs import document, mention, write

Server = Callable[[Path], tuple[str, "subprocess.Popen[str]"]]

MANY = 100
TEXT = "Titre 🙂\n\n" + "\n".join(f"Le {day} mai 2019, à Lens." for day in range(1, 30)) + "\nCoût : 12 %."


def _folder(folder: Path) -> Path:
    days = [_place(index) for index in range(4)]
    many = [
        mention("dates", start=index, text=TEXT[index : index + 1], mention_id=f"d{index}", rule="test")
        for index in range(MANY)
    ]
    return write(folder, documents=[document(text=TEXT)], dates=many, places=days)


def _place(index: int) -> dict[str, Any]:
    start = [at for at in range(len(TEXT)) if TEXT.startswith("Lens", at)][index]
    return mention("places", start=start, text="Lens", mention_id=f"p{index}", place_type="commune", code="62498")


def _rows(folder: Path) -> list[tuple[Any, ...]]:
    base = sqlite3.connect(folder / "review.sqlite")
    rows = base.execute('SELECT action, mention_id, "start", "end" FROM decisions ORDER BY id').fetchall()
    base.close()
    return rows


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def shown(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server for tests that decide nothing."""
    return server(_folder(tmp_path_factory.mktemp("shown")))[0]


def _press(page: Any, key: str) -> None:
    """Press a key that leads to another page, and wait for that page."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press(key)


def test_a_hundred_mentions_by_keyboard_survive_a_kill(page: Any, server: Server, tmp_path: Path) -> None:
    address, process = server(_folder(tmp_path))
    page.goto(f"{address}?kind=date")
    for _ in range(MANY):
        _press(page, "a")
    assert "Cette file est terminée" in page.content()

    process.send_signal(signal.SIGKILL)
    process.wait()

    rows = _rows(tmp_path)
    assert (len(rows), {row[0] for row in rows}, len({row[1] for row in rows})) == (MANY, {"accept"}, MANY)


def test_the_mention_at_hand_has_the_focus(page: Any, shown: str) -> None:
    page.goto(f"{shown}?kind=place")

    assert page.evaluate("document.activeElement.dataset.id") == "p0"
    assert page.locator("#current").is_visible()


@pytest.mark.parametrize("width", [1280, 800])
def test_mention_and_buttons_are_in_view(page: Any, shown: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 200})
    page.goto(f"{shown}mention/p3?kind=place")
    tops = page.evaluate("['#current', '.panel h2'].map((s) => document.querySelector(s).getBoundingClientRect().top)")

    assert all(page.evaluate("document.querySelector('header').offsetHeight") <= top < 200 for top in tops)


def test_next_previous_reject_and_undo(page: Any, server: Server, tmp_path: Path) -> None:
    page.goto(server(_folder(tmp_path))[0] + "?kind=place")
    _press(page, "j")
    _press(page, "k")
    _press(page, "r")
    _press(page, "u")

    assert "/mention/p0" in page.url
    assert [row[:2] for row in _rows(tmp_path)] == [("reject", "p0"), ("undo", "p0")]


def test_a_correction_by_keyboard(page: Any, server: Server, tmp_path: Path) -> None:
    page.goto(server(_folder(tmp_path))[0] + "?kind=place")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "value.place_type"
    page.keyboard.press("Tab")
    page.keyboard.type("59350")
    _press(page, "Enter")

    assert _rows(tmp_path)[0][:2] == ("correct", "p0")


def test_escape_closes_the_form_and_gives_the_focus_back(page: Any, shown: str) -> None:
    page.goto(f"{shown}?kind=place")
    page.keyboard.press("e")
    page.keyboard.press("Escape")

    assert page.locator("#correct").is_hidden()
    assert page.evaluate("document.activeElement.dataset.id") == "p0"


def test_a_missed_mention_is_added_by_selecting_it(page: Any, server: Server, tmp_path: Path) -> None:
    page.goto(server(_folder(tmp_path))[0] + "?kind=place")
    page.evaluate(
        """() => {
            const node = document.getElementById("text").lastChild;
            const at = node.data.lastIndexOf("12 %");
            window.getSelection().setBaseAndExtent(node, at, node, at + 4);
        }"""
    )
    page.keyboard.press("n")
    page.select_option("#add [data-kind]", "percentage")
    page.fill("#add [data-fields=percentage] [name='value.min']", "12")
    page.fill("#add [data-fields=percentage] [name='value.max']", "12")
    with page.expect_navigation():
        page.click("#add button:not([type])")

    # Offsets are code points: the emoji of the title counts for one.
    assert _rows(tmp_path)[0][2:] == (TEXT.index("12 %"), TEXT.index("12 %") + 4)


def test_a_place_is_chosen_from_the_search(page: Any, shown: str) -> None:
    page.goto(f"{shown}?kind=place")
    page.keyboard.press("e")
    page.fill("#correct [data-communes]", "Libercourt")
    page.click("#correct .communes li button")

    assert page.input_value("#correct [name='value.code']") == "62907"


def test_help_opens_and_closes(page: Any, shown: str) -> None:
    page.goto(shown)
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")

    assert page.locator("#help").is_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 800), ("dark", 800)])
def test_nothing_sticks_out_and_colours_contrast(browser: Any, shown: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{shown}?kind=place")
    sticks_out = page.evaluate(STICKS_OUT)
    weak = page.evaluate(CONTRAST)
    context.close()

    assert not sticks_out
    assert weak == []
