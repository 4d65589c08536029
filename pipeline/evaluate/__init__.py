"""Gold samples, scores, floors: how right the extraction is, and whether it may have got worse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline import clean, extraction, nlp
from pipeline.evaluate import reliability
from pipeline.evaluate.reliability import Judged
from pipeline.evaluate.samples import GoldMention, Sample, as_gold, fingerprint, read
from pipeline.evaluate.scores import Score, score
from pipeline.types import Analysis, Document, Mention, Page

__all__ = ["Evaluation", "GoldMention", "Prediction", "Sample", "evaluate", "fingerprint", "predict", "read", "score"]


Find = Callable[[Document, Analysis], list[Mention]]


@dataclass(frozen=True, slots=True)
class Prediction:
    """One mention that was found, and whether its span and value are right."""

    document_id: str
    rule: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of running the extraction on gold samples.

    Attributes:
        scores: by kind; only kinds that the samples annotate, as nothing is known of the others.
        predictions: every mention found.
        texts: document text by id, for showing errors in their sentence.
        gold: fingerprint of the samples.
    """

    scores: dict[str, Score]
    predictions: list[Prediction]
    texts: dict[str, str]
    gold: str

    @property
    def judged(self) -> list[Judged]:
        """Confidence and rightness of each prediction."""
        return [(prediction.confidence, prediction.right) for prediction in self.predictions]

    @property
    def calibration_error(self) -> float:
        """The expected calibration error, 0–1."""
        return reliability.calibration_error(self.judged)


def predict(samples: Iterable[Sample], find: Find = extraction.mentions) -> dict[str, list[Mention]]:
    """Extract from the text of each sample as a run does; mentions by document id.

    Args:
        samples: annotated or not; only their text and what is known beside it is used.
        find: what finds the mentions; candidates that lost are left out.
    """
    documents = (clean.clean(_page(sample)) for sample in samples)
    return {
        document.document_id: [mention for mention in find(document, found) if mention.lost is None]
        for document, found in nlp.analyse(documents)
    }


def _page(sample: Sample) -> Page:
    return Page(sample.id, sample.id, "clean", sample.text, "", sample.url, sample.title, sample.published)


def evaluate(samples: Sequence[Sample], find: Find = extraction.mentions) -> Evaluation:
    """Run the extraction on gold samples and score it."""
    annotated = {mention.kind for sample in samples for mention in sample.mentions}
    found = {
        document_id: [mention for mention in mentions if mention.kind in annotated]
        for document_id, mentions in predict(samples, find).items()
    }
    predicted = {document_id: [as_gold(mention) for mention in mentions] for document_id, mentions in found.items()}
    scores = score({sample.id: sample.mentions for sample in samples}, predicted)
    scores = {kind: result for kind, result in scores.items() if kind in annotated}
    right = {
        (outcome.document_id, outcome.kind, outcome.predicted.start, outcome.predicted.end)
        for result in scores.values()
        for outcome in result.outcomes
        if outcome.verdict == "right" and outcome.predicted
    }
    predictions = [
        Prediction(name, m.rule, m.confidence, (name, m.kind, m.start, m.end) in right)
        for name, mentions in found.items()
        for m in mentions
    ]
    return Evaluation(scores, predictions, {sample.id: sample.text for sample in samples}, fingerprint(samples))
