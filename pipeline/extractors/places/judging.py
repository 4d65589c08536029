"""Is this name a place here? Evidence for and against, added up as log-odds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extractors.places.spotting import Candidate
from pipeline.types import Analysis, Document, Entity

_LOCATIVE = re.compile(
    r"(?<![\w'])(?:[Aà]|À|En|en|[Vv]ers|[Dd]epuis|[Ee]ntre|[Pp]ar|[Jj]usqu'(?:à|en)|[Pp]rès (?:de|d')|[Aa]utour (?:de|d')|"
    r"[Hh]ors (?:de|d')|[Aa]u(?:x)?|[Dd]ans|[Ss]ur|[Ss]ous|[Cc]ontre|[Pp]our|[Vv]ia|[Rr]ejoint|[Qq]uitte|[Vv]isite)(?: la | l'| les | le |'| )?$"
)
_GENITIVE = re.compile(r"(?<![\w'])(?:[Dd]e|[Dd]u|[Dd]es|[Dd]'|DE|DU|DES|D') ?$")
_HEAD = re.compile(
    r"(?<!\w)(?:mairies?|maires?|villes?|communes?|gares?|préfets?|préfètes?|préfecture|sous-préfets?|sous-préfecture|quartiers?|"
    r"centres?(?: \w+){0,2}|hôpital|hôpitaux|CHU|CHRU|CH|CHR|tribunal(?: \w+){0,3}|cour d'appel|parquet|procureure?(?: de la République)?|"
    r"universités?|académie|rectorat|recteur|rectrice|aéroport|port|départements?|régions?|conseil (?:départemental|régional|municipal)|"
    r"cantons?|communautés?(?: \w+)?|agglomérations?|pays|bassin|plaine|vallées?|lac|baie|île|golfe|forêt|mont|col|"
    r"plages?|habitants?|rives?|bords?|foire(?:-expo)?|marchés?|festival|stade|musée|théâtre|opéra|lycées?|collèges?|écoles?|églises?|"
    r"cathédrale|château|abbaye|office de tourisme|CCAS|MJC|médiathèque|bibliothèque|piscine|pompiers|gendarmes|gendarmerie|"
    r"commissariat|brigade|maison d'arrêt|prison|centre pénitentiaire|hôtel de ville|agence|site|usine|métropole|intercommunalité|"
    r"territoires?|secteur|environs|alentours|nord|sud|est|ouest|centre-ville|périphérie|banlieue|environs|région|bourg|village|"
    r"chambre(?: \w+){0,3}|direction(?: \w+)*|député|députée|sénateur|sénatrice|présidente?|élus?|circonscription|"
    r"commerçants|entreprises|collectivités|rue|routes?|tour|citadelle|barrage|pont|siège|commandant|évêque|diocèse|ligne|traversée|"
    r"arrondissement|faubourg|hameau|camp|zone(?: \w+)?|parc|technopole|campus|IUT|institut|MDS|IFSI|SDIS|DDTM|ARS|CAF|Caf)"
    r"(?: \w+)? (?:de|du|des|d'|de la|de l') ?$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?<!\d)(?:\d{5}|\d\d \d{3})(?: cedex)?,? {1,2}$")
_CODE_AFTER = re.compile(r" ?\((?:\d{2,3}|2[AB])\)")
_CIVILITY = re.compile(
    r"(?<!\w)(?:MM?\.|Mme|Mmes|Mlle|Monsieur|Madame|Maître|Me|Dr|Docteur|Pr|Professeur|Mgr|Général|Saint|Sainte) $"
)
_CAPITAL_BEFORE = re.compile(r"(?<![\w'-])[A-ZÀ-Ý][\wœ'.-]* $")
_CAPITAL_AFTER = re.compile(r" [A-ZÀ-Ý][\wœ]")
_OPEN = re.compile(r"\($")
_LIST_BEFORE = re.compile(r"(?:, (?:et |ou )?| et | ou | puis |/)(?:à |en |de |d'|au |aux |du )?$")
_START = re.compile(r"(?:^|\n)[\s\-–—•*\d.)]*$")
_DATELINE = re.compile(
    r"(?:, le (?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|, \d{1,2}(?:er)? \w|\.? [-–—] | ?: |\. [A-ZÀ-Ý]|\n|$)"
)
_INSTITUTION = re.compile(
    r"(?<!\w)(?:[Rr]égion|[Dd]épartement|[Mm]airie|[Vv]ille|[Uu]niversités?|UNIVERSITÉ|CHU|CHRU|CH|IUT|INSA|IAE|ESPE|INSPE|[Aa]cadémie|"
    r"[Cc]ampus|[Éé]cole|Sciences Po|[Mm]étropole|[Gg]rand|[Pp]réfecture|CCI|CPAM|CAF|Caf|UFR|IEP|ENS|ESC|Polytech|Centrale|Mines|CNFPT|"
    r"ARS|DREAL|DRAC|DDETS|DREETS|SDIS|Crous|CROUS|OFQJ|Cour d'[Aa]ppel|Secteur|[Gg]are|[Aa]éroport) $"
)
_METROPOLE = re.compile(
    r" (?:[Mm]étropole|MÉTROPOLE|[Aa]gglomération|[Aa]gglo|[Cc]ommunauté|[Cc]edex|CEDEX|Habitat)(?!\w)"
)
_THRESHOLD = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence says of one candidate: log-odds, and why it is out whatever they are."""

    odds: float
    rule: str
    veto: str | None = None

    @property
    def accepted(self) -> bool:
        return self.veto is None and self.odds > _THRESHOLD

    @property
    def confidence(self) -> float:
        return round(1 / (1 + math.exp(-self.odds)), 3)


