from __future__ import annotations

import pytest

from pipeline.read import decoding

TEXT = "L’été à Nîmes : « 12 % d’œuvres » coûtent 3 €, où ça ?"
DECLARED_LATIN = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        pytest.param(TEXT.encode(), None, id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "iso-8859-1", id="byte order mark beats the header"),
        pytest.param(TEXT.encode(), "iso-8859-1", id="valid UTF-8 beats the header"),
        pytest.param((DECLARED_LATIN + TEXT).encode(), None, id="valid UTF-8 beats the declaration"),
        pytest.param(TEXT.encode("cp1252"), None, id="cp1252 undeclared"),
        pytest.param(TEXT.encode("cp1252"), "utf-8", id="cp1252 declared UTF-8"),
        pytest.param((DECLARED_LATIN + TEXT).encode("cp1252"), None, id="cp1252 declared Latin-1, as browsers read it"),
        pytest.param(TEXT.encode("utf-16"), None, id="utf-16"),
        pytest.param(TEXT.encode("utf-16-le"), None, id="utf-16 without mark"),
        pytest.param(TEXT.encode("utf-32"), None, id="utf-32"),
        pytest.param(TEXT.encode("cp1252"), "no-such-charset", id="unknown charset"),
        pytest.param(TEXT.encode("cp1252"), "idna\n", id="hostile charset"),
    ],
)
def test_no_accent_is_lost(data: bytes, charset: str | None) -> None:
    assert decoding.decode(data, charset).removeprefix(DECLARED_LATIN) == TEXT


def test_declared_charset_of_another_script_is_used() -> None:
    assert decoding.decode("Привет, мир".encode("koi8-r"), "koi8-r") == "Привет, мир"


def test_utf8_with_stray_cp1252_keeps_both() -> None:
    data = "Les élèves réunis à Évreux, dès l’été, ".encode() + "où l’on goûte".encode("cp1252")
    assert decoding.decode(data) == "Les élèves réunis à Évreux, dès l’été, où l’on goûte"


def test_truncated_utf8_loses_its_last_character_only() -> None:
    assert decoding.decode("réunis à l’été".encode()[:-1]).startswith("réunis à l’ét")


@pytest.mark.parametrize("text", ["La rÃ©union de lâ€™Ã©tÃ©", "Ã‰vreux Ã  lâ€™honneur, dÃ¨s lundi"])
def test_mojibake_is_undone(text: str) -> None:
    repaired = decoding.repair(text)
    assert "Ã" not in repaired
    assert "’" in repaired


@pytest.mark.parametrize(
    "text",
    ["São Paulo, à la carte", "Â", "L’ÂGE D’OR", "château – « où » – cœur", "ÃO PAULO", "12 % € ‰", "naïve Zoë, Åse"],
)
def test_clean_text_never_changes(text: str) -> None:
    assert decoding.repair(text) == text


def test_mojibake_leaves_the_other_lines_alone() -> None:
    assert decoding.repair("dÃ©jÃ  vu\nL’ÂGE D’OR\n").splitlines()[1] == "L’ÂGE D’OR"


def test_invisible_characters_go_and_no_break_spaces_stay() -> None:
    text = decoding.decode("con\u00adsti\u200btu\0tion\ufeff\u00a0: 500\u202f000 €\tet\r\nplus".encode())
    assert text == "constitution\u00a0: 500\u202f000 €\tet\r\nplus"
