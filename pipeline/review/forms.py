"""What a reviewer sends, turned into a value or into a sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.review.worklist import fields
from pipeline.types import Column

_NUMBERS = {"amount", "rate"}


class FormError(ValueError):
    """Raised when a form holds no usable value; the message is French, for the reviewer."""


def editable(kind: str) -> dict[str, Column]:
    """The fields a reviewer fills in: those that the annotation guide defines."""
    return {key: spec for key, spec in fields(kind).items() if spec.scored or spec.reported or key == "time_end"}


def value(kind: str, form: Mapping[str, str]) -> dict[str, str]:
    """The value that a form gives for a kind; empty fields are left out.

    Raises:
        FormError: a field is malformed, or the bounds run backwards.
    """
    found = {key: _field(key, spec, form.get(f"value.{key}", "").strip()) for key, spec in editable(kind).items()}
    known = {key: text for key, text in found.items() if text}
    for low, high in (("start", "end"), ("min", "max")):
        _check_bounds(kind, known.get(low), known.get(high))
    return known


def _field(key: str, spec: Column, text: str) -> str:
    if not text:
        return ""
    if spec.words and text not in spec.words:
        message = f"« {text} » n’est pas une valeur possible pour {spec.fr.lower()}."
        raise FormError(message)
    try:
        if spec.type == "date":
            return date.fromisoformat(text).isoformat()
        if spec.type in _NUMBERS:
            return _number(text)
    except (ValueError, InvalidOperation):
        message = f"« {text} » : {spec.fr.lower()} illisible (exemple : {spec.example})."
        raise FormError(message) from None
    return text


def _number(text: str) -> str:
    plain = "".join(text.split()).replace(",", ".")
    number = Decimal(plain)
    if not number.is_finite():
        raise InvalidOperation
    return format(number, "f")


def _check_bounds(kind: str, low: str | None, high: str | None) -> None:
    if low is None and high is None:
        return
    if low is None or high is None:
        message = "Il manque une des deux bornes."
        raise FormError(message)
    backwards = low > high if kind == "date" else Decimal(low) > Decimal(high)
    if backwards:
        message = "La première borne vient après la seconde."
        raise FormError(message)


def span(form: Mapping[str, str], text: str) -> tuple[int, int]:
    """The span that a form gives, without the white space at its ends.

    Raises:
        FormError: no span, or one outside the text.
    """
    try:
        start, end = int(form.get("start", "")), int(form.get("end", ""))
    except ValueError:
        message = "Sélectionnez d’abord un passage du texte."
        raise FormError(message) from None
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        message = "Le passage choisi est vide ou hors du texte."
        raise FormError(message)
    stripped = text[start:end]
    start += len(stripped) - len(stripped.lstrip())
    return start, start + len(stripped.strip())
