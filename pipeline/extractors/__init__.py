"""One module a kind of mention; none knows another.

`modules()` finds them: every module of this package that defines `KIND`, `TABLE`, `VALUE` and
`find`. Nothing else has to be told of a new kind.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pipeline.types import Extractor


@cache
def modules() -> tuple[Extractor, ...]:
    """The extractors, in alphabetical order of their kind."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(
        sorted(
            (cast("Extractor", module) for module in found if hasattr(module, "KIND")), key=lambda module: module.KIND
        )
    )
