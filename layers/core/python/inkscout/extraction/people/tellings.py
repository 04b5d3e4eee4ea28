"""Finds the people of whom a site's running text says that they opened it, run it or tattoo there."""

import re
from collections.abc import Iterator
from functools import lru_cache

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.text.listed_names import is_listed
from inkscout.extraction.text.names import NameGuess, names_other_trade, read_name
from inkscout.extraction.text.styles_meant import styles_meant
from inkscout.vocabulary.countries import country_code
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import alternatives, long_list, word_set
from inkscout.vocabulary.telling_words import plain_words, telling_words

_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1FFF)) if letter.isupper())
_WORD = rf"[{_UPPER}][\w'’-]{{1,30}}"
_PART = rf"(?:{_WORD}|[{_UPPER}]\.)"
_NICKNAME = r"(?:[\"“„«'‘(][^\"”“»'’()]{1,20}[\"”“»'’)]\s)?"
_PARTICLES = r"(?:(?:da|de|del|della|den|der|di|dos|du|el|la|ten|van|von)\s){0,2}"
_NAME = rf"{_PART}(?:\s{_PARTICLES}{_NICKNAME}{_PART}){{0,3}}"
_AND = r"(?:&|a|and|dan|e|en|et|i|ja|ir|kaj|med|och|og|plus|si|u|un|und|ve|with|y|és|și|và|και|і|и|й|та|و)"
_THE = r"(?:(?:a|der|die|el|la|o)\s)?"
_NAMES = rf"{_THE}{_NAME}(?:,\s{_THE}{_NAME}){{0,8}}(?:,?\s{_AND}\s{_THE}{_NAME})?"
_BETWEEN = rf"(?:[^\W\d_{_UPPER}][\w'’-]{{0,20}}\s){{0,4}}"
_OPENED = (
    f"{alternatives('phrases.founded_by')}|{alternatives('phrases.stands_behind')}".replace(" Y ", r" \d{4} ")
).replace(" X ", r" \S{1,30}(?:\s\S{1,20}){0,2} ")
_FOUNDED = re.compile(rf"(?<!\w)(?i:{_OPENED})\s{_BETWEEN}({_NAMES})")
_OPENING = re.compile(rf"(?<![\w'’])({_NAMES}),?\s(?i:{alternatives('phrases.opened')})(?!\w)")
_TATTOO = re.compile(
    rf"(?<![\w'’])({_NAMES})(?:\s\([^()]{{2,15}}\))?\s(?i:{alternatives('phrases.tattoo_verbs')})(?!\w)"
)
_VERBS, _HERE = alternatives("phrases.tattoo_verbs"), alternatives("phrases.here")
_TATTOO_HERE = re.compile(
    rf"(?<!\w)(?i:(?:{_VERBS})\s(?:{_HERE})|(?:{_HERE})\s(?:{_VERBS}))\s{_BETWEEN}({_NAMES})"
)
_WE_ARE = re.compile(rf"(?<!\w)(?i:{alternatives('phrases.self_introductions_of_two')})\s({_NAMES})")
_WE_TATTOO = re.compile(rf"(?<!\w)(?i:{alternatives('phrases.we_tattoo')})\s?:\s({_NAMES})")
_WAYS = alternatives("phrases.ways")
_TATTOO_STEMS = (
    r"(?:bew|bij|naby|sticht|steche|набив|tat[ouúüt]|tatow|tatuo|tetov|tetuj|tetuje|tätow|тату|тетов|dövme)"
)
_WAY = re.compile(
    rf"(?<![\w'’])(?:({_NAME})['’]s\s(?:[\w'’-]{{1,20}}\s){{0,2}}(?i:{_WAYS})"
    rf"|(?i:{_WAYS})\s(?:de|di|da|do|van|von)\s({_NAME}))\s[^.!?]{{0,40}}\b(?i:{_TATTOO_STEMS})"
)
"""Matches whose way to tattooing a text tells ("Dana's journey into tattooing")."""
_PARTNERS = re.compile(
    rf"(?<![\w'’])({_NAMES})\s(?:GbR|OHG|[vV]\.?[oO]\.?[fF]\.?|[sS]\.?[nN]\.?[cC]\.?)(?!\w)"
)
"""Matches the partners of a firm that is called after them."""
_REGISTERED = re.compile(
    rf"(?<!\w)(?i:di|de|von|inh\.|inhaber(?:in)?:?|titolare:?|owner:?|propietari[oa]:?|właściciel(?:ka)?:?|majitel(?:ka)?:?)\s({_NAME})"
    r"\s?[-–—,|]\s?(?:P\.?\s?I\.?V\.?A|C\.?F\b|NIP\b|IČO?\b|CIF\b|NIF\b|KvK\b|CVR\b|SIRET\b|USt|UID\b|ИНН\b)"
)
"""Matches the person in whose name a firm is registered, before its number."""
_ASIDE = re.compile(
    rf"(?<![\w'’])({_NAME})(?:\s\(([^()]{{3,40}})\)|,\s(?:{alternatives('phrases.relatives')})\s([^,.;()]{{3,60}}))"
)
"""Matches a name before what somebody does, in brackets or a relative clause."""
_I_AND_TATTOO = re.compile(
    rf"(?<!\w)(?i:{alternatives('phrases.self_references')}|oon|mä oon|olen|jeg er|jag är)\s({_NAME})"
    rf"(?:\s{_AND}\s|,\s|\.\s)(?:[\w'’]{{1,12}}\s){{0,2}}(?i:{_TATTOO_STEMS})"
)
"""Matches somebody who says to tattoo right after saying who that is ("I'm Riikka and I tattoo")."""
_ME = re.compile(
    rf"(?<!\w)(?i:me|moi|mir|mich|yo|eu|io|mig|meg|mij|mnie|мной|мною|мені)[,:]\s({_NAME})(?=[.,!]|$)"
)
_I_AM = re.compile(
    rf"(?:^|[.!?…]\s)(?i:{alternatives('phrases.self_references')})\s({_NAME})(?=[,.!]|\s[–—-])"
)
_OF_WE = telling_words("phrases.self_introductions_of_two", "phrases.we_tattoo")
_OF_I = telling_words("phrases.self_references") | {"oon", "olen", "jeg", "jag"}
_OF_ME = frozenset(
    map(
        fold,
        ("me", "moi", "mir", "mich", "yo", "eu", "io", "mig", "meg", "mij", "mnie", "мной", "мною", "мені"),
    )
)
_FIRMS = (" GbR", " OHG", " vof", " VOF", " v.o.f", " V.O.F", " snc", " SNC", " s.n.c", " S.n.c", " S.N.C")
_NUMBERS = ("IVA", "V.A", "C.F", "CF", "NIP", "IČ", "CIF", "NIF", "KvK", "CVR", "SIRET", "USt", "UID", "ИНН")
_OF_FOUNDERS = telling_words("phrases.founded_by", "phrases.stands_behind")
_OF_OPENING = telling_words("phrases.opened")
_OF_WAYS = telling_words("phrases.ways")
_OF_VERBS = telling_words("phrases.tattoo_verbs")
_SPLIT = re.compile(rf"(?:,\s|,?\s{_AND}\s)(?:(?:el|la|o|a|der|die)\s)?(?=[{_UPPER}])")
_WHILE = r"aber|but|mens|medan|mentre|mientras|tandis que|terwijl|while|während|а"
_CLAUSE = re.compile(rf"(?:^|[.;,:–—]\s|\s(?:{_AND[3:-1]}|{_WHILE})\s)({_NAME})\s")
"""Matches the name at the beginning of a clause, by which styles are shared out among people."""
_NEXT_CLAUSE = re.compile(rf"(?:[.;,:–—]\s|\s(?:{_AND[3:-1]}|{_WHILE})\s)(?=[{_UPPER}])")
"""Matches the beginning of a clause after the first; a text without it shares nothing out."""
_DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?:mon|diens|donners|frei|sams|sonn)tags?\b|\bmittwochs?\b"
    r"|\b(?:lunes|martes|miércoles|jueves|viernes|lundi|mardi|mercredi|jeudi|vendredi|samedi|lunedì|martedì|mercoledì|giovedì)\b",
    re.IGNORECASE,
)
_PARTS_OF_DAYS = ("day", "di", "tag", "mittwoch", "jueves", "lunes", "martes", "miercoles", "viernes")
"""Letters, some of which every name of a day has, folded."""
_LONGEST_CLAUSE = 90
_CODE = 3
"""Maximum number of letters of a country's code."""
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.BLOG | Zone.SHOP | Zone.NAV
_MAX_LINES = 300
_LONGEST = 1_500
_SHORTEST = 15
_SENTENCE = re.compile(r"[.!?…]\s")
_HOUSES_WORDS = (
    r"(?:\w{0,12}(?:studio|studi|atelier|salon|laden|werkstatt)\w{0,4}|shop|parlou?r|winkel|zaak|tienda|local|boutique|bottega"
    r"|negozio|butik\w{0,3}|verksted|loja|sklep|pracowni\w{1,2}|dílna|szalon\w{0,3}|stúdió\w{0,2}|műhely|liike|stüdyo\w{0,5}|dükkan\w{0,2}|xưởng|tiệm|στούντιο"
    r"|μαγαζί|студи\w{1,3}|студі\w{1,3}|салон\w{0,2}|мастерск\w{2,3})"
)
_HOUSE = re.compile(rf"(?i:(?<!\w)(?:{_HOUSES_WORDS}|it|we|us|team|es|wir|nous|on|noi|vi|мы|ми)(?!\w))")
"""Matches a word for the studio, or a pronoun for it or its people."""
_DEFINITE = re.compile(
    rf"\s(?i:it(?!\w)|(?:(?:the|this|our|his|her|their|up|el|la|le|il|lo|das|den|die|de|sein|ihr|su|son|o|met)\s(?:\w{{1,12}}\s)?)?"
    rf"(?:{_HOUSES_WORDS}))(?!\w)"
)
"""Matches the studio as what somebody opened; "a shop" may be any."""
_NOUN_BEFORE = re.compile(rf"((?:[{_UPPER}][\w'’-]{{1,30}}\s){{0,4}}[{_UPPER}][\w'’-]{{1,30}}),\s{{0,3}}$")
"""Matches the name of what was founded, directly before "founded by"."""
_OBJECT, _SHORT_WORD = 40, 2
_OF_TRADE = word_set("trade.brand") | {"piercing", "tattoos", "tattooing"}
_LEAST_SHARED = 2
_HOUSES = ("atelier", "salon", "studi", "werkstatt", "мастерск", "салон", "студи", "студі")
"""Beginnings of words for studios, in any case."""
_UNLISTED = 0.35
"""Score of an everyday word that stands among names."""


