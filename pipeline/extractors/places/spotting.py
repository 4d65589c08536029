"""Candidates: every name of the gazetteer in a text, with what stands around it.

Areas that no list has ("Faubourg de Béthune", "plaine de Gerland") are found by their head.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline import gazetteer, lexicon
from pipeline.gazetteer import Place
from pipeline.text import deaccent
from pipeline.types import Analysis


def cue(entry: str) -> re.Pattern[str]:
    """A pattern of `data/places_cues.toml`."""
    return lexicon.entry("places_cues", entry).pattern


_LOOK = 60  # characters of context on either side; no cue is longer
_ARTICLE = re.compile(
    r"(?:(?<![\w'-])|(?<=-)(?=L'))(?:(?P<plain>[Ll]es?|[Ll]a|LES?|LA) {1,2}|(?P<elided>[Ll]')|"
    r"(?P<contracted>[Aa]ux?|[Dd]u|[Dd]es|AUX?|DU|DES) {1,2})$"
)
_FOLDED = {"le": "le", "la": "la", "les": "les", "l'": "l", "au": "le", "du": "le", "aux": "les", "des": "les"}
_NAME = r"[A-ZÀ-ÝŒ][\wœ]*(?:[-'][\wœ]+)*(?: [A-ZÀ-ÝŒ][\wœ]*(?:[-'][\wœ]+)*)*"
_OF = r" (?:de la |de l'|du |des |de |d')"
# Names of quarters and hamlets that hold a "de" of their own ("quartier du Clos du Roy").
_LONG = (
    r"(?:Clos|Bois|Mas|Moulin|Prés?|Champs?|Val|Pont|Porte|Croix|Fontaine|Ferme|Cité|Hauts?|Grange|Coteaux?|Vallon|"
    rf"Parc|Fond|Plan|Cour|Tour|Rives?|Jardins?|Terres?){_OF}{_NAME}"
)
_CAPITAL_HEAD = re.compile(
    rf"(?<![\w-])(?:Faubourg|Côte|Bassin|Vallée|Plaine|Baie|Cap|Golfe|Presqu'île|Massif|Lac|Pointe|Marais|"
    rf"Plateau|Monts?|Gorges|Val|Pays|Forêt|Delta|Estuaire|Hauts|Détroit|Île|Ile|Canal|Mas){_OF}{_NAME}|"
    rf"(?<![\w-])(?:Mont|Cap|Lac|Pic|Col|Puy) {_NAME}"
)
_LOWER_HEAD = re.compile(
    rf"(?<![\w-])(?:quartiers?|faubourg|hameaux?|lieu-dit|plaine|bassin|plateau|lotissement|zone d'activités?|"
    rf"îles?|îlot|archipel|lac|étang|forêt|bois|marais|vallée|vallon|combe|col|pic|aiguille|massif|monts?|baie|rade|golfe|"
    rf"presqu'île|pointe|cap|pertuis|calanque|gorges|rivière|fleuve|torrent|ruisseau|puy)"
    rf"(?:{_OF}(?=(?P<name>{_LONG}|{_NAME}))| (?=(?P<joined>{_LONG}|{_NAME})))"
)
_WEAK_HEAD = re.compile(
    r"(?<![\w-])(?:ZAC|ZI|ZA|[Zz]one (?:artisanale|industrielle)|[Pp]ont|[Aa]nse|[Cc]aptage|[Éé]changeur|[Tt]erminal|"
    r"[Mm]ine|[Gg]isement|[Cc]anal|[Cc]henal|[Dd]éviation|[Ss]tation|[Pp]ort|[Bb]ords?|[Rr]ives?|[Bb]erges?|[Cc]rues?|[Nn]iveau|"
    r"[Dd]ébit|[Ee]aux|[Cc]onfluence|[Aa]ffluent|[Vv]iaduc|[Bb]arrage|[Ss]ource|[Cc]anton|"
    r"[Cc]ommunautés? (?:de communes|d'agglomération|urbaine))"
    rf"(?:{_OF}| sur (?:la |le |les |l'))(?=(?P<name>{_NAME}))"
)
_ADJECTIVE = re.compile(
    r" (?:occidental|oriental|central|méridional|septentrional|supérieur|inférieur|métropolitain|profond|"
    r"continental|insulaire|subsaharien|austral|équatorial)(?:e|ne)?s?(?!\w)"
)
_NATURAL = re.compile(
    r"(?:[îi]l[eo]|anse|canal|chenal|bord|rive|berge|crue|niveau|débit|eaux|confluen|affluent|viaduc|barrage|source|mine|"
    r"gisement|archipel|lac|étang|forêt|bois|marais|vall|combe|col|pic|puy|aiguille|massif|baie|rade|golfe|presqu|"
    r"pointe|pertuis|calanque|gorges|rivière|fleuve|torrent|ruisseau|cap|mont|delta|estuaire|détroit)",
    re.IGNORECASE,
)
# "les quartiers X, Y et de la Z": quarters whatever town bears the name; the other plurals leave a town a town.
_SERIES = re.compile(
    rf"(?<![\w-])(?P<head>(?P<quarters>quartiers|hameaux|faubourgs|lieux-dits)|lacs|étangs|îles|vallées|massifs|forêts|"
    rf"cols|villages|plages|captages)(?: :)?(?:{_OF}| )(?=(?P<name>{_NAME}))"
)
_NEXT = re.compile(rf"(?:,|,? et|,? ou) (?:de la |de l'|du |des |de |d'|la |le |les |l')?(?P<name>{_NAME})")
_EPCI_HEAD = re.compile("communautés? (?:de communes|d'agglomération|urbaine)", re.IGNORECASE)
_VILLAGE = re.compile(
    rf"(?<![\w-])(?:villages?|bourgades?|localités?|communes?|villes?|bourgs?|stations? balnéaires?) d(?:e |')"
    rf"(?=(?P<name>{_NAME}))"
)
# Heads of many other names ("cité de la Musique"): the model must see a place too.
_HINT = re.compile(
    r"(?<![\w-])(?:(?:[Cc]ité|[Ff]erme|[Dd]omaine|[Ss]ite|[Zz]one|[Ss]ecteur|[Pp]lages?|[Cc]oteaux?|[Ff]alaises?|[Gg]rottes?|"
    r"[Dd]unes?|[Ll]ande|[Rr]ocher|[Aa]ire|[Cc]entrale|[Uu]sine|[Dd]échèterie|[Éé]cluse|[Cc]arrefour|[Rr]ond-point|"
    rf"[Gg]iratoire)(?: (?!de )[a-zà-ÿ]{{2,}}){{0,2}}{_OF}|"
    r"(?:[Ss]tade|[Cc]entre|[Aa]micale|[Éé]cole|[Cc]ollège|[Ll]ycée|[Cc]rèche|[Pp]iscine|[Gg]ymnase)"
    rf"(?: (?!de )[a-zà-ÿ]{{2,}}){{0,2}} d(?:e |'))(?=(?P<name>{_NAME}))"
)
_FORMAL = cue("formal")
_MIDWAY = re.compile(r"[\wà-ÿ,;(] ?$")
_PART = re.compile(r"-(?:Plages?|Bourg|Village|Nord|Sud|Est|Ouest)(?![\w-])")  # "Marseillan-Plage"
_GREAT = 200_000  # inhabitants of a town that is spoken of with an article ("le Paris d'Haussmann")
_QUARTER_OF = re.compile(r"(?:quartiers?|faubourgs?|zones? d'activités?) (?:de |d')$")
_GREAT_QUARTERS = 30_000  # inhabitants of a town that has quarters
_MIN_REPEATED = 5  # letters of a name looked for again
_WIDE = frozenset({"country", "continent", "natural", "area"})
_PROPER = re.compile(_NAME)
_ONE_TERRITORY = re.compile(
    r"(?<!\w)(?:territoires?|agglomération|agglo|secteur|bassin|zone|pays|arrondissement|aire urbaine|pôle|plaine|"
    r"plateau)"
    r"(?: \w+)? (?:de |d'|du )$"
)
_PAIR = re.compile(r"^[-–/]$")
_ELLIPSIS = re.compile(r"^ (?:et|ou) (?:de l'|du |de |d')(?P<half>Ouest|Est|Nord|Sud)(?!\w)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a place.

    Attributes:
        start, end: the span by the guide, its own capitalised article included.
        name_start: where the name begins without article.
        article: article in the text, folded ("le", "la", "les", "l"), or "".
        left: the text before the name and before its article (a contracted one stays), 60 characters at most.
        right: the text after it.
        places: readings that agree with article and accents, most populous first.
        found_by: list, head, hint (a doubtful head), repeat (of a name that a head made known), ellipsis, model.
    """

    start: int
    end: int
    name_start: int
    article: str
    left: str
    right: str
    places: tuple[Place, ...]
    found_by: str = "list"

    @property
    def key(self) -> str:
        """Folded name without article, the same for every occurrence."""
        return gazetteer.bare(self.places[0].form)[1]


