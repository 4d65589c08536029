"""The function or title that a sentence gives to a person.

A role is a head ("président", "adjointe") with what belongs to it: adjectives, then complements
introduced by prepositions ("adjointe au maire de Lens en charge de la culture"). It stands before
the name, after it, on the line under it, or behind a verb such as "est" or "devient".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline import lexicon
from pipeline.text import deaccent
from pipeline.types import Analysis, Span

_TOKEN: Final = re.compile(r"[^\W_]+(?:[-'.&/][^\W_]+)*'?|[^\w\s]|\n")
_PREPOSITION: Final = re.compile(
    r" (?:de la |de l'|du |des |de |d'|à la |à l'|à |aux |au |en charge (?:de la |de l'|du |des |de |d')|"
    r"chargée?s? (?:de la |de l'|du |des |de |d')|déléguée?s? (?:à la |à l'|à |aux |au |de la |chargée?s? (?:de la |de l'|du |des |de |d'))|"
    r"près (?:la |le |de |d')|auprès (?:de la |de l'|du |des |de |d')|chez )"
)
_HEAD_PREPOSITION: Final = re.compile(r" (?:en |ès |pour (?:la |le |les |l')?|sur )")
# Deeper inside a role, "en" and "pour" go on only with what names a field ("recherche en économie"), not a time or an occasion.
_FIELD: Final = re.compile(
    r" (?:en (?!(?:visite|tournée|déplacement|poste|fonction|exercice|cours|juin|mai|mars|avril|août|fin|début|présence|effet|"
    r"compagnie|vue|ce|cette|son|sa|tant|plus|train|plein|pleine|conférence|direct|personne|même)(?!\w))(?=[a-zà-ÿ])|"
    r"pour (?:la |le |les |l')(?!(?:fois|première|deuxième|seconde|troisième|dernière|rentrée|occasion|journée|soirée|suite|"
    r"moment|compte|plus)(?!\w)))"
)
_NO_OFFICE: Final = re.compile(
    r" (?:au|à la|à l'|à|aux|en|pour) ?(?:(?:cours|moment|lendemain|terme|sein|nom|côté|côtés|micro|total|travers|titre|fil|"
    r"début|fin|bord|cœur|propos|occasion|issue|suite|présence|partir|cette|ce|cet|ses|son|sa|nos|notre|leur|leurs|"
    r"qui|une?|tout|toute|tous|ne|ça|nous|vous|eux|elle|lui|l'occasion|l'issue)(?!\w)|\d)"
)
_WORD: Final = re.compile(r" (?P<word>[^\W_]+(?:[-'.&/][^\W_]+)*)")
_NOUN: Final = re.compile(r"(?:[«\"] ?)?(?P<word>[^\W_]+(?:[-'.&/][^\W_]+)*)")
_AND: Final = re.compile(r" (?:et|&) ")
_BRACKET: Final = re.compile(r" ?\([^()\n]{1,120}\)")
_ENDINGS: Final = re.compile(
    r"(?:al|ale|aux|ales|if|ive|ifs|ives|ique|iques|el|elle|els|elles|aire|aires|eux|euse|euses|ien|ienne|iens|iennes|"
    r"ais|aise|aises|ois|oise|oises|ain|aine|ains|aines|éen|éenne|éens|éennes|ible|able|ables|eur|eure|eurs|rice|iste|ine|in|"
    r"ant|ante|ants|antes|ent|ente|ents|ier|iers|ière|ières|ole|oles|ile|iles|ieure|ieures|ieurs)$"
)
_PARTICIPLE: Final = re.compile(r"(?:é|ée|és|ées|ant)$")
_ADVERBS: Final = frozenset(
    "alors ici là plus moins hier demain nouveau même abord ailleurs après autant lors".split()
) | {"aujourd'hui"}
_STOPPERS: Final = frozenset(
    "le la les un une des du de au aux à et ou où que qui dont par pour sur dans avec sans sous chez en ce cet cette ces son sa ses leur "
    "il elle ils elles on ne pas se comme quand si est".split()
)
_DETERMINERS: Final = frozenset("le la les l' un une des son sa ses leur leurs notre nos votre vos mon ma mes".split())
_SEPARATION: Final = re.compile(r"(?: ?[,:–—-])?(?: (?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Dr|Pr|Me|Mgr))? ?$")
_AFTER: Final = re.compile(
    r"(?: ?\((?:\d{1,3}(?: ans)?|[A-Z]{2,6}(?:[-/ ][A-Z]+)?)\))? ?(?P<mark>[,(:–—-]|\n)? ?(?:(?:alors|actuel|actuelle|également|aussi|désormais|aujourd'hui|qui est|"
    r"lui-même|elle-même|nommée?|élue?|réélue?|désignée?) )?(?:(?P<article>le|la|les|un|une|notre|leur|son|sa|ses) |(?P<elided>l'))?"
)
_COPULA: Final = re.compile(
    r"(?<!\w)(?:est|était|sera|fut|devient|deviendra|reste|demeure|(?:a|avait|a été|est|été) (?:nommée?|élue?|réélue?|désignée?|promue?)|"
    r"c'est|en (?:est|sera|était)) (?:(?:aussi|également|désormais|aujourd'hui|actuellement|depuis \w+) ){0,2}"
    r"(?:le |la |l'|un |une |notre |leur )?(?:l'un des (?:\w+ )?|l'une des (?:\w+ )?)?(?=\w)"
)
_MAX_ROLE = 160


@dataclass(frozen=True, slots=True)
class Role:
    """A role found in the text.

    Attributes:
        text: as written, without article.
        plural: whether it is written in the plural, so that it may be shared by a list of names.
        rank: how it competes with others; smaller wins (present office, former office, trade).
    """

    text: str
    start: int
    end: int
    plural: bool
    rank: int


@cache
def _set(entry_id: str) -> frozenset[str]:
    return frozenset(deaccent(word).lower() for word in lexicon.words("roles", entry_id))


@cache
def _phrases() -> re.Pattern[str]:
    both = [word for entry_id in ("office", "trade") for word in lexicon.words("roles", entry_id) if " " in word]
    return re.compile(rf"(?:{lexicon.alternation(both)})(?!\w)", re.IGNORECASE)


_PREFIX: Final = re.compile(r"^(?:ex|vice|co|sous|archi|arrière)-|^co(?=[pdfrgl])")


_SCIENCE: Final = re.compile(r"(?:(?<!hom)(?<!mon)(?<!pr)ologue|ologiste|(?<!thea)(?<!idol)iatre|therapeute)s?$")


@cache
def head(word: str) -> str | None:
    """ "office" or "trade" when a word is the head of a role, singular or plural; else None."""
    base = deaccent(word).lower()
    if _SCIENCE.search(base):
        return "trade"
    for form in (base, _PREFIX.sub("", base)):
        for part in (form, form.split("-")[0]):
            for entry_id in ("office", "trade"):
                if _in(part, entry_id):
                    return entry_id
    return None


def _in(word: str, entry_id: str) -> bool:
    known = _set(entry_id)
    return (
        word in known
        or (word.endswith("s") and word[:-1] in known)
        or (word.endswith("aux") and word[:-3] + "al" in known)
    )


def _is_verb(word: str) -> bool:
    return word.islower() and deaccent(word) in _set("verb")


def _is_adjective(word: str) -> bool:
    base = deaccent(word).lower()
    if _is_verb(word):
        return False
    return (
        _is_demonym(word)
        or base in _set("adjective")
        or base.rstrip("s") in _set("adjective")
        or bool(_ENDINGS.search(word.lower()))
    )


@cache
def _demonym() -> re.Pattern[str]:
    return lexicon.entry("roles", "demonym").pattern


def _is_demonym(word: str) -> bool:
    return head(word) is None and word.islower() and bool(_demonym().fullmatch(word))


class _Reader:
    """Reads one role from its head to its end, never past `stop`."""

    def __init__(self, folded: str, stop: int, names: Sequence[int] = (), *, whole: bool = False) -> None:
        self.folded = folded
        self.stop = stop
        self.whole = whole
        self.names = frozenset(names)

    def end(self, position: int) -> int:
        """Where the role whose head ends at `position` ends."""
        position = self._adjectives(position)
        inside = False
        while True:
            after = self._complement(position, inside=inside) or self._coordinated(position, inside=inside)
            if not after or after > self.stop:
                return position
            position, inside = after, True

    def _match(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        return pattern.match(self.folded, position, self.stop)

    def _adjectives(self, position: int) -> int:
        """Past lower-case adjectives and capitalised or numbered words that continue a name."""
        while (match := self._match(_WORD, position)) and match.start("word") not in self.names:
            word = match["word"]
            if not (_is_adjective(word) or word[0].isupper() or word[0].isdigit() or word == "of" or self._free(word)):
                break
            if word[0].isdigit() and not word.isdigit():
                break
            position = match.end()
        return position

    def _free(self, word: str) -> bool:
        """Whether any word will do, because the role must reach `stop`."""
        return (
            self.whole
            and "'" not in word
            and word not in _STOPPERS
            and not _is_verb(word)
            and not _PARTICIPLE.search(word)
        )

    def _complement(self, position: int, *, inside: bool) -> int | None:
        if self._match(_NO_OFFICE, position):
            return None
        match = self._match(_PREPOSITION, position) or self._match(_FIELD if inside else _HEAD_PREPOSITION, position)
        return self._noun_group(match.end()) if match else None

    def _noun_group(self, position: int) -> int | None:
        noun = self._match(_NOUN, position)
        if noun is None or noun.start("word") in self.names or noun["word"] in _ADVERBS:
            return None
        end = noun.end()
        if noun.group()[0] in '«"':
            close = re.compile(r"[^»\"\n]{0,80}[»\"]").match(self.folded, end, self.stop)
            end = close.end() if close else end
        elif deaccent(noun["word"]).lower() in {
            "deux",
            "trois",
            "quatre",
            "grands",
            "petits",
            "jeunes",
            "nouveaux",
            "nouvelle",
            "haute",
            "haut",
            "grande",
            "grand",
            "petite",
            "petit",
            "premier",
            "premiere",
            "plus",
            "tout",
            "toute",
            "son",
            "sa",
            "ses",
            "leur",
            "leurs",
            "notre",
            "nos",
            "la",
            "le",
            "les",
        }:
            follow = self._match(_WORD, end)
            end = follow.end() if follow and follow.start("word") not in self.names else end
        return self._adjectives(end)

    def _coordinated(self, position: int, *, inside: bool) -> int | None:
        match = self._match(_AND, position)
        if match is None:
            comma = re.compile(r",(?= (?:de la |de l'|du |des |de |d'|à la |à l'|aux |au ))").match(
                self.folded, position, self.stop
            )
            return self._enumerated(comma.end()) if comma and inside else None
        if match.end() in self.names:
            return None
        second = self._complement(match.end() - 1, inside=True)
        if second:
            return second
        noun = self._match(_NOUN, match.end())
        if noun is None:
            return None
        word = noun["word"]
        if head(word):
            return self._adjectives(noun.end())
        if (
            inside
            and not _is_verb(word)
            and word.lower() not in _DETERMINERS
            and not word.lower().startswith(("l'", "qu'"))
        ):
            follow = self._match(_WORD, noun.end())
            joined = follow is None or _is_adjective(follow["word"]) or word[0].isupper() or _is_adjective(word)
            return self._adjectives(noun.end()) if joined else None
        return None

    def _enumerated(self, position: int) -> int | None:
        """Past ", de l'Énergie et du Climat": a list of complements counts when "et" closes it."""
        end = self._complement(position, inside=True)
        if end is None:
            return None
        more = re.compile(r",(?= (?:de la |de l'|du |des |de |d'|à la |à l'|aux |au ))").match(
            self.folded, end, self.stop
        )
        if more:
            return self._enumerated(more.end())
        both = self._match(_AND, end)
        return self._complement(both.end() - 1, inside=True) if both else None


def _last_word(folded: str, position: int) -> str:
    return folded[max(0, position - 40) : position].split(" ")[-1] or " "


def _heads(folded: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Heads of roles in a stretch, with the ranks before them: (start of the role, end of head, kind)."""
    found: list[tuple[int, int, str]] = []
    opening: int | None = None
    for token in _TOKEN.finditer(folded, start, end):
        word = token.group()
        begin = token.start()
        if "'" in word[:-1]:  # l'adjointe, d'Anne
            cut = word.index("'") + 1
            begin, word = begin + cut, word[cut:]
        base = deaccent(word).lower()
        phrase = _phrases().match(folded, begin, end)
        kind = (
            ("trade" if base in {"homme", "femme", "chef", "cheffe", "assistant", "assistante"} else "office")
            if phrase
            else head(word)
        )
        if kind:
            found.append((begin if opening is None else opening, phrase.end() if phrase else begin + len(word), kind))
        opening = (begin if opening is None else opening) if base in _set("rank") else None
    return found


