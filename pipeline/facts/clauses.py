"""Who or what does what in a clause: subjects, also those that the parser has lost, and what pronouns point at."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.facts import phrases
from pipeline.facts.reading import Reading

Refused = Callable[[int], bool]

SUBJECTS = {"nsubj", "nsubj:pass", "nsubj:caus"}
_CHAIN = {"conj", "xcomp", "ccomp", "aux:tense", "aux:pass", "cop"}
_SEE = {"vu", "voit", "voient", "voir", "verra", "verront", "fait", "font", "faire", "fera"}
THIRD = {"il", "elle", "ils", "elles", "-il", "-elle", "-ils", "-elles"}
_PRONOUNS = {"qui", "qu'", "que", "dont"}
_BE = {"est", "sont", "était", "étaient", "sera", "seront", "serait", "seraient", "fut", "furent", "été", "être"}
_BARE = {"obl:mod", "dislocated", "obj", "appos"}
_OPENS = {"DET", "PUNCT", "CCONJ", "ADV"}
_CLAUSE = {";", ":", "—", "–", "«", "(", "."}


def subject(reading: Reading, verb: int) -> int | None:
    """The head of the subject of a verb, also one shared with the verb that governs it."""
    for node in reading.path(verb):
        found = _own_subject(reading, node)
        if found is not None:
            return found
        word = reading.words[node]
        shared = word.dep == "advcl" and "VerbForm=Fin" not in word.morph  # "en attribuant", "pour financer"
        if word.dep not in _CHAIN and not shared:
            return None
    return None


def _own_subject(reading: Reading, verb: int) -> int | None:
    """The subject of one verb: what is seen to do it, its subject, a bare noun before it, or what it qualifies."""
    word = reading.words[verb]
    found = _seen(reading, verb)
    if found is None:
        found = next((c for c in reading.children[verb] if reading.words[c].dep in SUBJECTS), None)
        if found is not None and reading.words[found].text.lower() in _PRONOUNS and word.dep.startswith("acl"):
            return word.head
    if found is None:
        found = _bare(reading, verb)
    return word.head if found is None and word.dep in {"acl", "acl:relcl"} and word.pos == "VERB" else found


def _bare(reading: Reading, verb: int) -> int | None:
    """A noun with an article and no preposition before a finite verb: its subject, whatever the parser calls it."""
    for child in reading.children[verb]:
        bare = reading.words[child].dep in _BARE and not reading.case(child) and phrases.has_article(reading, child)
        if child < verb and bare and phrases.is_noun(reading, child):
            return child
    return None


def clause_subject(reading: Reading, verb: int, refused: Refused) -> int | None:
    """The last noun before a verb that starts its phrase and has no preposition, when the tree has lost the subject."""
    for index in range(verb - 1, -1, -1):
        if reading.words[index].text in _CLAUSE:
            return None
        if _starts_phrase(reading, index) and phrases.is_noun(reading, index) and not refused(index):
            return index
    return None


def _starts_phrase(reading: Reading, index: int) -> bool:
    before = reading.words[index - 1] if index else None
    contracted = before is not None and before.text.lower() in {"du", "des", "au"}
    return not contracted and not reading.case(index) and (before is None or before.pos in _OPENS)


def _seen(reading: Reading, verb: int) -> int | None:
    """What a verb of perception sees change: "ont vu leur activité croître"."""
    governor = reading.words[verb].head
    if "VerbForm=Inf" not in reading.words[verb].morph or reading.words[governor].text.lower() not in _SEE:
        return None
    found = (c for c in reading.children[governor] if reading.words[c].dep == "obj" and phrases.is_noun(reading, c))
    return next(found, None)


def verb_of(reading: Reading, word: int) -> int:
    """The verb that a word hangs on ("coûte plus cher"); the word itself when it is a verb or hangs on none."""
    if reading.words[word].pos in {"ADV", "ADJ"}:
        return next((i for i in reading.path(word) if reading.words[i].pos in {"VERB", "AUX"}), word)
    return word


def misread(reading: Reading, verb: int) -> int | None:
    """The subject of a finite verb that the parser took for an adjective of the last noun before it."""
    word = reading.words[verb]
    if word.dep not in {"amod", "acl"} or "VerbForm=Part" in word.morph or word.head > verb:
        return None
    head = word.head
    while reading.words[head].dep == "nmod" and reading.words[head].head < head:
        head = reading.words[head].head
    return head if phrases.is_noun(reading, head) else None


def is_passive(reading: Reading, verb: int) -> bool:
    """Whether the subject of a verb undergoes it: "est financé", "financé par"."""
    word = reading.words[verb]
    deps = {reading.words[child].dep for child in reading.children[verb]}
    if "aux:pass" in deps or "nsubj:pass" in deps:
        return True
    helpers = {reading.words[c].text.lower() for c in reading.children[verb] if reading.words[c].dep.startswith("aux")}
    if "VerbForm=Part" in word.morph and helpers & _BE:
        return True
    return "VerbForm=Part" in word.morph and "Tense=Past" in word.morph and "aux:tense" not in deps


def antecedent(reading: Reading, pronoun: int) -> int | None:
    """The last subject before a pronoun that agrees with it, in its sentence."""
    if reading.words[pronoun].text.lower() not in THIRD:
        return None
    for index in range(pronoun - 1, -1, -1):
        if reading.words[index].dep in SUBJECTS and phrases.is_noun(reading, index) and _agree(reading, index, pronoun):
            return index
    return None


def _agree(reading: Reading, noun: int, pronoun: int) -> bool:
    features = set(reading.words[noun].morph.split("|"))
    wanted = {f for f in reading.words[pronoun].morph.split("|") if f.startswith(("Gender", "Number"))}
    return all(f in features or not any(g.startswith(f.split("=")[0]) for g in features) for f in wanted)


def first_subject(reading: Reading, before: int) -> int | None:
    """The first subject of a sentence, for a figure that is added to it: "soit un recul de 4 %"."""
    found = (i for i in range(before) if reading.words[i].dep in SUBJECTS and phrases.is_noun(reading, i))
    return next(found, None)


def starts_with_pronoun(reading: Reading) -> bool:
    """Whether a sentence hangs on the one before it."""
    return bool(reading.words) and reading.words[0].text.lower() in THIRD
