"""Pieces in reading order → the text of a document and its blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.types import Block, BlockKind

_CLOSE = frozenset({"item", "cell"})  # kinds that follow one another by a line break, the rest by a blank line


@dataclass(frozen=True, slots=True)
class Piece:
    """A block to be."""

    text: str
    kind: BlockKind
    level: int | None = None
    group: int = 0


def lay_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The text, a blank line between blocks and a line break between items of one list, and the blocks."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    before: Piece | None = None
    for piece in pieces:
        if before is not None:
            gap = "\n" if before.kind == piece.kind and piece.kind in _CLOSE and before.group == piece.group else "\n\n"
            parts.append(gap)
            position += len(gap)
        parts.append(piece.text)
        blocks.append(Block(piece.kind, position, position + len(piece.text), piece.level))
        position += len(piece.text)
        before = piece
    return "".join(parts), tuple(blocks)
