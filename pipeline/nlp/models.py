"""Loads the French model in two parts: the recogniser, and the parser where facts are wanted.

They share no layer, but tokenizer and vocabulary: its regular expressions take two seconds to compile,
and the 500,000 word vectors are most of the model's memory. These are found by hash, so the words
themselves (130 MB) stay on the disk.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import TYPE_CHECKING

import threadpoolctl

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_md"
_NEW_WORDS = 60_000  # that the vocabulary may keep: 35 MB
_RECOGNISER_LACKS = ["tok2vec", "morphologizer", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
_PARSER_LACKS = ["ner", "senter", "lemmatizer", "attribute_ruler", "vocab", "tokenizer"]


def bounded(language: Language, known_words: int) -> AbstractContextManager[object]:
    """Once the vocabulary is large, forget the new words of what is read in this context; it would grow for ever.

    Args:
        language: whose vocabulary it is.
        known_words: its size when the first text was read.
    """
    return language.memory_zone() if len(language.vocab) > known_words + _NEW_WORDS else nullcontext()


def load(*, fast: bool = True) -> Language:
    """The statistical model, with nothing but its named-entity recogniser. Loaded once a process.

    Args:
        fast: let its layers run in the faster form, on one BLAS thread; else as spaCy ships them.
    """
    return _recogniser(fast)  # by position, so that the cache holds one model whatever the caller writes


@cache
def _recogniser(fast: bool) -> Language:  # noqa: FBT001 - see above
    import spacy

    if not fast:
        return spacy.load(MODEL, exclude=_RECOGNISER_LACKS)
    from pipeline.nlp import acceleration

    language = spacy.load(MODEL, exclude=[*_RECOGNISER_LACKS, "strings"])
    acceleration.accelerate(language)
    return language


@cache
def parser() -> Language:
    """The dependency parser and the morphologizer, on one BLAS thread. Loaded once a process."""
    import spacy

    from pipeline.nlp import acceleration
    from pipeline.nlp.ops import NumpyBlasOps

    shared = load()
    language = spacy.load(MODEL, vocab=shared.vocab, exclude=_PARSER_LACKS)
    language.tokenizer = shared.tokenizer
    threadpoolctl.threadpool_limits(1, user_api="blas")
    ops = NumpyBlasOps()
    for _, pipe in language.pipeline:
        for layer in pipe.model.walk():  # type: ignore[attr-defined]  # each of these pipes has a model
            layer.ops = ops
    acceleration.quicken(language, "tok2vec")
    return language