def candidates(analysis: Analysis) -> list[Candidate]:
    """Names of the gazetteer and areas found by their head, in text order, none overlapping."""
    folded = analysis.folded
    listed = [c for match in gazetteer.find(folded) if (c := _candidate(folded, match)).places]
    headed = _once(area for area in _areas(folded) if not _whole_name(area, _last_before(area, listed)))
    known = sorted([*listed, *headed], key=lambda c: c.start)
    headed += _once(area for area in _weak_areas(folded) if not _known(area, known))
    headed += _merged(folded, listed)
    headed.sort(key=lambda c: c.start)
    kept = [c for c in listed if not _inside(c, _last_before(c, headed))]
    halves = [half for c in kept if (half := _half(folded, c))]
    found = kept + headed + halves
    return sorted([*found, *_repeats(folded, headed, found)], key=lambda c: c.start)


def pairs(found: list[Candidate], folded: str) -> set[int]:
    """Starts of the candidates that a bare hyphen or slash joins to another ("Russie-Ukraine")."""
    joined: set[int] = set()
    for first, second in pairwise(found):
        if _PAIR.match(folded[first.end : second.start]):
            joined |= {first.start, second.start}
    return joined


def _once(areas: Iterable[Candidate]) -> list[Candidate]:
    """The first of the candidates that begin at one place."""
    found: dict[int, Candidate] = {}
    for area in areas:
        found.setdefault(area.start, area)
    return list(found.values())


