"""The evaluation as one self-contained HTML page: every miss and false alarm in its sentence."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from pipeline.evaluate import reliability
from pipeline.evaluate.samples import GoldMention
from pipeline.evaluate.scores import Outcome, Score

_CONTEXT = 90  # characters shown on either side of a mention
_VERDICTS = {
    "miss": "Manquée",
    "false": "Fausse alerte",
    "span": "Bornes",
    "value": "Valeur",
}
_STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{padding:.3rem .6rem;border-bottom:1px solid #8886;text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}
mark{background:#ffd54f;color:#000;padding:0 .15em}
code{font-size:.85em}
"""


def _value(mention: GoldMention | None) -> str:
    if mention is None:
        return "—"
    shown = ", ".join(f"{key} = {value}" for key, value in mention.value.items() if value not in (None, "", ()))
    return f"<strong>{html.escape(mention.text)}</strong><br><code>{html.escape(shown)}</code>"


def context(text: str, mention: GoldMention) -> tuple[str, str, str]:
    """What stands before, in and after a mention, cut to one line each."""
    before = text[max(0, mention.start - _CONTEXT) : mention.start]
    after = text[mention.end : mention.end + _CONTEXT]
    return " ".join(before.split("\n")[-1:]), text[mention.start : mention.end], after.split("\n", maxsplit=1)[0]


def _sentence(text: str, mention: GoldMention) -> str:
    before, inside, after = (html.escape(part) for part in context(text, mention))
    return f"{before}<mark>{inside}</mark>{after}"


def _error_row(outcome: Outcome, texts: Mapping[str, str]) -> str:
    mention = outcome.gold or outcome.predicted
    if mention is None:
        return ""
    return (
        f"<tr><td>{_VERDICTS[outcome.verdict]}</td><td>{html.escape(outcome.document_id)}</td>"
        f"<td>{_sentence(texts[outcome.document_id], mention)}</td>"
        f"<td>{_value(outcome.gold)}</td><td>{_value(outcome.predicted)}</td></tr>"
    )


def _summary_row(score: Score) -> str:
    shares = (score.precision, score.recall, score.strict_f1, score.value_accuracy, score.end_to_end_f1)
    cells = [str(score.gold), str(score.predicted), *(f"{share:.3f}" for share in shares)]
    return f"<tr><td>{score.kind}</td>" + "".join(f"<td class=n>{cell}</td>" for cell in cells) + "</tr>"


def _summary(scores: Iterable[Score]) -> str:
    rows = "".join(_summary_row(score) for score in scores)
    head = "<th>Type<th>Attendues<th>Trouvées<th>Précision<th>Rappel<th>F1 stricte<th>Valeurs<th>F1 complète"
    return f"<table><tr>{head}</tr>{rows}</table>"


def _reliability(judged: list[reliability.Judged]) -> str:
    rows = "".join(
        f"<tr><td>{part.low:.1f} – {part.high:.1f}</td><td class=n>{part.count}</td>"
        f"<td class=n>{part.confidence:.3f}</td><td class=n>{part.accuracy:.3f}</td></tr>"
        for part in reliability.table(judged)
    )
    error = reliability.calibration_error(judged)
    head = "<tr><th>Confiance<th>Mentions<th>Confiance moyenne<th>Part exacte</tr>"
    return f"<p>Erreur de calibration : {error:.3f}</p><table>{head}{rows}</table>"


def render(scores: Mapping[str, Score], judged: list[reliability.Judged], texts: Mapping[str, str]) -> str:
    """The whole page, in French, with no outside resource.

    Args:
        scores: by kind.
        judged: confidence and rightness of every prediction.
        texts: document text by id.
    """
    sections = []
    for score in scores.values():
        errors = "".join(_error_row(outcome, texts) for outcome in score.outcomes if outcome.verdict != "right")
        head = "<tr><th>Erreur<th>Document<th>Phrase<th>Attendu<th>Trouvé</tr>"
        body = f"<table>{head}{errors}</table>" if errors else "<p>Aucune erreur.</p>"
        sections.append(f"<h2>{score.kind}</h2>{body}")
    return (
        '<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Évaluation</title><style>{_STYLE}</style><h1>Évaluation</h1>"
        f"{_summary(scores.values())}<h2>Fiabilité des confiances</h2>{_reliability(judged)}{''.join(sections)}</html>"
    )
