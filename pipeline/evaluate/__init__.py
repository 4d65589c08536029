"""Gold samples, scores, floors: how right the extraction is, and whether it may have got worse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import clean, extraction, nlp
from pipeline.evaluate.reliability import Judged
from pipeline.evaluate.samples import GoldMention, Sample, as_gold, fingerprint, read
from pipeline.evaluate.scores import Score, score
from pipeline.types import Mention, Page

__all__ = ["Evaluation", "GoldMention", "Sample", "evaluate", "fingerprint", "predict", "read", "score"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of running the extraction on gold samples.

    Attributes:
        scores: by kind.
        judged: confidence of each prediction, and whether span and value were right.
        texts: document text by id, for showing errors in their sentence.
        gold: fingerprint of the samples.
    """

    scores: dict[str, Score]
    judged: list[Judged]
    texts: dict[str, str]
    gold: str


def predict(samples: Iterable[Sample]) -> dict[str, list[Mention]]:
    """Extract from the text of each sample as a run does; mentions by document id."""
    documents = (clean.clean(_page(sample)) for sample in samples)
    return {document.document_id: extraction.mentions(document, found) for document, found in nlp.analyse(documents)}


def _page(sample: Sample) -> Page:
    return Page(sample.id, sample.id, "clean", sample.text, "", sample.url, sample.title, sample.published)


def evaluate(samples: Sequence[Sample]) -> Evaluation:
    """Run the extraction on gold samples and score it."""
    found = predict(samples)
    predicted = {document_id: [as_gold(mention) for mention in mentions] for document_id, mentions in found.items()}
    scores = score({sample.id: sample.mentions for sample in samples}, predicted)
    right = {
        (outcome.document_id, outcome.kind, outcome.predicted.start, outcome.predicted.end)
        for result in scores.values()
        for outcome in result.outcomes
        if outcome.verdict == "right" and outcome.predicted
    }
    judged = [
        (mention.confidence, (document_id, mention.kind, mention.start, mention.end) in right)
        for document_id, mentions in found.items()
        for mention in mentions
    ]
    return Evaluation(scores, judged, {sample.id: sample.text for sample in samples}, fingerprint(samples))
