"""The tense of the clause around a date, marked here by its place in brackets."""

from __future__ import annotations

import pytest

from pipeline.extractors.dates import tense


def told(marked: str) -> str | None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return tense.around(text, start, end, (0, len(text)))


@pytest.mark.parametrize(
    "marked",
    [
        "Le musée ouvrira [lundi].",
        "[Lundi], les élus visiteront le chantier.",
        "Le pont sera fermé [lundi].",
        "Le vote aura lieu [en mai].",
        "La ville va bientôt planter des arbres [en mai].",
        "Les travaux sont prévus [en mai].",
        "La reprise est prévue [en mai].",
        "Les agents devront répondre [en mai].",
        "Inscrivez-vous avant [mai].",
        "Le prix, créé par la ville, sera remis [en mai].",
    ],
)
def test_future(marked: str) -> None:
    assert told(marked) == "future"


@pytest.mark.parametrize(
    "marked",
    [
        "Le musée a ouvert [lundi].",
        "[Lundi], les élus ont longuement visité le chantier.",
        "Le maire s’est rendu sur place [lundi].".replace("’", "'"),
        "La foule est venue [lundi].",
        "Les travaux ont été achevés [en mai].",
        "Le pont était fermé [lundi].",
        "Ils votèrent la loi [en mai].",
        "Signée [en mai], la charte engage la ville.",
        "Il n'a pas été reçu [lundi].",
        "La vente, qui sera suivie d'autres, a été conclue [lundi].",
    ],
)
def test_past(marked: str) -> None:
    assert told(marked) == "past"


@pytest.mark.parametrize(
    "marked",
    [
        "La mairie ouvre ses portes [lundi].",
        "L'opéra accueille le public [lundi].",
        "Le front de mer est animé [lundi].",
        "La séance pourrait durer [lundi].",
        "Il a plu ; la foule danse [lundi].",
    ],
)
def test_untold(marked: str) -> None:
    assert told(marked) is None