def people_told(view: PageView) -> list[Candidate]:
    """Returns the people of whom a page's text says that they opened the studio, run it or tattoo there."""
    found: list[Candidate] = []
    title = frozenset(word for word in tokens(view.document.title) if len(word) > _SHORT_WORD) - _OF_TRADE
    for line in view.document.lines[:_MAX_LINES]:
        if len(line.text) < _SHORTEST or view.zones[line.index] & _BLOCKED:
            continue
        text = line.text[:_LONGEST]
        before = len(found)
        for names, role in _told(text, title):
            found.extend(_candidates(view, names, role, text))
        for candidate in found[before:]:
            candidate.group = len({told.name for told in found[before:]})
    return found


def people_introduced(view: PageView) -> list[Candidate]:
    """Returns who says "I'm Riikka and I tattoo" or "me, Joana", by a listed given name."""
    found: list[Candidate] = []
    for line in view.document.lines[:_MAX_LINES]:
        text = line.text[:_LONGEST]
        if len(text) < _SHORTEST or view.zones[line.index] & _BLOCKED:
            continue
        words = plain_words(text)
        for telling, pattern in ((_OF_I, _I_AND_TATTOO), (_OF_ME, _ME), (_OF_I, _I_AM)):
            if telling.isdisjoint(words):
                continue
            guesses = (_read(match[1]) for match in pattern.finditer(text))
            names = [guess for guess in guesses if guess is not None and is_listed(guess)]
            if pattern is _I_AM:
                names = [] if names_other_trade(text) else [guess for guess in names if " " in guess.name]
            found.extend(_candidates(view, names, "artist", text))
    return found


