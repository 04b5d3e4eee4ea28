"""People in running text: "my name is …", "tattoos by …", "our piercer …", in many languages.

The weakest layer: what it finds counts where no list of people was found, or supports what other layers found.
"""

import re

from inkscout.extraction.candidates import Candidate, View
from inkscout.extraction.document import Line
from inkscout.extraction.handles import handles_in
from inkscout.extraction.names import read_name, score_words
from inkscout.extraction.styles import styles_in
from inkscout.extraction.zones import Zone, heading_like
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.given_names import GIVEN_NAMES

LAYER = "sentence"
_U = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽА-ЯЁІЇЄҐ"
_L = r"a-zß-öø-ÿāăąćčďđēėęěğģīįıķĺļľłńņňōőœŕřśşšťūůűųźżža-яёіїєґ"
_NAME = (
    rf"((?:[{_U}][{_U}{_L}'’\-]+)(?:\s+(?:(?:de|da|van|von|der|del|la|di)\s+)?[{_U}][{_U}{_L}'’\-]+){{0,2}})"
)

_SELF = re.compile(
    r"(?:^|[\s.!,–—-])(?:(?i:my name is|my name's|hi,? i'?m|hello,? i'?m|hey,? i'?m|i am called|call me|mein name ist|ich heisse|ich heiße|hi,? ich bin"
    r"|hallo,? ich bin|je m'appelle|je m’appelle|moi,? c'est|moi c’est|bonjour,? je suis|me llamo|mi nombre es|hola,? soy|mi chiamo|ciao,? sono"
    r"|me chamo|meu nome é|ol[áa],? (?:eu )?sou|mam na imię|nazywam się|cześć,? jestem|ik ben|mijn naam is|ik heet|jag heter|mitt namn är|hej,? jag är"
    r"|jeg heter|jeg hedder|nimeni on|jmenuji se|volám sa|меня зовут|моё имя|мое имя|мене звати|привет,? я|привіт,? я))[\s:–—-]+"
    + _NAME,
)
_BY = re.compile(
    r"(?i:\b(?:custom )?(?:tattoos?|tattooing|tatouages?|tatuajes|tatuagens|tatuaggi|piercings?|art|ink)\s+(?:by|par|por|di|von|door|av))\s+"
    + _NAME
    + r"\s*[.!]?$"
)
_ROLE_WORDS = (
    r"tattoo artist|tattooer|tattooist|resident artist|piercer|body piercer|piercing artist|apprentice|tatoueu(?:r|se)|artiste tatoueu(?:r|se)|perceu(?:r|se)|pierceu(?:r|se)"
    r"|tatuador|tatuadora|tatuatore|tatuatrice|tätowierer|tätowiererin|piercerin|künstlerin|tatuażysta|tatuażystka|tatuator|tatuerare|tatoeëerder|tatuoija|piercare"
    r"|тату-мастер|мастер тату|татуировщик|татуировщица|тату-художник|пирсер|тату-майстер"
)
_OWNER_WORDS = (
    r"owner|co-owner|founder|co-founder|fondateur|fondatrice|fondée par|fondé par|créé par|founded by|owned by|run by|established by|opened by|started by"
    r"|inhaber|inhaberin|gründer|gründerin|gegründet von|geführt von|dueño|dueña|fundador|fundadora|fundado por|fundada por|titolare|fondatore|fondato da|fundado por"
    r"|właściciel|właścicielka|założyciel|założycielka|eigenaar|eigenaresse|opgericht door|grundare|ägare|grundades av|основатель|основательница|владелец|владелица|основана|засновник|засновниця"
)
_IS_A = re.compile(
    _NAME
    + r",?\s+(?i:(?:is|was born|est|ist|es|è|é|är|jest|is een|—|–|-)\s+(?:(?:a|an|the|our|un|une|notre|ein|eine|unser|unsere|una|el|la|nuestro|nuestra|um|uma|en|ett)\s+)?(?:[\w\-]+\s+){0,4}?(?:"
    + _ROLE_WORDS
    + r"))\b"
)
_ROLE_THEN = re.compile(
    r"(?i:\b(?:the|our|notre|le|la|unser|unsere|nuestro|nuestra|nosso|nossa|il nostro|la nostra|vår|onze|nasz|nasza|наш|наша|und|et|and|y)\s+(?:[\w\-]+\s+)?(?:"
    + _ROLE_WORDS
    + r"))[\s,:–—-]+"
    + _NAME
)
_THEN_ROLE = re.compile(
    _NAME
    + r"\s*[,(:–—-]\s*(?i:(?:the|our|notre|le|la|l'|unser|unsere|nuestro|nuestra|a|an|un|une|ein|eine)?\s*(?:[\w\-]+\s+)?(?:"
    + _ROLE_WORDS
    + "|"
    + _OWNER_WORDS
    + r"))\b"
)
_OWNER_THEN = re.compile(
    r"(?i:\b(?:" + _OWNER_WORDS + r"))(?i:\s*(?:and|&|et|und|y|e|/)\s*(?:[\w\-]+\s*){1,3}|)[\s,:–—-]+" + _NAME
)
_THEN_OWNER = re.compile(
    _NAME
    + r"\s*,?\s+(?i:(?:is|est|ist|es|è|é|är|jest)\s+(?:the|a|le|la|l'|der|die|el|o|a|il)?\s*(?:[\w\-]+\s+){0,2}(?:"
    + _OWNER_WORDS
    + r"))\b"
)
_ABOUT = re.compile(
    r"^(?i:about|meet|über|uber|sobre|om|à propos de|a propos de|chi è|o|over|про|об|обо|о|das ist|voici)\s+"
    + _NAME
    + r"\s*[.:!]?$"
)
_NOT_THEIRS = re.compile(
    r"(?i:\b(?:under|with|inspired by|like|former|ex|legend(?:ary)?|famous|by the late|thanks? to|trained (?:by|with|under)|learned from|mentor|apprenticed|bei|chez|unter)\s+(?:the\s+|by\s+)?(?:[\w\-()]+\s+){0,3})$"
)
_QUOTES = ('"', "“", "„", "«", "'", "‘")
_MAX_LINES = 400


