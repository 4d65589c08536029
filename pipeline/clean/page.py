"""An HTML page → its article, with the verdict on everything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.clean import choice as choices
from pipeline.clean import datelines, headline, language, layout, profiles, published, segments, soup
from pipeline.clean import facts as declared
from pipeline.clean.choice import Choice
from pipeline.clean.segments import Box, Segment
from pipeline.errors import CleanError
from pipeline.types import BlockKind, Document, Page

_FEWEST = 25  # characters of text below which a page holds no article
_LEADS = 3  # paragraphs of the longest lead
_LINE = 60  # characters that a paragraph has at least
_HEADING = 160  # characters of the longest heading
_CRUMBS = 12  # segments of the longest breadcrumb
_CRUMBS_NAME = re.compile(r"bread-?crumbs?|ariane|chemin-de-fer|vous-etes-ici", re.IGNORECASE)
_BODY = 250  # characters at which a segment is surely a paragraph of the article
_BYLINE = re.compile(r"(?:par|by|le \d.{3,30}\| ?par) [A-ZÀ-Ý][^.!?]{0,80}(?: - .{0,60})?$", re.IGNORECASE)
_LEAD_NAME = re.compile(
    r"(?<![a-z])(?:chap(?:o|eau)|lead|standfirst|intro(?:duction|text)?|accroche|excerpt|summary|resume|descri(?:ption|ptif)|teaser-text|dek|sub-?title|hat)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one segment; `reason` is None for text that was kept."""

    text: str
    kind: BlockKind
    reason: str | None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document and the decisions that made it."""

    document: Document
    site: str | None
    decisions: tuple[Decision, ...]


def _breadcrumb(found: Sequence[Segment], boxes: Sequence[Box], title: str | None) -> str | None:
    """The path that the page shows: its links, without home and the page itself."""
    for box in boxes:
        if box.first < box.last <= box.first + _CRUMBS and _CRUMBS_NAME.search(box.names):
            links = [segments.normal(link.get_text(" ")) for link in box.node.find_all("a")]
            names = links or [segment.text for segment in found[box.first : box.last]]
            if path := tidy_path(names, title):
                return path
    return None


def _is_headline(name: str, title: str | None) -> bool:
    """Whether a name is the headline, or the last step of a path that is the headline cut short."""
    words, whole = headline.words(name), headline.words(title or "")
    return words == whole or (len(words) > 3 and set(words) <= set(whole))  # noqa: PLR2004 - too long for a rubric


def tidy_path(names: Sequence[str], title: str | None) -> str | None:
    """Names joined by " > ", home and the headline left out."""
    pieces = [piece.strip() for name in names for piece in re.split(r"\s*[>»›]\s*", name)]
    kept = [
        piece
        for piece in dict.fromkeys(pieces)
        if piece
        and not re.fullmatch(
            r"accueil.{0,30}|home|vous êtes ici ?:?|retour.{0,40}|fil d['’]ariane|/|…|\.\.\.", piece, re.IGNORECASE
        )
        and not _is_headline(piece, title)
    ]
    return " > ".join(kept) or None


def _lead_names(box: Box, boxes: Sequence[Box]) -> str:
    """Names of the element of a segment, and of the one around it if that holds little more."""
    around = boxes[box.parent]
    return f"{box.names} {around.names}" if around.last - around.first <= _LEADS else box.names


def _kind(segment: Segment, names: str, *, lead: bool) -> tuple[BlockKind, int | None]:
    """The kind of block that a segment becomes."""
    size = len(segment.text)
    ends = segment.text.rstrip().endswith((".", "…", ";", ","))
    if segment.kind == "heading" and (size > _HEADING or (ends and size > _HEADING // 2)):
        return ("lead" if lead else "paragraph"), None
    if (
        segment.kind == "paragraph"
        and lead
        and (_LEAD_NAME.search(names) or segment.strong > 0.9 * size)
        and size > _LINE
    ):
        return "lead", None
    if (
        segment.kind == "paragraph"
        and segment.strong >= size * 0.95
        and size <= _HEADING
        and not ends
        and "\n" not in segment.text
    ):
        return "heading", 3
    return segment.kind, segment.level


def _group(segment: Segment, boxes: Sequence[Box]) -> int:
    """The list or table that an item or cell belongs to."""
    box = boxes[segment.box]
    while box.parent > 0 and box.tag not in {"ul", "ol", "dl", "table"}:
        box = boxes[box.parent]
    return box.index


def _pieces(found: Sequence[Segment], boxes: Sequence[Box], chosen: Choice, title: str | None) -> list[layout.Piece]:
    pieces = [layout.Piece(title, "title")] if title else []
    leads = _LEADS
    for index, segment in enumerate(found):
        if chosen.reasons[index] or index == chosen.title:
            continue
        kind, level = _kind(segment, _lead_names(boxes[segment.box], boxes), lead=leads > 0)
        leads = leads - (kind == "lead") if kind in {"lead", "caption"} else 0
        pieces.append(layout.Piece(segment.text, kind, level, _group(segment, boxes)))
    return pieces


def _drop_metadata(found: Sequence[Segment], chosen: Choice) -> None:
    """Drop the lines of the article that only say when it was published, and by whom at its top."""
    prose = (i for i in range(chosen.first, chosen.last) if not chosen.reasons[i] and len(found[i].text) > _BODY)
    body = next(islice(prose, 1, None), chosen.last)
    for index in range(chosen.first, chosen.last):
        if chosen.reasons[index] or index == chosen.title:
            continue
        if datelines.is_dateline(found[index].text) or (index < body and _BYLINE.match(found[index].text)):
            chosen.reasons[index] = "metadata"


def _refuse_empty(markup: str, tree_text: int) -> None:
    """Say why a page without text has none."""
    head = markup[:20_000].lower()
    if "<frameset" in head:
        reason = "la page est un jeu de cadres (frameset) sans texte"
        raise CleanError(reason, "collecter les pages que ses cadres affichent")
    if re.search(r"""http-equiv\s*=\s*["']?refresh""", head):
        reason = "la page ne fait que rediriger vers une autre"
        raise CleanError(reason, "collecter la page de destination")
    if "<script" in head and not tree_text:
        reason = "la page ne contient que des scripts : son texte n’apparaît que dans un navigateur"
        raise CleanError(reason, "la collecter avec un navigateur (browsertrix, playwright)")
    if tree_text and re.search(r"cookies?|consent", head):
        reason = "la page ne montre que le recueil du consentement (cookies)"
        raise CleanError(reason, "la collecter après avoir accepté ou refusé les cookies")
    reason = "la page ne contient pas d’article"
    raise CleanError(reason, "vérifier l’adresse : page d’accueil, liste ou page d’erreur ?")