def _asides(text: str) -> list[NameGuess]:
    """Returns the people before a style, in brackets or a relative clause ("Kyle (realism)")."""
    return [
        guess
        for match in _ASIDE.finditer(text)
        if styles_meant(match[2] or match[3]) and (guess := _read(match[1])) is not None
    ]


def _is_of_house(before: str, title: frozenset[str]) -> bool:
    """Whether a sentence that goes on with "founded by" is about the studio."""
    if (noun := _NOUN_BEFORE.search(before)) is not None:
        before = noun[1]  # "the Teenage Cancer Trust, founded by"
    return not before.strip(" ,–—-") or _HOUSE.search(before) is not None or _has_word_of(before, title)


def _has_word_of(text: str, title: frozenset[str]) -> bool:
    return not title.isdisjoint(tokens(text))


@lru_cache(maxsize=4096)
def _told(text: str, title: frozenset[str]) -> tuple[tuple[list[NameGuess], str], ...]:
    """Returns whom a text names, with their roles; cached, as the pages of a site share lines."""
    told = tuple((names, role) for names, role in _statements(text, title) if names)
    return (*told, (_asides(text), "")) if told else ()


def _statements(text: str, title: frozenset[str]) -> Iterator[tuple[list[NameGuess], str]]:
    words = plain_words(text)
    if not _OF_FOUNDERS.isdisjoint(words):
        for match in _FOUNDED.finditer(text):
            if _is_of_house(_SENTENCE.split(text[: match.start()])[-1], title):
                yield _names_of(match[1]), "owner"
    if not _OF_OPENING.isdisjoint(words):
        for match in _OPENING.finditer(text):
            object_ = text[match.end() : match.end() + _OBJECT]
            if _DEFINITE.match(object_) or _has_word_of(object_, title):
                yield _names_of(match[1]), ""
    if not _OF_VERBS.isdisjoint(words):
        for match in (*_TATTOO.finditer(text), *_TATTOO_HERE.finditer(text)):
            yield _names_of(match[1]), ""
    if not _OF_WE.isdisjoint(words):
        for match in (*_WE_ARE.finditer(text), *_WE_TATTOO.finditer(text)):
            names = _names_of(match[1])
            yield names if len(names) > 1 else [], ""
    if not _OF_WAYS.isdisjoint(words):
        for match in _WAY.finditer(text):
            yield [guess for guess in _names_of(match[1] or match[2]) if is_listed(guess)], ""
    yield _of_firm(text), "owner"
    yield _shared_out(text), ""