def _candidate(folded: str, match: gazetteer.Match) -> Candidate:
    before = folded[max(0, match.start - _LOOK) : match.start]
    found = _ARTICLE.search(before)
    free = found is not None and not found["contracted"]
    written = found.group().strip() if found else ""
    article = _FOLDED.get(written.lower(), "")
    text = folded[match.start : match.end]
    places = _exact(text, [place for place in match.places if _agrees(place, article) and _spelled(text, place)])
    article_start = match.start - len(found.group()) if found and free else match.start
    state = _FORMAL.search(before) if any(place.kind == "country" for place in places) else None
    if state:
        return _state(folded, match.start - len(before) + state.start(), match.end, places)
    adjective = _ADJECTIVE.match(folded, match.end)
    end = match.end
    if adjective and any(place.kind in _WIDE for place in places):
        end = adjective.end()
        places = (replace(places[0], name=folded[match.start : end], kind="area", code=None),)
    part = _PART.match(folded, end)
    if part and places and all(place.kind == "commune" for place in places):
        return _area(folded, match.start, part.end(), "")
    midway = _MIDWAY.search(folded, max(0, article_start - 2), article_start) is not None
    own = free and written[:1].isupper() and _bears_article(places, midway=midway)
    return Candidate(
        article_start if own else match.start,
        end,
        match.start,
        article,
        folded[max(0, article_start - _LOOK) : article_start],
        folded[end : end + _LOOK],
        places,
    )


