"""Puts the faster layers into a loaded model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import threadpoolctl
from spacy.attrs import IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX

from pipeline.errors import DataError
from pipeline.nlp.embedding import remembering
from pipeline.nlp.encoder import windowed
from pipeline.nlp.ops import NumpyBlasOps

if TYPE_CHECKING:
    from spacy.language import Language
    from thinc.api import Model

_READ = frozenset({IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX})  # what the recogniser reads of a new word
_SPLITS = 200_000  # strings whose tokens the tokenizer keeps, instead of 10,000
_RESIDUAL = "residual(expand_window>>maxout>>layernorm>>dropout)"


def accelerate(language: Language) -> None:
    """Change the recogniser of a loaded model in place; it finds the same entities.

    One process is one worker, so BLAS gets one thread.

    Raises:
        DataError: the model is built from other layers than those written anew here.
    """
    threadpoolctl.threadpool_limits(1, user_api="blas")
    quicken(language, "ner")
    _economise(language.vocab, language.tokenizer)


def quicken(language: Language, pipe: str) -> None:
    """Put the faster layers into one pipe of a loaded model.

    Raises:
        DataError: the pipe is built from other layers than those written anew here.
    """
    model: Model[Any, Any] = getattr(language.get_pipe(pipe), "model")  # noqa: B009 - typed as a plain function
    ops = NumpyBlasOps()
    for layer in model.walk():
        layer.ops = ops
    tok2vec = _with_ref(model, "embed")
    embed, encode = tok2vec.get_ref("embed"), tok2vec.get_ref("encode")
    if encode.layers[0].name != ">>".join([_RESIDUAL] * len(encode.layers[0].layers)):
        message = f"{language.meta['name']}: an encoder {encode.name!r} that has no fast form; use load(fast=False)"
        raise DataError(message)
    _replace(model, embed, remembering(embed, language.vocab, encode.get_dim("nO")))
    _replace(model, encode, windowed(encode))


def _economise(vocab: Any, tokenizer: Any) -> None:  # noqa: ANN401 - compiled classes, half of their attributes untyped
    getters = vocab.lex_attr_getters
    vocab.lex_attr_getters = {attribute: getters[attribute] for attribute in getters if attribute in _READ}
    tokenizer.max_cache_size = _SPLITS


def _with_ref(model: Model[Any, Any], name: str) -> Model[Any, Any]:
    found = next((layer for layer in model.walk() if layer.has_ref(name)), None)
    if found is None:
        message = f"the recogniser has no layer {name!r}; use load(fast=False)"
        raise DataError(message)
    return found


def _replace(model: Model[Any, Any], old: Model[Any, Any], new: Model[Any, Any]) -> None:
    for layer in list(model.walk()):
        layer.layers[:] = [new if child is old else child for child in layer.layers]
        for name in layer.ref_names:
            if layer.get_ref(name) is old:
                layer.set_ref(name, new)
