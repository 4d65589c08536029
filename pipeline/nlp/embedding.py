"""The embedding layer, computed once a word instead of once a token.

A token's row depends on the token alone (its form, norm, prefix, suffix, shape and static vector; for some
models whether a space follows), not on its neighbours, so rows can be kept: of the words of a press release
nearly all came before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM, ORTH, SPACY
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

from pipeline.nlp.ops import Floats, no_training

_WORDS = 65_536  # rows kept, 25 MB; beyond, the memory starts afresh
# Rows are computed so many at a time, always: the same matrix shape sums in the same order, so a row
# does not depend on the words it is computed with, hence not on what was read before.
_BLOCK = 64
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads form and norm over one 64-bit key


class WordMemory:
    """Rows of an embedding layer by word."""

    def __init__(self, embed: Model[Any, Any], vocab: Vocab, width: int) -> None:
        self._embed = embed
        self._spaced = any("SPACY" in layer.attrs.get("columns", ()) for layer in embed.walk())
        self._vocab = vocab
        self._table: Floats = np.zeros((_WORDS, width), dtype=np.float32)
        self._index: dict[int, int] = {}

    def rows(self, docs: list[Doc]) -> list[Floats]:
        """One matrix a document, one row a token."""
        features = np.concatenate([doc.to_array([ORTH, NORM, SPACY]) for doc in docs])
        if not self._spaced:
            features[:, 2] = 1
        keys = (features[:, 0] * _MIX ^ features[:, 1]) * _MIX ^ features[:, 2]
        words, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        self._learn(words.tolist(), features[first])
        numbers = np.fromiter((self._index[word] for word in words.tolist()), dtype=np.intp, count=len(words))
        ends = np.cumsum([len(doc) for doc in docs])[:-1]
        return np.split(self._table[numbers[inverse]], ends)

    def _learn(self, words: list[int], features: NDArray[np.uint64]) -> None:
        new = [number for number, word in enumerate(words) if word not in self._index]
        if len(self._index) + len(new) > _WORDS:
            self._index.clear()
            new = list(range(len(words)))
        for begin in range(0, len(new), _BLOCK):
            block = new[begin : begin + _BLOCK]
            for number, row in zip(block, self._compute(features[block]), strict=False):
                place = len(self._index)
                self._table[place] = row
                self._index[words[number]] = place

    def _compute(self, features: NDArray[np.uint64]) -> Floats:
        """Rows of at most `_BLOCK` words, by the layer itself."""
        padded = np.concatenate([features, np.repeat(features[:1], _BLOCK - len(features), axis=0)])
        strings = self._vocab.strings
        words = [strings[orth] for orth in padded[:, 0].tolist()]
        doc = Doc(self._vocab, words=words, spaces=padded[:, 2].astype(bool).tolist())
        for token, norm in zip(doc, padded[:, 1].tolist(), strict=True):
            if token.norm != norm:  # the tokenizer gives some forms a norm of their own
                token.norm_ = strings[norm]
        rows: Floats = self._embed.predict([doc])[0]
        return rows


def remembering(embed: Model[Any, Any], vocab: Vocab, width: int) -> Model[Any, Any]:
    """A layer that gives what `embed` gives."""
    memory = WordMemory(embed, vocab, width)

    def forward(_: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Floats], Callable[..., Any]]:  # noqa: FBT001 - thinc's signature
        return memory.rows(docs), no_training

    return Model("remembering_embed", forward, ops=embed.ops)
