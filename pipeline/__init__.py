"""French press releases → tables of dates, places, people, amounts and percentages.

    from pipeline import extract, load, run

    extract("Le 8 juin prochain, 500 000 euros pour Libercourt.", published="2017-06-06").frame()
    tables = run("raw", "extracted")      # or, later: load("extracted")
    tables.amounts

The names below are loaded when first used, so that `communiques --help` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api import Document, Extraction, Mention, Tables, display, extract, load, run

__version__ = "0.1.0"
__all__ = ["Document", "Extraction", "Mention", "Tables", "display", "extract", "load", "run"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from pipeline import api

    return getattr(api, name)