def _state(folded: str, start: int, end: int, places: tuple[Place, ...]) -> Candidate:
    """A country under its full name ("République de Guinée")."""
    countries = tuple(place for place in places if place.kind == "country")
    left = folded[max(0, start - _LOOK) : start]
    article = _ARTICLE.search(left)
    written = _FOLDED.get(article.group().strip().lower(), "") if article else ""
    return Candidate(start, end, start, written, left, folded[end : end + _LOOK], countries)


def _bears_article(places: tuple[Place, ...], *, midway: bool) -> bool:
    """Whether a capitalised article is the name's own; "La Creuse" at the start of a sentence is the département."""
    larger = [place for place in places if place.kind not in {"commune", "area"}]
    quarter = midway and bool(places) and all(place.kind == "area" for place in places)
    return quarter or any(place.article for place in larger or places)


def _agrees(place: Place, article: str) -> bool:
    """Le Havre needs its article, Lille bears none (great towns may); "la Vendée" and "Vendée" are both written.

    Long names may lose theirs.
    """
    if place.kind == "departement" and place.code == "75":
        return article == ""
    if place.kind != "commune" or place.article == article:
        return True
    if not article:  # "Mont-Saint-Michel"
        return " " in gazetteer.bare(place.form)[1] and place.status == "current"
    return not place.article and place.population > _GREAT


def _spelled(text: str, place: Place) -> bool:
    """Accents may be missing, not added to a common word: "Porte" may be Porté, "Porté" is never Porte."""
    if not place.word:
        return True
    own = place.form[-len(text) :] if len(place.form) >= len(text) else place.form
    if len(own) != len(text):
        return True
    return all(a == b or a == deaccent(a) for a, b in zip(text[1:].lower(), own[1:].lower(), strict=True))


def _exact(text: str, places: list[Place]) -> tuple[Place, ...]:
    """Of names that the accent of their last letter tells apart those written so: Champagne is not Champagné."""
    same = [place for place in places if place.form[-1:].lower() == text[-1:].lower()]
    return tuple(places if text.isupper() or not same else same)


def _areas(folded: str) -> Iterator[Candidate]:
    for match in _CAPITAL_HEAD.finditer(folded):
        yield _area(folded, match.start(), match.end(), match.group())
    for match in _LOWER_HEAD.finditer(folded):
        name = "name" if match["name"] else "joined"
        yield _area(folded, *match.span(name), match.group())
    yield from _series(folded, quarters=True)


def _series(folded: str, *, quarters: bool) -> Iterator[Candidate]:
    """The names of a list behind a plural head: of quarters, or of anything else."""
    for match in _SERIES.finditer(folded):
        if bool(match["quarters"]) != quarters:
            continue
        yield _area(folded, *match.span("name"), match["head"])
        following = _NEXT.match(folded, match.end("name"))
        while following:
            yield _area(folded, *following.span("name"), match["head"])
            following = _NEXT.match(folded, following.end())


def _weak_areas(folded: str) -> Iterator[Candidate]:
    """Unlisted names after heads that leave a town a town ("port de", "échangeur du", "village de")."""
    for pattern, found_by in ((_WEAK_HEAD, "head"), (_VILLAGE, "head"), (_HINT, "hint")):
        for match in pattern.finditer(folded):
            yield _area(folded, *match.span("name"), match.group(), found_by)
    yield from _series(folded, quarters=False)


def _last_before(candidate: Candidate, ordered: list[Candidate]) -> Candidate | None:
    """The last of some candidates in text order that begins no later than the name of this one."""
    index = bisect.bisect_right(ordered, candidate.name_start, key=lambda c: c.start) - 1
    return ordered[index] if index >= 0 else None


def _known(area: Candidate, ordered: list[Candidate]) -> bool:
    """Whether a known name holds the beginning of a weak area, or, where its head is doubtful, any part of it.

    "port de Cannes", not "port de Dégrad-des-Cannes"; "école de l'IMT Albi".
    """
    index = bisect.bisect_right(ordered, area.start, key=lambda c: c.start)
    begins = index > 0 and area.start < ordered[index - 1].end
    return begins or (area.found_by == "hint" and index < len(ordered) and ordered[index].start < area.end)


