"""An HTML page → its article, with the verdict on everything else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.clean import (
    authors,
    datelines,
    days,
    headline,
    language,
    layout,
    profiles,
    published,
    segments,
    site,
    soup,
)
from pipeline.clean import choice as choices
from pipeline.clean import facts as declared
from pipeline.clean.choice import Choice, running
from pipeline.clean.facts import Facts
from pipeline.clean.profiles import Marked, Profile
from pipeline.clean.published import Dates
from pipeline.clean.segments import Box, Segment
from pipeline.errors import CleanError
from pipeline.types import BlockKind, Document, Page

_LITTLE = 200  # characters of text at which a page may hide its article from browsers that run scripts
_FULLER = 4  # times as much text as the page shows at which JSON-LD is taken instead
_TAG = re.compile(r"<[^<>]{1,200}>")
_FEWEST = 25  # characters of text below which a page holds no article
_LEADS = 3  # paragraphs of the longest lead
_LINE = 60  # characters that a paragraph has at least
_HEADING = 160  # characters of the longest heading
_CRUMBS = 12  # segments of the longest breadcrumb
_CRUMBS_NAME = re.compile(r"bread-?crumbs?|ariane|chemin-de-fer|vous-etes-ici", re.IGNORECASE)
_LAYOUT = 0.5  # share of the article in one cell at which its table is no table of data
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
    """A document and the decisions that made it.

    Attributes:
        site: the name that the page gives its site.
        profiles: what is known of its site and system, by the entries of `data/sites.toml`.
    """

    document: Document
    site: str | None
    decisions: tuple[Decision, ...]
    profiles: tuple[str, ...] = ()


def _breadcrumb(found: Sequence[Segment], boxes: Sequence[Box], title: str | None) -> str | None:
    """The path that the page shows: its links, without home and the page itself."""
    for box in boxes:
        if box.first < box.last <= box.first + _CRUMBS and _CRUMBS_NAME.search(box.names):
            links = [segments.normal(link.get_text(" ")) for link in box.node.find_all("a")]
            names = links or [segment.text for segment in found[box.first : box.last]]
            if path := tidy_path(names, title):
                return path
    return None


def _section(
    found: Sequence[Segment], boxes: Sequence[Box], marked: Marked, facts: Facts, title: str | None
) -> str | None:
    """The rubric: what the profile names, the breadcrumb that the page shows, or what it declares."""
    for element in marked.elements.get("section", ()):
        steps = element.find_all("li") or element.find_all("a") or [element]
        if path := tidy_path([segments.normal(step.get_text(" ")) for step in steps], title):
            return path
    return _breadcrumb(found, boxes, title) or (tidy_path([facts.section], title) if facts.section else None)


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
            r"(?:page d['’]|icône )?accueil.{0,30}|home|vous êtes ici ?:?|retour.{0,40}|fil d['’]ariane|accès rapide"
            r"|vue détaillée|[\w.-]+\.(?:fr|com)|/|…|\.\.\.",
            piece,
            re.IGNORECASE,
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


def _layout_cells(found: Sequence[Segment], boxes: Sequence[Box], chosen: Choice) -> set[int]:
    """The cells of tables that only lay out a page: most of the article stands in one of them."""
    sizes = running(0 if reason else len(segment.text) for segment, reason in zip(found, chosen.reasons, strict=True))
    whole = sizes[chosen.last] - sizes[chosen.first]
    cells = (box for box in boxes if box.tag in {"td", "th"} and box.last - box.first > 1)
    return {box.index for box in cells if sizes[box.last] - sizes[box.first] > _LAYOUT * whole}


def _is_laid_out(segment: Segment, boxes: Sequence[Box], cells: set[int]) -> bool:
    """Whether the cell nearest to a segment is one of these."""
    box = boxes[segment.box]
    while box.parent > 0 and box.tag not in {"td", "th"}:
        box = boxes[box.parent]
    return box.index in cells


def _group(segment: Segment, boxes: Sequence[Box]) -> int:
    """The list or table that an item or cell belongs to."""
    box = boxes[segment.box]
    while box.parent > 0 and box.tag not in {"ul", "ol", "dl", "table"}:
        box = boxes[box.parent]
    return box.index


def _pieces(found: Sequence[Segment], boxes: Sequence[Box], chosen: Choice) -> dict[int, layout.Piece]:
    """The pieces of the article, by their segment."""
    pieces = {}
    leads = _LEADS
    cells = _layout_cells(found, boxes, chosen)
    for index, segment in enumerate(found):
        if chosen.reasons[index] or index == chosen.title:
            continue
        laid_out = segment.kind == "cell" and _is_laid_out(segment, boxes, cells)
        judged = replace(segment, kind="paragraph") if laid_out else segment
        kind, level = _kind(judged, _lead_names(boxes[segment.box], boxes), lead=leads > 0)
        leads = leads - (kind == "lead") if kind in {"lead", "caption"} else 0
        pieces[index] = layout.Piece(segment.text, kind, level, _group(segment, boxes))
    return pieces


def _drop_metadata(found: Sequence[Segment], chosen: Choice, dates: Dates, author: str | None) -> None:
    """Drop the lines of the article that only say when it was published, and by whom at its top.

    A line that gives another day, without saying that it is one of these, is the article's: of an event, say.
    """
    prose = (i for i in range(chosen.first, chosen.last) if not chosen.reasons[i] and len(found[i].text) > _BODY)
    body = next(islice(prose, 1, None), chosen.last)
    for index in range(chosen.first, chosen.last):
        if chosen.reasons[index] or index == chosen.title:
            continue
        text = found[index].text
        if _dates_page(text, dates) or (index < body and (_BYLINE.match(text) or _names(text, author))):
            chosen.reasons[index] = "metadata"


def _names(text: str, author: str | None) -> bool:
    """Whether a line says no more than who wrote the article."""
    return author is not None and len(text) <= 2 * _LINE and authors.tidy(text) == author


def _dates_page(text: str, dates: Dates) -> bool:
    """Whether a line says no more than when the page was published or updated."""
    if not datelines.is_dateline(text):
        return False
    given = list(datelines.labelled(text))
    own = any(label != "none" or day in {dates.published, dates.updated} for day, label in given)
    return own or not days.in_full(text)


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


@dataclass(slots=True)
class _Reading:
    """A page with a verdict on each of its segments, and the pieces of its article.

    Attributes:
        told: the paragraphs of the article as JSON-LD tells it.
        pieces: of the article, without its title, by their segment; beyond the segments, those that were told.
    """

    found: list[Segment]
    chosen: Choice
    facts: Facts
    told: list[str]
    title: str | None
    site: str | None
    url: str | None
    section: str | None
    author: str | None
    dates: Dates
    pieces: dict[int, layout.Piece]

    @property
    def size(self) -> int:
        """Characters of the article without its title."""
        return sum(len(piece.text) for piece in self.pieces.values())


def _read(page: Page, profile: Profile, *, unfold: bool = False) -> _Reading:
    """One reading of a page: as browsers show it, or with what they hide from those who run scripts."""
    parsed = soup.parse(page.content, profile.selectors, unfold=unfold)
    facts = declared.read(parsed)
    found, boxes = segments.walk(parsed.tree)
    url = page.url or facts.url
    marked = profiles.mark(profile, parsed.named, boxes)
    where, title = headline.find(found, facts, url, marked)
    title = page.title or title
    told = _told(facts)
    chosen = choices.choose(found, boxes, where, marked, told)
    section = _section(found, boxes, marked, facts, title)
    dates = published.find(found, boxes, chosen, facts, marked, url=url, section=section, fetched=page.fetched)
    name = site.name_of(facts, url)
    author = authors.find(found, boxes, chosen, marked, declared=facts.author, site=name)
    _drop_metadata(found, chosen, dates, author)
    pieces = _pieces(found, boxes, chosen)
    return _Reading(found, chosen, facts, told, title, name, url, section, author, dates, pieces)


def _best(page: Page, profile: Profile) -> _Reading:
    """The reading that finds the article: what is shown, else what is folded away, else what JSON-LD says."""
    best = _read(page, profile)
    if best.size < _LITTLE and soup.hides(page.content):
        best = max(best, _read(page, profile, unfold=True), key=lambda reading: reading.size)
    if sum(map(len, best.told)) > _FULLER * best.size:
        best.pieces = {len(best.found) + i: layout.Piece(text, "paragraph") for i, text in enumerate(best.told)}
        best.chosen.reasons = ["outside"] * len(best.found)
    return best


def _told(facts: Facts) -> list[str]:
    """The paragraphs of the article as JSON-LD tells it."""
    text = _TAG.sub("\n", html.unescape(facts.body or ""))
    return [line for raw in text.splitlines() if (line := segments.normal(raw))]


def clean(page: Page) -> Cleaned:
    """The article of a page.

    Raises:
        CleanError: the page holds none.
    """
    with soup.no_collection():
        profile = profiles.of(page.content, page.url)
        return _cleaned(page, profile, _best(page, profile))


def _cleaned(page: Page, profile: Profile, read: _Reading) -> Cleaned:
    if read.size < _FEWEST:
        _refuse_empty(page.content, len(read.found))
    title = [layout.Piece(read.title, "title")] if read.title else []
    text, blocks = layout.lay_out([*title, *read.pieces.values()])
    document = Document(
        document_id=page.document_id,
        source=page.source,
        text=text,
        blocks=blocks,
        url=read.url,
        title=read.title,
        published=page.published or read.dates.published,
        published_from="metadata" if page.published else read.dates.published_from,
        updated=read.dates.updated,
        section=read.section,
        author=read.author,
        language=language.of(text) or read.facts.language,
        sha256=page.sha256,
    )
    return Cleaned(document, read.site, tuple(_decisions(read)), profile.ids)


def _decisions(read: _Reading) -> Iterator[Decision]:
    for index, segment in enumerate(read.found):
        if index == read.chosen.title:
            yield Decision(segment.text, "title", None)
        elif index in read.pieces:
            yield Decision(segment.text, read.pieces[index].kind, None)
        else:
            yield Decision(segment.text, segment.kind, read.chosen.reasons[index])
    yield from (Decision(piece.text, piece.kind, None) for i, piece in read.pieces.items() if i >= len(read.found))