def clean(page: Page) -> Cleaned:
    """The article of a page.

    Raises:
        CleanError: the page holds none.
    """
    with soup.no_collection():
        return _clean(page)


def _clean(page: Page) -> Cleaned:
    parsed = soup.parse(page.content)
    facts = declared.read(parsed)
    found, boxes = segments.walk(parsed.tree)
    if not boxes:
        _refuse_empty(page.content, 0)
    url = page.url or facts.url
    where, title = headline.find(found, facts, url)
    title = page.title or title
    profile = profiles.of(page.content)
    chosen = choices.choose(found, boxes, where, profile)
    section = _breadcrumb(found, boxes, title) or (tidy_path([facts.section], title) if facts.section else None)
    dates = published.find(found, boxes, chosen, facts, profile, url=url, section=section, fetched=page.fetched)
    _drop_metadata(found, chosen)
    pieces = _pieces(found, boxes, chosen, title)
    if sum(len(piece.text) for piece in pieces if piece.kind != "title") < _FEWEST:
        _refuse_empty(page.content, len(found))
    text, blocks = layout.lay_out(pieces)
    document = Document(
        document_id=page.document_id,
        source=page.source,
        text=text,
        blocks=blocks,
        url=url,
        title=title,
        published=page.published or dates.published,
        published_from="metadata" if page.published else dates.published_from,
        updated=dates.updated,
        section=section,
        author=facts.author,
        language=language.of(text) or facts.language,
        sha256=page.sha256,
    )
    decisions = tuple(
        Decision(segment.text, segment.kind, None if index == where else chosen.reasons[index])
        for index, segment in enumerate(found)
    )
    return Cleaned(document, facts.site, decisions)
