"""The faster layers give the numbers of the layers that they replace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
import threadpoolctl

from pipeline import nlp
from pipeline.errors import DataError
from pipeline.nlp import acceleration, recogniser
from pipeline.nlp.embedding import WordMemory
from pipeline.nlp.encoder import WindowEncoder
from pipeline.nlp.ops import NumpyBlasOps

TEXTS = [
    "Le maire d'Arras, M. Petit, a reçu 12 élèves aujourd'hui.",
    "St-Quentin : av. Foch, bd Vauban, etc.",
    "Qu'est-ce que c'est ?",
    "rien",
]
OTHER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 8,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 8,
            "attrs": ["NORM"],
            "rows": [50],
            "include_static_vectors": False,
        },
        "encode": {"@architectures": "spacy.MishWindowEncoder.v2", "width": 8, "depth": 1, "window_size": 1},
    },
}


@pytest.fixture(scope="module")
def stock() -> Any:
    return nlp.load(fast=False)


@pytest.fixture(scope="module")
def tok2vec(stock: Any) -> Any:
    return next(layer for layer in stock.get_pipe("ner").model.walk() if layer.has_ref("embed"))


def memory(stock: Any, tok2vec: Any) -> WordMemory:
    return WordMemory(tok2vec.get_ref("embed"), stock.vocab, 96)


def test_words_are_embedded_as_by_the_layer(stock: Any, tok2vec: Any) -> None:
    docs = [stock.make_doc(text) for text in TEXTS]

    for ours, theirs in zip(memory(stock, tok2vec).rows(docs), tok2vec.get_ref("embed").predict(docs), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_the_row_of_a_word_does_not_depend_on_what_came_before(stock: Any, tok2vec: Any) -> None:
    docs = [stock.make_doc(text) for text in TEXTS]
    late = memory(stock, tok2vec)
    late.rows(docs[1:])

    assert np.array_equal(late.rows(docs[:1])[0], memory(stock, tok2vec).rows(docs)[0])


def test_a_full_memory_starts_afresh(stock: Any, tok2vec: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = [stock.make_doc(text) for text in TEXTS]
    expected = memory(stock, tok2vec).rows(docs)
    monkeypatch.setattr("pipeline.nlp.embedding._WORDS", 20)
    small = memory(stock, tok2vec)

    found = [small.rows([doc])[0] for doc in docs]

    assert all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))


def test_windows_are_encoded_as_by_the_layer(tok2vec: Any) -> None:
    random = np.random.default_rng(0)
    rows = [random.normal(size=(height, 96)).astype(np.float32) for height in (1, 2, 3, 700, 900, 5)]
    encode = tok2vec.get_ref("encode")

    for ours, theirs in zip(WindowEncoder(encode).encode(rows), encode.predict(rows), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("right", [False, True])
def test_products_are_those_of_thinc(left: bool, right: bool) -> None:  # noqa: FBT001 - parameters of the test
    random = np.random.default_rng(0)
    x, y = (random.normal(size=(8, 8)).astype(np.float32) for _ in range(2))

    ours = NumpyBlasOps().gemm(x, y, trans1=left, trans2=right)

    np.testing.assert_allclose(ours, (x.T if left else x) @ (y.T if right else y), atol=1e-5)


def test_blas_has_one_thread_a_process() -> None:
    nlp.load()

    assert {info["num_threads"] for info in threadpoolctl.threadpool_info() if info["user_api"] == "blas"} == {1}


def test_the_fast_model_does_not_train() -> None:
    encode = acceleration._with_ref(nlp.load().get_pipe("ner").model, "embed").get_ref("encode")  # type: ignore[attr-defined]  # noqa: SLF001

    _, backward = encode([np.zeros((2, 96), dtype=np.float32)], is_train=True)

    with pytest.raises(NotImplementedError, match="fast=False"):
        backward([])


def test_another_architecture_is_refused() -> None:
    language = spacy.blank("fr")
    language.add_pipe("ner", config={"model": OTHER}).add_label("LOC")  # type: ignore[attr-defined]
    language.initialize()

    with pytest.raises(DataError, match="fast=False"):
        acceleration.accelerate(language)


def test_memory_of_blocks_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "_REMEMBERED", 2)
    one = recogniser.Recogniser(nlp.load(), remember=True)

    one.entities(["Lens", "Arras", "Douai", "Lille"])

    assert len(one._memory) == 2  # noqa: SLF001 - the bound is not seen from outside