def _role(folded: str, text: str, start: int, head_end: int, end: int, kind: str) -> Role:
    """The role of `start:end`: descriptive adjectives after a trade and bracketed acronyms are left out."""
    written = text[start:end]
    former = deaccent(folded[start:head_end]).lower().replace("-", " ").split()[0] in _set("former")
    cut = head_end
    while (match := _WORD.match(folded, cut, end)) and (
        deaccent(match["word"]).lower() in _set("evaluative") or (kind == "trade" and _is_demonym(match["word"]))
    ):
        cut = match.end()
    if cut > head_end:
        written = text[start:head_end] + text[cut:end]
    words = folded[start:head_end].split()
    plural = words[-1].lower().endswith(("s", "x")) and len(words[-1]) > 3  # noqa: PLR2004 - no plural is shorter
    if deaccent(words[-1]).lower() in {"chef", "cheffe"} and folded[head_end : head_end + 1] != "-" and end == cut:
        kind = "trade"  # a cook
    rank = (4 if kind == "trade" else 2) + (3 if former else 0)
    return Role(_tidy(written), start, end, plural, rank)


def _tidy(written: str) -> str:
    return _BRACKET.sub("", written).strip(" ,;:–—-")


def before(folded: str, text: str, sentence: Span, start: int, names: Sequence[int]) -> Role | None:
    """The role that ends right before a name ("le ministre du Travail …")."""
    begin = max(sentence[0], start - _MAX_ROLE)
    gap = _SEPARATION.search(folded, begin, start)
    stop = gap.start() if gap else start
    if bracket := re.compile(r" ?\([^()\n]{1,120}\)$").search(folded, begin, stop):
        stop = bracket.start()
    for role_start, head_end, kind in _heads(folded, begin, stop):
        if any(role_start < name < start for name in names) or not _introduced(
            folded, sentence[0], role_start, head_end
        ):
            continue
        end = _Reader(folded, stop, names, whole=True).end(head_end)
        if _past_evaluative(folded, end, stop) == stop:
            return _role(folded, text, role_start, head_end, end, kind)
    return None


