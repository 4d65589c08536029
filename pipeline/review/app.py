"""The review page: a Starlette application over one run's folder. Plain forms; keys are a bonus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib import resources
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline import extractors, gazetteer, highlight
from pipeline.review import forms, outcome, statistics
from pipeline.review.outcome import Reviewed
from pipeline.review.security import Guard
from pipeline.review.store import Action
from pipeline.review.worklist import Filter, Worklist, fields

_STATIC = {
    "icon.svg": "image/svg+xml",
    "review.css": "text/css; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
}
_VERDICTS: dict[str, Action] = {"accept": "accept", "reject": "reject"}
_FORM_BYTES = 100_000
_WINDOW = 40_000  # characters shown on either side of the mention at hand: whole articles but for giants
_FOUND = 20  # communes proposed at once

KINDS = {
    "date": "Date",
    "place": "Lieu",
    "person": "Personne",
    "amount": "Montant",
    "percentage": "Pourcentage",
    "organisation": "Organisation",
}
STATES = {"todo": "à relire", "accept": "acceptée", "reject": "rejetée", "correct": "corrigée", "add": "ajoutée"}


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.review"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["visible"] = highlight.visible
    environment.globals |= {"KINDS": _kinds(), "STATES": STATES, "fields": fields, "editable": forms.editable}
    return environment


def _filter(query: Mapping[str, str]) -> Filter:
    known = {key: query[key] for key in ("kind", "rule", "issuer", "document", "order") if query.get(key)}
    return Filter(**known, todo=query.get("todo", "1") != "0")


def _query(chosen: Filter) -> str:
    """The filter as a query string, defaults left out."""
    plain = asdict(Filter())
    given = {key: value for key, value in asdict(chosen).items() if value != plain[key]}
    if "todo" in given:
        given["todo"] = "0"
    return urlencode(given)


@dataclass(frozen=True, slots=True)
class Review:
    """The handlers, over one worklist."""

    work: Worklist
    reviewer: str
    templates: Environment

    def page(self, name: str, status: int = 200, **context: object) -> HTMLResponse:
        """Render a template."""
        return HTMLResponse(self.templates.get_template(name).render(reviewer=self.reviewer, **context), status)

    async def home(self, request: Request) -> Response:
        """Go to the first mention of the filter, or say that there is none left."""
        chosen = _filter(request.query_params)
        first = self.work.first(chosen)
        if first is None:
            done, total = self.work.progress(chosen)
            return self.page("end.html", chosen=chosen, query=_query(chosen), done=done, total=total)
        return RedirectResponse(f"/mention/{first}?{_query(chosen)}", 303)

    async def mention(self, request: Request) -> Response:
        """Show one mention in its article."""
        return self._show(request.path_params["mention_id"], _filter(request.query_params), "")

    def _show(self, mention_id: str, chosen: Filter, error: str, status: int = 200) -> Response:
        found = self._find(mention_id)
        if found is None:
            return self.page("missing.html", 404)
        article = self.work.articles[found.document_id]
        others = outcome.mentions(self.work, found.document_id)
        marks = [highlight.Mark(m.id, m.kind, m.start, m.end, m.state, m.id == found.id) for m in others]
        start, end = _window(len(article.text), found.start)
        done, total = self.work.progress(chosen)
        return self.page(
            "mention.html",
            status,
            mention=found,
            article=article,
            text=highlight.article(article.text, marks, start, end),
            start=start,
            cut=(start > 0, end < len(article.text)),
            shown=article.text[found.start : found.end],
            chosen=chosen,
            query=_query(chosen),
            choices=self.work.choices,
            upcoming=self.work.upcoming(chosen, mention_id),
            previous=self.work.following(replace(chosen, todo=False), mention_id, -1),
            following=self.work.following(replace(chosen, todo=False), mention_id),
            done=done,
            total=total,
            error=error,
        )

    def _find(self, mention_id: str) -> Reviewed | None:
        item = self.work.items.get(mention_id)
        decision = self.work.store.of_mention(mention_id)
        document = item.document_id if item else decision.document_id if decision else None
        if document is None:
            return None
        return next((m for m in outcome.mentions(self.work, document) if m.id == mention_id), None)

    async def decide(self, request: Request) -> Response:
        """Write one decision on a mention, then go on to the next."""
        mention_id = request.path_params["mention_id"]
        chosen, form = _filter(request.query_params), await _form(request)
        found = self._find(mention_id)
        if found is None:
            return self.page("missing.html", 404)
        following = self.work.following(chosen, mention_id)
        try:
            self._write(found, form)
        except forms.FormError as error:
            return self._show(mention_id, chosen, str(error), 422)
        where = f"/mention/{following}" if following else "/"
        return RedirectResponse(f"{where}?{_query(chosen)}", 303)

    def _write(self, found: Reviewed, form: Mapping[str, str]) -> None:
        action = form.get("action", "")
        if action in _VERDICTS:
            self.work.store.add(self.reviewer, _VERDICTS[action], found.document_id, found.id)
        elif action == "correct":
            kind = form.get("kind", found.kind)
            start, end, value = self._described(found.document_id, kind, form)
            self.work.store.add(
                self.reviewer, "correct", found.document_id, found.id, kind=kind, start=start, end=end, value=value
            )
        else:
            message = "Décision inconnue."
            raise forms.FormError(message)

    def _described(self, document_id: str, kind: str, form: Mapping[str, str]) -> tuple[int, int, dict[str, str]]:
        if kind not in _kinds():
            message = "Type de mention inconnu."
            raise forms.FormError(message)
        start, end = forms.span(form, self.work.articles[document_id].text)
        return start, end, forms.value(kind, form)

    async def add(self, request: Request) -> Response:
        """Add a mention that the run missed, and show it."""
        chosen, form = _filter(request.query_params), await _form(request)
        document_id = request.path_params["document_id"]
        if document_id not in self.work.articles:
            return self.page("missing.html", 404)
        kind = form.get("kind", "")
        try:
            start, end, value = self._described(document_id, kind, form)
        except forms.FormError as error:
            back = form.get("back", "")
            return self._show(back, chosen, str(error), 422)
        decision = self.work.store.add(self.reviewer, "add", document_id, kind=kind, start=start, end=end, value=value)
        return RedirectResponse(f"/mention/{decision.mention_id}?{_query(chosen)}", 303)

    async def done(self, request: Request) -> Response:
        """Declare a whole document reviewed."""
        chosen, document_id = _filter(request.query_params), request.path_params["document_id"]
        if document_id not in self.work.articles:
            return self.page("missing.html", 404)
        for found in outcome.mentions(self.work, document_id):
            if found.state == "todo":
                self.work.store.add(self.reviewer, "accept", document_id, found.id)
        self.work.store.add(self.reviewer, "done", document_id)
        return RedirectResponse(f"/?{_query(chosen)}", 303)

    async def undo(self, request: Request) -> Response:
        """Take back the last decision, and show its mention."""
        chosen = _filter(request.query_params)
        last = self.work.store.undo(self.reviewer)
        if last is None or last.mention_id is None or self._find(last.mention_id) is None:
            return RedirectResponse(f"/?{_query(chosen)}", 303)
        return RedirectResponse(f"/mention/{last.mention_id}?{_query(chosen)}", 303)

    async def figures(self, _request: Request) -> Response:
        """Show precision by kind and rule so far."""
        return self.page(
            "figures.html",
            kinds=statistics.precision(self.work, lambda item: _kinds()[item.kind]),
            rules=statistics.precision(self.work, lambda item: item.rule),
        )

    async def communes(self, request: Request) -> Response:
        """Places whose name is the one asked for, with their codes."""
        places = gazetteer.lookup(gazetteer.key(request.query_params.get("name", "")[:100]))
        return JSONResponse(
            [
                {
                    "name": p.name,
                    "code": p.code,
                    "kind": p.kind,
                    "departement": p.departement,
                    "population": p.population,
                }
                for p in places[:_FOUND]
                if p.code
            ]
        )

    async def static(self, request: Request) -> Response:
        """One of the files of the page; no other name is looked at."""
        name = request.path_params["name"]
        if name not in _STATIC:
            return self.page("missing.html", 404)
        content = (resources.files("pipeline.review") / "static" / name).read_bytes()
        return Response(content, media_type=_STATIC[name])


def _kinds() -> dict[str, str]:
    """Every kind there is, with its French name."""
    return {module.KIND: KINDS.get(module.KIND, module.KIND) for module in extractors.modules()}


def _window(length: int, center: int) -> tuple[int, int]:
    """The part of a text that is shown around an offset."""
    return max(0, center - _WINDOW), min(length, center + _WINDOW)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a plain form; files and oversized bodies are refused as empty."""
    if int(request.headers.get("content-length", "0") or 0) > _FORM_BYTES:
        return {}
    form = await request.form(max_files=0, max_fields=100)
    return {key: value for key, value in form.items() if isinstance(value, str)}


def create(work: Worklist, *, reviewer: str = "", token: str | None = None) -> Starlette:
    """The application.

    Args:
        work: what there is to review.
        reviewer: name written beside each decision.
        token: asked of every visitor; None allows loopback only.
    """
    review = Review(work, reviewer, _environment())
    routes = [
        Route("/", review.home),
        Route("/mention/{mention_id}", review.mention),
        Route("/mention/{mention_id}", review.decide, methods=["POST"]),
        Route("/document/{document_id}/add", review.add, methods=["POST"]),
        Route("/document/{document_id}/done", review.done, methods=["POST"]),
        Route("/undo", review.undo, methods=["POST"]),
        Route("/figures", review.figures),
        Route("/communes", review.communes),
        Route("/static/{name}", review.static),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, token=token)])