def people_in_sentences(view: View) -> list[Candidate]:
    """Candidates of a page's running text, each with the role its sentence gives."""
    found: list[Candidate] = []
    blocked = Zone.REVIEW | Zone.CREDIT | Zone.BLOG | Zone.FORM | Zone.SHOP
    for line in view.document.lines[:_MAX_LINES]:
        if view.zones[line.index] & blocked or line.text.startswith(_QUOTES):
            continue
        found.extend(_of_line(view, line))
    return found


def _of_line(view: View, line: Line) -> list[Candidate]:
    text = line.text[:1500]
    out: list[Candidate] = []
    if len(text) < 120:
        _add(out, view, line, _BY.search(text), "artist", 0.62, strict=False)
        if heading_like(line):
            match = _ABOUT.search(text.title() if text.isupper() else text)
            if match and _is_followed_by(view, line, match.group(1)):
                _add(out, view, line, match, "", 0.58, strict=False)
    for match in _SELF.finditer(text):
        _add(out, view, line, match, "artist", 0.66, strict=False)
    if view.is_article:
        return out
    for pattern, role, weight in (
        (_IS_A, "", 0.52),
        (_ROLE_THEN, "", 0.52),
        (_THEN_ROLE, "", 0.5),
        (_OWNER_THEN, "owner", 0.54),
        (_THEN_OWNER, "owner", 0.54),
    ):
        for match in pattern.finditer(text):
            _add(out, view, line, match, role, weight, strict=True)
    return out


def _is_followed_by(view: View, line: Line, name: str) -> bool:
    """Whether the lines after a heading speak of the person named in it."""
    first = fold(name.split(maxsplit=1)[0])
    following = " ".join(other.text for other in view.document.lines[line.index + 1 : line.index + 5])
    return first in GIVEN_NAMES or first in fold(following)


def _add(
    out: list[Candidate],
    view: View,
    line: Line,
    match: re.Match[str] | None,
    role: str,
    weight: float,
    *,
    strict: bool,
) -> None:
    if match is None:
        return
    words = _leading_name(match.group(1))
    if not words:
        return
    score = score_words(words)
    if strict and (score < 0.7 or _NOT_THEIRS.search(line.text[: match.start(1)])):
        return
    if score <= 0:
        return
    around = match.group(0)
    handles = handles_in(line.text) if role == "artist" else ()
    out.append(
        Candidate(
            name=" ".join(words),
            url=view.document.url,
            layer=LAYER,
            confidence=weight + (0.12 if score >= 0.7 else 0.0),
            role=role or _role_near(around),
            styles=styles_in(line.text),
            bio=line.text[:1200] if len(line.text) > 80 else "",
            instagram=handles[0] if handles else "",
            snippet=line.text[max(0, match.start() - 20) : match.end() + 80],
        )
    )


def _role_near(text: str) -> str:
    folded = fold(text)
    if re.search(r"pierc|perceu|пирс", folded):
        return "piercer"
    if "apprent" in folded:
        return "apprentice"
    return "artist"


def _leading_name(text: str) -> list[str]:
    """The words of a match that are the name: trailing words of a sentence are cut."""
    words = text.split()
    for size in range(min(3, len(words)), 0, -1):
        if read_name(" ".join(words[:size])) is not None and score_words(words[:size]) > 0:
            return words[:size]
    return []