_VERBS: Final = frozenset({"juge", "pilote", "arbitre", "manager", "coach", "patron"})
_DETERMINER: Final = re.compile(r"(?:le|la|les|un|une|du|au|son|sa|des|de) $|[ld]'$", re.IGNORECASE)
_INTRODUCTION: Final = re.compile(
    r"(?:(?<!\w)(?:le|la|les|un|une|des|du|de|au|aux|à|par|avec|et|ou|son|sa|ses|leur|leurs|notre|nos|votre|mon|ma|mes|ce|cette|cet|comme|selon|chez|"
    r"pour|contre|entre|avec|tant que|nouveau|nouvelle|nouvel|actuel|actuelle|jeune|célèbre|trois|deux|quatre|grand|grande|futur|future) |[dl]'|[,:(«\"–—•|/!?.-] ?|^)$",
    re.IGNORECASE,
)


def _introduced(folded: str, sentence: int, start: int, end: int) -> bool:
    """Whether a word before a name is a noun there: after an article, a preposition, a mark ("», juge X" is none)."""
    if folded[start:end] in _VERBS and not _DETERMINER.search(folded, max(sentence, start - 6), start):
        return False
    return bool(_INTRODUCTION.search(folded[max(sentence, start - 12) : start])) or folded[start - 1 : start] == "\n"


