"""The function or title that a sentence gives to a person.

It stands before the name ("le ministre du Travail …"), after it (", maire de Lens", "(philosophe)"),
on the line under it, or behind a verb of being or becoming. Of several, the present office wins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from pipeline.extractors.people import phrases
from pipeline.extractors.people.phrases import Reader, Role
from pipeline.types import Analysis, Span

_LONGEST: Final = 160  # characters of a role
_INTRODUCED: Final = 30  # characters in which an article and adjectives come before one
_NEAR: Final = 40  # characters in which the head of a role must come
_CIVILITY: Final = r"(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Dr|Pr|Me|Mgr)"
_SEPARATION: Final = re.compile(
    rf"(?:(?:, [^,:\n]{{1,40}})? ?:(?: (?:le|la)(?= {_CIVILITY} ?$))?| ?[,–—-])?(?: {_CIVILITY})? ?$"
)
_BRACKET: Final = re.compile(r" ?\([^()\n]{1,120}\)$")
_ARTICLE: Final = r"(?:(?:le|la|les|un|une|notre|leur|son|sa|ses) |l')"
_PARTY: Final = r"(?: ?\((?:\d{1,3}(?: ans)?|[A-Z]{2,6}(?:[-/ ][A-Z]+)?)\))?"
_ALIAS: Final = r"(?:,? (?:dite?|alias|surnommée?) [^,()\n]{1,30}(?=,))?"
# Between a name and its role: "dit Job", "(LR)", ", 54 ans", a mark or a line break, "alors", "le".
_AFTER: Final = re.compile(
    rf"{_ALIAS}{_PARTY}(?:, \d{{1,3}} ans)?(?P<line>,? ?\n{{1,2}})?(?: ?[,(:–—-])?"
    r" ?(?:(?:alors|actuel|actuelle|également|aussi|désormais|aujourd'hui|qui est|lui-même|elle-même|"
    rf"(?:ré)?élue?(?! d)|nommée?|désignée?|en tant que|comme) |en qualité d(?:e |'))?{_ARTICLE}?"
)
_SIGNATURE: Final = re.compile(rf"(?:[^\n:]{{1,20}} : ?)?(?i:{_ARTICLE})?")
_SINCE: Final = re.compile(r" depuis [^,]{1,30}$")
_NEXT_ROLE: Final = re.compile(
    r"(?: à [A-ZÀ-Ý][\w'-]{1,30})?(?:,| et|, et) (?:(?:aussi|également) )?(?:(?:le|la) |l')?"
)
_SOMEBODY: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)* (?:Le |La |De )?[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*")
_PARENTS: Final = re.compile(r"(?<!\w)(?:parents?|pères?|mères?) d(?:'|e |es )$")
_OBJECT: Final = re.compile(r" (?:le |la |les |l')")
_ASIDE: Final = re.compile(r", (?:née? [^,;.:()\n«»\"]{3,50}|[a-zà-ÿ\d][^,;.:()\n«»\"A-Z]{3,30}), ")
_ENDED: Final = re.compile(r"[,.;]|$")
_NOUN: Final = re.compile(r" (?!et |qui |a |est )[a-zà-ÿ]")
_NEXT_NAME: Final = re.compile(rf" ?(?:{_CIVILITY} )?")
_NEXT_LISTED: Final = re.compile(rf", (?:{_CIVILITY} )?")
_COPULA: Final = re.compile(
    r"(?<!\w)(?:(?:prend|prendra|a pris|occupe|exerce) (?:ses|les) fonctions (?:de |d')|"
    r"(?:(?:a|avait|a été|est|été|sera) (?:nommée?|élue?|réélue?|désignée?|promue?)|"
    r"est|était|a été|sera|fut|devient|deviendra|reste|demeure|c'est) "
    r"(?:(?:aussi|également|désormais|aujourd'hui|actuellement) ){0,2}"
    rf"(?:l'une? des (?:deux |trois )?|{_ARTICLE})?)(?=\w)"
)
_CLAUSE: Final = re.compile(r"[^.;:!?«»\"\n]{0,25}|[^.;:!?«»\"\n]{0,90} et (?:il |elle )?")
_CLAUSE_LENGTH: Final = 110
_INTRODUCTION: Final = re.compile(
    r"(?:(?<!\w)(?:le|la|les|un|une|des|du|de|au|aux|à|par|avec|et|ou|son|sa|ses|leur|leurs|notre|nos|votre|mon|ma|mes|ce|"
    r"cette|cet|comme|selon|chez|pour|contre|entre|que|nouveau|nouvelle|nouvel|actuel|actuelle|jeune|célèbre|trois|deux|"
    r"quatre|grand|grande|futur|future) |[dl]'|[,:(«\"–—•|/!?.-] ?)$",
    re.IGNORECASE,
)
# "le porte-parole du président X": X is the president, not his spokesman.
_HOLDER: Final = re.compile(r"(?<!\w)(?:du|de la|de son|de sa|de leur|de notre|de l') ?$")
_PARTICIPLE: Final = re.compile(r"[^\W\d_]+ée?s?(?!\w)")
_PARENT: Final = re.compile(r"(?<!\w)d'une? $")
_JOINT: Final = re.compile(rf"(?: \([^()\n]{{1,30}}\))?(?:,| et| &|, et) (?:{_CIVILITY} )?")
_ALONE_BEFORE: Final = re.compile(rf"[-–•* ]{{0,4}}(?:{_CIVILITY} )?")


def assign(text: str, analysis: Analysis, spans: Sequence[Span]) -> list[str | None]:
    """The role of each name (spans in text order), None where its sentence gives none."""
    finder = _Finder(text, analysis, spans)
    found = [finder.best(number) for number in range(len(spans))]
    return [role.text if role else None for role in _shared(analysis.folded, spans, found)]


class _Finder:
    """Looks for roles around the names of one document."""

    def __init__(self, text: str, analysis: Analysis, spans: Sequence[Span]) -> None:
        self._text = text
        self._analysis = analysis
        self._folded = analysis.folded
        self._spans = spans
        self._names = dict(spans)
        self._led: set[int] = set()  # ends of names whose role stands before them in a list

    def best(self, number: int) -> Role | None:
        """Of the roles around a name the one that outweighs the others, the one behind the name of equals."""
        before, after = self._before(number), self._after(number)
        if before and after and self._opens_list(number, before, after):
            self._led.add(self._spans[number][1])
            return before
        options = (after, before, self._above(number), self._copula(number))
        return min(
            (role for role in options if role and not phrases.is_address(role)),
            key=lambda role: role.rank,
            default=None,
        )

    def _before(self, number: int) -> Role | None:
        start = self._spans[number][0]
        sentence = self._analysis.sentence_at(start)
        begin = max(sentence[0], start - _LONGEST)
        if number:
            begin = max(begin, self._previous_allowed(number))
        gap = _SEPARATION.search(self._folded, begin, start)
        stop = gap.start() if gap else start
        if bracket := _BRACKET.search(self._folded, begin, stop):
            stop = bracket.start()
        comma = "," in self._folded[stop:start]
        found: Role | None = None
        for head in phrases.heads(self._folded, begin, stop):
            holder = _HOLDER.search(self._folded, begin, head.start)
            if found and (not holder or comma):
                continue
            if not self._introduced(sentence[0], head.start, head.end) or (
                comma and self._of_another(number, head.start)
            ):
                continue
            end = Reader(self._folded, stop, self._names, whole=True).end(head)
            if self._past_adverbs(end, stop) == stop:
                role = phrases.role(self._folded, self._text, head, end)
                found = found if found and role.plural else role
        heading = found and found.plural and ":" in self._folded[stop:start]  # "Investisseurs : J. Morel"
        return None if heading else found

    def _opens_list(self, number: int, before: Role, after: Role) -> bool:
        """Whether a name follows its role in a list of roles and names: "le maire, X, le préfet, Y, et …"."""
        follow = _NEXT_LISTED.match(self._folded, after.end)
        listed = follow is not None and follow.end() in self._names
        return listed and "," in self._folded[before.end : self._spans[number][0]]

    def _above(self, number: int) -> Role | None:
        """The role of a signature: a line of its own ("Le Maire,"), then a line that holds the name alone."""
        start, end = self._spans[number]
        line = self._folded.rfind("\n", 0, start)
        if line < 1 or not self._alone(start):
            return None
        comma = self._folded[line - 1] == ","
        stop = line - comma
        begin = max(self._folded.rfind("\n", 0, line) + 1, line - _LONGEST)
        if not comma and (self._folded[end : end + 1] not in {"", "\n"} or self._of_another(number, begin, lines=True)):
            return None
        lead = _SIGNATURE.match(self._folded, begin)
        role = self._one(lead.end(), stop) if lead else None
        return role if role and role.end == stop else None

    def _previous_allowed(self, number: int) -> int:
        """Where a role before a name may begin: behind the name before, unless that one is its complement."""
        start, end = self._spans[number - 1]
        complement = self._folded[max(0, start - 3) : start].endswith((" de ", "de ", "d'"))
        return 0 if complement and self._folded[end : end + 2] in {", ", " ("} else end

    def _of_another(self, number: int, start: int, *, lines: bool = False) -> bool:
        """Whether a role belongs to the name before (on the line above, too, if `lines`), or to somebody's parent."""
        end = self._spans[number - 1][1] if number else start
        beside = lines or "\n" not in self._folded[end:start]
        if beside and end < start and end not in self._led and _AFTER.fullmatch(self._folded, end, start):
            return True
        return bool(_PARENT.search(self._folded, max(0, start - 6), start))

    def _introduced(self, sentence: int, start: int, end: int) -> bool:
        """Whether a word is a noun where it stands: after an article, a preposition, a mark ("», juge X" is none)."""
        before = self._folded[max(sentence, start - _INTRODUCED) : start]
        while before.endswith(" ") and phrases.is_evaluative(last := before.split(" ")[-2]):  # "le regretté"
            before = before[: -len(last) - 1]
        if start == sentence:
            return True
        if _PARENTS.search(before):
            return False
        return phrases.is_title(before, self._folded[start:end]) and bool(_INTRODUCTION.search(before))

    def _past_adverbs(self, position: int, stop: int) -> int:
        words = _SINCE.sub("", self._folded[position:stop])
        return stop if all(phrases.is_evaluative(word) or word == "d'alors" for word in words.split()) else position

    def _after(self, number: int) -> Role | None:
        start, end = self._spans[number]
        lead = _AFTER.match(self._folded, end)
        if lead is None or lead.end() == end or (lead["line"] and not self._alone(start)):
            return None
        limit = self._line_end(lead.end()) if lead["line"] else self._analysis.sentence_at(start)[1]
        role = self._from(lead.end(), limit) or self._past_aside(end, limit)
        if role and lead["line"] == "\n\n" and role.end < limit:  # a paragraph, not the line of a signature
            return None
        if role and _SOMEBODY.fullmatch(role.text) and lead.group().rstrip("'").endswith(("le ", "la ", "l")):
            return None  # "le colonel Morel, le sergent Vidal": somebody else
        joined = not lead.group().strip(" ")  # "Jeanne Morel présidente", but not "Jeanne Morel élue"
        if role is None or (joined and self._is_verb(role)):
            return None
        follow = (_NEXT_LISTED if lead["line"] else _NEXT_NAME).match(self._folded, role.end)
        return None if follow and follow.end() in self._names and follow.end() > role.end else role

    def _is_verb(self, role: Role) -> bool:
        """Whether a word right behind a name is what the person did: "X délégué …", "X et Y président le jury"."""
        verb = _PARTICIPLE.match(self._folded, role.start) or _OBJECT.match(self._folded, role.end)
        return verb is not None

    def _past_aside(self, end: int, limit: int) -> Role | None:
        """The office behind an aside: "X, trois mandats derrière elle, présidente de la commission"."""
        aside = _ASIDE.match(self._folded, end, limit)
        role = self._one(aside.end(), limit) if aside else None
        certain = role and not role.plural and _ENDED.match(self._folded, role.end)
        return role if aside and role and certain and role.start == aside.end() else None

    def _alone(self, start: int) -> bool:
        """Whether a name opens its line."""
        line = self._folded.rfind("\n", 0, start) + 1
        return bool(_ALONE_BEFORE.fullmatch(self._folded, line, start))

    def _line_end(self, start: int) -> int:
        end = self._folded.find("\n", start)
        return len(self._folded) if end < 0 else end

    def _copula(self, number: int) -> Role | None:
        start, end = self._spans[number]
        limit = self._analysis.sentence_at(start)[1]
        if number + 1 < len(self._spans):
            limit = min(limit, self._spans[number + 1][0])
        verb = _COPULA.search(self._folded, end, min(limit, end + _CLAUSE_LENGTH))
        if verb is None or not _CLAUSE.fullmatch(self._folded, end, verb.start()):
            return None
        return self._from(verb.end(), limit)

    def _from(self, start: int, limit: int) -> Role | None:
        """The role that begins at `start`, adjectives such as "nouveau" aside, or a better one that it is joined to."""
        best: Role | None = None
        while role := self._one(start, limit):
            best = role if best is None or role.rank < best.rank else best
            joint = _NEXT_ROLE.match(self._folded, role.end, limit)
            if joint is None:
                break
            start = joint.end()
        return best

    def _one(self, start: int, limit: int) -> Role | None:
        head = next(phrases.heads(self._folded, start, min(limit, start + _NEAR)), None)
        if head is None or not all(map(phrases.is_evaluative, self._folded[start : head.start].split())):
            return None
        end = Reader(self._folded, min(limit, head.end + _LONGEST), self._names).end(head)
        if end == head.end and phrases.is_ambiguous(self._folded[head.start : end]) and _NOUN.match(self._folded, end):
            return None  # "la principale association"
        return phrases.role(self._folded, self._text, head, end)


def _shared(folded: str, spans: Sequence[Span], found: list[Role | None]) -> list[Role | None]:
    """Plural roles passed along a list of names, forwards and backwards."""
    result = list(found)
    pairs = list(enumerate(itertools.pairwise(spans)))
    linked = [number for number, (left, right) in pairs if _JOINT.fullmatch(folded, left[1], right[0])]
    for number in linked:
        role = result[number]
        if role and role.plural and role.end <= spans[number][0] and result[number + 1] is None:
            result[number + 1] = role
    for number in reversed(linked):
        role = result[number + 1]
        if role and role.plural and role.start >= spans[number + 1][1] and result[number] is None:
            result[number] = role
    return result