def _area(folded: str, start: int, end: int, head: str, found_by: str = "head") -> Candidate:
    kind = "natural" if _NATURAL.match(head) or " sur " in head else "epci" if _EPCI_HEAD.match(head) else "area"
    name = folded[start:end]
    place = gazetteer.unknown(name, kind)
    before = folded[max(0, start - _LOOK) : start]
    found = _ARTICLE.search(before)
    article = _FOLDED.get(found.group().strip().lower(), "") if found else ""
    return Candidate(start, end, start, article, before, folded[end : end + _LOOK], (place,), found_by)


def _repeats(folded: str, headed: list[Candidate], found: list[Candidate]) -> Iterator[Candidate]:
    """The other occurrences of a name that a head made known ("la mine de X", then "X")."""
    names = {folded[c.start : c.end]: c.places[0].kind for c in headed if len(c.key) >= _MIN_REPEATED}
    if not names:
        return
    taken = sorted((c.start, c.end) for c in found)
    for match in re.finditer(rf"(?<![\w'-])(?:[dl]')?(?P<name>{lexicon.alternation(tuple(names))})(?![\w-])", folded):
        start, end = match.span("name")
        index = bisect.bisect_right(taken, (start, len(folded))) - 1
        free = (index < 0 or taken[index][1] <= start) and (index + 1 >= len(taken) or end <= taken[index + 1][0])
        if free:
            repeat = _area(folded, start, end, "", "repeat")
            yield replace(repeat, places=(gazetteer.unknown(match["name"], names[match["name"]]),))


def _merged(folded: str, listed: list[Candidate]) -> Iterator[Candidate]:
    """Two towns joined by a hyphen where the text speaks of one territory ("le territoire de Lens-Hénin")."""
    for first, second in pairwise(listed):
        if folded[first.end : second.start] == "-" and _ONE_TERRITORY.search(first.left):
            yield _area(folded, first.start, second.end, "")


def _whole_name(area: Candidate, known: Candidate | None) -> bool:
    """Whether the lists know this very name, or a longer one ("Val de Reuil", "Cap d'Agde", "île de La Réunion")."""
    if known is None or area.end > known.end:
        return False
    return known.end - known.start > area.end - area.start or _rather(known)


def _rather(listed: Candidate) -> bool:
    """Whether a listed name stays itself after "île de" or "quartier de": a larger territory, a great town."""
    if any(place.kind not in {"commune", "area"} for place in listed.places):
        return True
    return bool(_QUARTER_OF.search(listed.left)) and listed.places[0].population > _GREAT_QUARTERS


def _inside(candidate: Candidate, area: Candidate | None) -> bool:
    return area is not None and candidate.end <= area.end


def _half(folded: str, candidate: Candidate) -> Candidate | None:
    """The second half of "Afrique de l'Ouest et de l'Est"."""
    match = _ELLIPSIS.match(candidate.right)
    if not match or not re.search(r"(?:Ouest|Est|Nord|Sud)$", folded[candidate.start : candidate.end]):
        return None
    start, end = candidate.end + match.start("half"), candidate.end + match.end("half")
    name = folded[candidate.start : candidate.end].rpartition(" ")[0]
    half = replace(candidate.places[0], name=f"{name} {match['half']}", code=None, kind="area")
    return Candidate(start, end, start, "", "", folded[end : end + _LOOK], (half,), "ellipsis")


def unlisted(analysis: Analysis, taken: list[Candidate]) -> Iterator[Candidate]:
    """Capitalised names that only the model takes for places: hamlets, small foreign towns."""
    folded = analysis.folded
    for entity in analysis.entities:
        name = folded[entity.start : entity.end]
        free = not any(c.start < entity.end and entity.start < c.end for c in taken)
        if entity.label == "LOC" and free and _PROPER.fullmatch(name):
            yield _area(folded, entity.start, entity.end, "", "model")