def _past_evaluative(folded: str, position: int, stop: int) -> int:
    while (match := _WORD.match(folded, position, stop)) and (
        deaccent(match["word"]).lower() in _set("evaluative") or match["word"] in {"d'alors", "sortant", "sortante"}
    ):
        position = match.end()
    return position


def after(folded: str, text: str, limit: int, end: int, names: Sequence[int]) -> Role | None:
    """The role that follows a name: in apposition, in brackets, or on the line under it."""
    lead = _AFTER.match(folded, end)
    if lead is None:
        return None
    if not lead["mark"] and not lead["article"] and not lead["elided"] and lead.end() == end:
        return None
    stop = min(limit, lead.end() + _MAX_ROLE)
    for role_start, head_end, kind in _heads(folded, lead.end(), min(stop, lead.end() + 40)):
        skipped = folded[lead.end() : role_start].split()
        if any(deaccent(word).lower() not in _set("evaluative") for word in skipped):
            return None
        role_end = _Reader(folded, stop, names).end(head_end)
        return _role(folded, text, role_start, head_end, role_end, kind)
    return None


def copula(folded: str, text: str, sentence: Span, end: int, names: Sequence[int]) -> Role | None:
    """The role behind a verb of being or becoming in the rest of the clause."""
    limit = min([name for name in names if name > end] + [sentence[1]])
    match = _COPULA.search(folded, end, min(limit, end + 110))
    if match is None or not re.fullmatch(
        r"[^.;:!?«»\"\n]{0,25}|[^.;:!?«»\"\n]{0,90} et (?:il |elle )?", folded[end : match.start()]
    ):
        return None
    for role_start, head_end, kind in _heads(folded, match.end(), min(limit, match.end() + 40)):
        skipped = folded[match.end() : role_start].split()
        if any(deaccent(word).lower() not in _set("evaluative") for word in skipped):
            return None
        role_end = _Reader(folded, limit, names).end(head_end)
        return _role(folded, text, role_start, head_end, role_end, kind)
    return None