_VETO_ZONES = ("url", "street", "club", "brand", "event", "work")


def judge(candidate: Candidate, analysis: Analysis, model: bool) -> Verdict:
    """Weigh one candidate by itself."""
    veto = _veto(candidate, analysis)
    rule, odds = _cue(candidate)
    total = _prior(candidate) + odds + _neighbours(candidate) + (_entity(candidate, analysis) if model else 0.0)
    return Verdict(total, f"place.{candidate.places[0].kind if candidate.places else 'none'}.{rule}", veto)


def _veto(candidate: Candidate, analysis: Analysis) -> str | None:
    if not candidate.places:
        return "article does not agree"
    if _CIVILITY.search(candidate.left):
        return "after a civility"
    kind = candidate.places[0].kind
    for zone in analysis.zones:
        if zone.start <= candidate.name_start and candidate.end <= zone.end:
            if zone.kind in _VETO_ZONES:
                return f"inside a name ({zone.kind})"
            if zone.kind == "building" and not _school(candidate, analysis.folded[zone.start : candidate.start]):
                return "inside the name of a building"
            if zone.kind == "national" and kind in {"country", "continent"}:
                return "country inside the name of an organisation"
    if candidate.right[:1] == "-" and candidate.right[1:2].isalpha():
        return "part of a longer compound"
    if candidate.left[-1:] == "-" and candidate.left[-2:-1].isalpha():
        return "part of a longer compound"
    return None


def _school(candidate: Candidate, before: str) -> bool:
    return bool(re.match(r"[ÉEée]cole|[Ii]nstitut|[Uu]niversité", before)) and before.count(" ") > 1


def _prior(candidate: Candidate) -> float:
    place = candidate.places[0] if candidate.places else None
    if place is None:
        return 0.0
    if place.kind in {"country", "continent", "region", "departement"} or place.status == "alias":
        return 0.5 if place.word or place.given > 50 else 2.5
    several = " " in candidate_key(candidate)
    if several:
        return 1.8
    odds = 0.8 if max(p.population for p in candidate.places) > 8000 else 0.0
    if place.word:
        odds -= 3.0
    if place.bearers > 15:
        odds -= 1.5
    if place.given > 15:
        odds -= 2.0
    if place.status == "world":
        odds -= 0.5
    return odds


def candidate_key(candidate: Candidate) -> str:
    return candidate.places[0].name.replace("-", " ") if candidate.places else ""


def _cue(candidate: Candidate) -> tuple[str, float]:
    left, right = candidate.left, candidate.right
    if _POSTCODE.search(left):
        return "postcode", 4.0
    if _CODE_AFTER.match(right):
        return "code", 3.0
    if _OPEN.search(left) and right[:1] in {")", ",", " "}:
        return "brackets", 2.5
    if _HEAD.search(left):
        return "head", 3.0
    if _LOCATIVE.search(left):
        return "locative", 3.0
    if _GENITIVE.search(left):
        return "genitive", 1.0
    if _START.search(left) and _DATELINE.match(right):
        return "dateline", 2.0
    return "bare", 0.0


def _neighbours(candidate: Candidate) -> float:
    odds = 0.0
    if _INSTITUTION.search(candidate.left):
        odds += 2.0
    elif _CAPITAL_BEFORE.search(candidate.left):
        odds -= 2.5
    if _CAPITAL_AFTER.match(candidate.right) and not _METROPOLE.match(candidate.right):
        odds -= 1.5
    return odds


def _entity(candidate: Candidate, analysis: Analysis) -> float:
    touching = [e for e in analysis.entities if e.start < candidate.end and candidate.start < e.end]
    if not touching:
        return -0.5
    entity = touching[0]
    exact = entity.end == candidate.end and entity.start in {candidate.start, candidate.name_start}
    return {"LOC": 2.0 if exact else 1.0, "PER": -2.5, "ORG": 0.0, "MISC": -0.5}[entity.label]
