"""What analysts and notebooks use; everything here can be imported from `pipeline` itself."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from pipeline import batch, clean, extraction, frames, highlight, nlp
from pipeline import facts as stating
from pipeline.facts import Fact
from pipeline.frames import Tables, load
from pipeline.storage import Place, Url
from pipeline.types import Analysis, Document, Mention, Page, columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Document", "Extraction", "Mention", "Tables", "display", "extract", "load", "run"]

_PAGE = re.compile(r"<(?:!doctype|html|head|body|main|article|section|div|h1|p)\b", re.IGNORECASE)
_STYLE = """
<style>
.communiques { white-space: pre-wrap; max-width: 46rem; line-height: 1.6 }
.communiques mark { color: #1b1b1f; border-radius: .2em; padding: .05em .15em }
.communiques .date { background: #cfe3ff } .communiques .place { background: #cdeccd }
.communiques .person { background: #ffe0b8 } .communiques .amount { background: #f3d3f5 }
.communiques .percentage { background: #d0eef0 } .communiques .organisation { background: #e6e0c0 }
</style>
"""


@dataclass(frozen=True, slots=True)
class Extraction:
    """One article and what was found in it. A notebook shows it coloured.

    Attributes:
        facts: what its sums, rates and announced days are about; empty when not asked for.
    """

    document: Document
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...] = ()

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.mentions)

    def __len__(self) -> int:
        return len(self.mentions)

    def frame(self, kind: str | None = None) -> pd.DataFrame:
        """The mentions as a frame, one row each, in text order.

        Args:
            kind: of this kind only (`date`, `place` …), with the columns of its value; `fact` for the facts.
        """
        import pandas as pd

        if kind == "fact":
            return pd.DataFrame([_fact_row(fact) for fact in self.facts])
        rows = [_row(mention, values=kind is not None) for mention in self.mentions if kind in {None, mention.kind}]
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        return str(display(self))


def _row(mention: Mention, *, values: bool) -> dict[str, object]:
    row = {name: getattr(mention, name) for name in ("kind", "start", "end", "text", "rule", "confidence")}
    if not values:
        return row
    return row | {spec.name: getattr(mention.value, key) for key, spec in columns(type(mention.value)).items()}


def _fact_row(fact: Fact) -> dict[str, object]:
    about = {"start": fact.mention.start, "end": fact.mention.end, "text": fact.mention.text}
    return about | asdict(fact.value) | {"rule": fact.rule, "confidence": fact.confidence}


def extract(
    content: str,
    published: date | str | None = None,
    *,
    title: str | None = None,
    url: str | None = None,
    media: Literal["html", "text", "clean"] | None = None,
    facts: bool = True,
) -> Extraction:
    """Find all mentions in one article, and what its figures are about.

    Args:
        content: a page (HTML) or a text.
        published: day of publication, which relative dates lean on; by default what the page says.
        title: known from elsewhere.
        url: known from elsewhere; it may tell the issuer.
        media: how to read `content`: `html`; `text` (scraped: breadcrumb, "Publié le …"); `clean` (taken
            as it is). By default a page when it has tags, else clean text.
        facts: whether sums and rates are turned into facts; this parses their sentences.

    Warns:
        UserWarning: its facts cannot be found; its mentions are all there.

    Raises:
        InputError: no article can be found in it.
    """
    known = date.fromisoformat(published) if isinstance(published, str) else published
    kind = media or ("html" if _PAGE.search(content) else "clean")
    document = clean.clean(Page("document", "document", kind, content, "", url, title, known))
    _, analysis = next(iter(nlp.analyse([document])))
    mentions = tuple(extraction.mentions(document, analysis))
    return Extraction(document, mentions, _facts(document, analysis, mentions) if facts else ())


def _facts(document: Document, analysis: Analysis, mentions: Iterable[Mention]) -> tuple[Fact, ...]:
    found, error = stating.attempt(document, analysis, mentions)
    if error:
        message = f"the facts of this article cannot be found ({error!r}); its mentions are all there"
        warnings.warn(message, stacklevel=3)
    return tuple(found)


def run(
    inputs: str | Place | Iterable[str | Place] = "raw",
    out: str | Place = "extracted",
    *,
    workers: int = 1,
    fresh: bool = False,
    limit: int | None = None,
    facts: bool = True,
) -> Tables:
    """Extract the tables of a corpus, as `communiques run` does, and open them.

    Args:
        inputs: folders or files, or URLs of either (`s3://bucket/corpus`).
        out: folder or URL for the tables.
        workers: processes; they change no table.
        fresh: do everything again, also what an earlier run has done.
        limit: stop after so many items.
        facts: whether sums and rates are turned into facts.

    Raises:
        UsageError: there is nothing to read.
        OutputError: the folder cannot be written, or another run is writing there.
    """
    given = [inputs] if isinstance(inputs, str | Path | Url) else list(inputs)
    batch.run(given, out, batch.Options(workers=workers, fresh=fresh, limit=limit, facts=facts))
    return frames.load(out)


class Html(str):
    """HTML that a notebook renders."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def display(shown: Extraction | Tables, document_id: str | None = None) -> Html:
    """The coloured text of an article: what `extract` gave, or a document of a run's tables.

    Raises:
        KeyError: the tables hold no such document.
    """
    if isinstance(shown, Extraction):
        text = shown.document.text
        marks = [highlight.Mark(m.rule, m.kind, m.start, m.end) for m in shown.mentions]
    else:
        text, marks = _stored(shown, document_id or "")
    body = Markup('<div class="communiques">{}</div>').format(highlight.article(text, marks, 0, len(text)))
    return Html(_STYLE + body)


def _stored(tables: Tables, document_id: str) -> tuple[str, list[highlight.Mark]]:
    documents = tables["documents"].set_index("document_id")
    text = str(documents.loc[document_id, "text"])
    mentions = tables.mentions()
    rows = mentions[mentions["document_id"] == document_id].to_dict("records")
    return text, [highlight.Mark(row["mention_id"], row["kind"], row["start"], row["end"]) for row in rows]