def assign(text: str, analysis: Analysis, spans: Sequence[Span]) -> list[str | None]:
    """The role of each name (in text order), null where its sentence gives none."""
    folded = analysis.folded
    names = [start for start, _ in spans]
    found = [_best(text, analysis, spans, number, names) for number in range(len(spans))]
    return [role.text if role else None for role in _shared(folded, spans, found)]


def _best(text: str, analysis: Analysis, spans: Sequence[Span], number: int, names: Sequence[int]) -> Role | None:
    start, end = spans[number]
    folded = analysis.folded
    sentence = analysis.sentence_at(start)
    near = [name for name in names if sentence[0] <= name]
    limit = max(sentence[1], _line_under(folded, end))
    options = (
        before(folded, text, sentence, start, near),
        after(folded, text, limit, end, near),
        copula(folded, text, sentence, end, near),
    )
    return min((role for role in options if role), key=lambda role: role.rank, default=None)


def _line_under(folded: str, end: int) -> int:
    """End of the next line when the name ends its own, else `end`."""
    if match := re.compile(r"[ ,]*\n").match(folded, end):
        after_line = folded.find("\n", match.end())
        return len(folded) if after_line < 0 else after_line
    return end


_JOINT: Final = re.compile(r"(?:,| et| &|, et) (?:(?:M\.|Mme|Mlle|Dr|Pr|Me) )?")


def _shared(folded: str, spans: Sequence[Span], found: list[Role | None]) -> list[Role | None]:
    """Plural roles pass along a list of names, forwards and backwards."""
    result = list(found)
    links = [bool(_JOINT.fullmatch(folded[left[1] : right[0]])) for left, right in zip(spans, spans[1:], strict=False)]
    for number, linked in enumerate(links):
        role = result[number]
        if linked and role and role.plural and role.end <= spans[number][0] and result[number + 1] is None:
            result[number + 1] = role
    for number in range(len(links) - 1, -1, -1):
        role = result[number + 1]
        if links[number] and role and role.plural and role.start >= spans[number + 1][1] and result[number] is None:
            result[number] = role
    return result