def _of_firm(text: str) -> list[NameGuess]:
    """Returns the partners of a firm that is called after them, or in whose full name it is registered."""
    if any(map(text.__contains__, _FIRMS)):
        for match in _PARTNERS.finditer(text):
            if len(names := _names_of(match[1])) > 1:
                return names
    if any(map(text.__contains__, _NUMBERS)):
        for match in _REGISTERED.finditer(text):
            return [guess for guess in _names_of(match[1]) if " " in guess.name]
    return []


def _shared_out(text: str) -> list[NameGuess]:
    """Returns the people who begin the clauses of a text that each name a style or a day; at least two."""
    matches = list(_CLAUSE.finditer(text)) if _NEXT_CLAUSE.search(text) else []
    if len(matches) < _LEAST_SHARED or not _is_shared(text):
        return []
    if sum(_read(match[1]) is not None for match in matches) < _LEAST_SHARED:
        return []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    people = [
        guess
        for match, end in zip(matches, ends, strict=True)
        if not text[match.end() : match.end() + 1].isupper()
        and _is_shared(text[match.end() : min(end, match.end() + _LONGEST_CLAUSE)])
        and (guess := _read(match[1])) is not None
    ]
    return people if len(people) >= _LEAST_SHARED else []


def _is_shared(text: str) -> bool:
    """Whether a text names a style or a day."""
    return bool(styles_meant(text)) or _names_day(text)


def _names_day(text: str) -> bool:
    return any(map(fold(text).__contains__, _PARTS_OF_DAYS)) and _DAY.search(text) is not None


@lru_cache(maxsize=4096)
def _read(text: str) -> NameGuess | None:
    """Reads a name that begins with a listed given name or with a word that is no everyday word."""
    guess = read_name(text)
    if guess is None or names_other_trade(text):
        return None
    if len(text) <= _CODE and text.isupper() and country_code(text):
        return None  # "NZ" in "NZ native birds"
    words = [fold(word) for word in guess.name.split()]
    if any(word.startswith(_HOUSES) for word in words):
        return None
    return guess if is_listed(guess) or not long_list("everyday_words").issuperset(words) else None


def _names_of(text: str) -> list[NameGuess]:
    """Returns the names in a list of them; beside at least one name, also everyday words ("Floor")."""
    parts = _SPLIT.split(text)
    found = [guess for part in parts if (guess := _read(part.strip())) is not None]
    if found and len(found) == len(parts) - 1:
        found += [NameGuess(name=part, score=_UNLISTED) for part in parts if _read(part.strip()) is None]
    return found


def _candidates(view: PageView, names: list[NameGuess], role: str, text: str) -> Iterator[Candidate]:
    for guess in names:
        listed = is_listed(guess)
        yield Candidate(
            name=guess.name,
            nickname=guess.nickname,
            url=view.document.url,
            confidence=0.66 if listed or len(names) > 1 else 0.5,
            name_score=guess.score,
            role=guess.role or role,
            group=len(names),
            snippet=shortened(text, SNIPPET),
        )
