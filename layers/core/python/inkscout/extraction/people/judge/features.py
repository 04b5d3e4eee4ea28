"""Features of a person, as numbers, from which the judge computes a probability."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_

from inkscout.domain.reading import StudioFacts
from inkscout.extraction.model import JUDGED_ALONE, SiteContext
from inkscout.extraction.page.urls import host_word
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.first_person import first_person
from inkscout.extraction.people.judge.alt_texts import AltText, alt_texts_of
from inkscout.extraction.people.judge.companions import of_companions
from inkscout.extraction.people.judge.mentions import Mention, Siblings, SiteText, setting_below
from inkscout.extraction.people.judge.places import places_of
from inkscout.extraction.people.judge.rules import ruled
from inkscout.extraction.people.person import Person
from inkscout.extraction.people.section_headings import Section, sections_of
from inkscout.extraction.text.brand import initials
from inkscout.extraction.text.handles import resembles
from inkscout.extraction.text.names import name_key, role_in
from inkscout.extraction.text.names_in_labels import signers
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import long_list, word_set
from inkscout.vocabulary.name_letters import name_likeness

_ZONES = tuple(
    (f"any_{name.lower()}", f"all_{name.lower()}", getattr(Zone, name))
    for name in ("NAV", "FOOTER", "REVIEW", "FORM", "SHOP", "BLOG", "GALLERY", "CREDIT", "PEOPLE", "ASIDE")
)
FINDERS = (
    "section", "role", "handle", "table", "menu", "form", "caption", "roster", "structured", "embedded",
    "sentence", "own_page", "solo", "short_text", "studio_name", "prose", "unseen",
)  # fmt: skip
_GIVEN_NAMES, _SURNAMES = word_set("names.given"), word_set("names.surnames")
_NOT_NAMES = word_set("not_names.words")
_TRADE = word_set("trade.brand")
_TITLE_PIECES = re.compile(r"\s[|–—·•:-]\s")
_MAX_PIECES = 3
_STRONG = 0.55
_MOSTLY = 0.5
_TITLES = ("role", "role_after", "role_before", "role_beside", "styles", "style_after")
_NEAR_LINES = 3
_PROSE_WORDS = 10
_BUTTONS = ("button", "a", "label", "option")
_TRADE_STEMS = (
    "tattoo", "tatou", "tatu", "tato", "tatow", "taetow", "tetov", "dovme", "тату", "ink",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteEvidence:
    """Evidence shared by all people of a website; tuples have one value per person, as in ``people``."""

    site: SiteContext
    facts: StudioFacts
    text: SiteText
    people: Sequence[Person]
    sections: dict[int, list[Section]]
    known: frozenset[str]
    address: frozenset[str]
    title: frozenset[str]
    cores: frozenset[tuple[str, ...]]
    initials: frozenset[str]
    signatures: frozenset[tuple[str, ...]]
    role_in_brand: bool
    host: str
    singular: int
    plural: int
    confidences: tuple[float, ...]
    supported: tuple[bool, ...]
    alt_texts: Mapping[tuple[str, ...], AltText]
    introduced: tuple[bool, ...]
    by_rules: tuple[bool, ...]
    rules_confidences: tuple[float, ...]


def site_evidence(
    site: SiteContext, facts: StudioFacts, text: SiteText, people: Sequence[Person]
) -> SiteEvidence:
    """Returns the evidence shared by all people of a website."""
    singular, plural, _ = first_person(site.views)
    first = site.views[0].document
    named = (site.studio_name, facts.name, *_TITLE_PIECES.split(first.title)[:_MAX_PIECES])
    by_rules, rules_confidences = ruled(site, people)
    return SiteEvidence(
        by_rules=tuple(by_rules),
        rules_confidences=tuple(rules_confidences),
        site=site,
        facts=facts,
        text=text,
        people=people,
        sections={id(view): sections_of(view) for view in site.views},
        alt_texts=alt_texts_of(site),
        known=frozenset(tokens(site.studio_name)),
        address=frozenset(tokens(facts.address)) | places_of(first),
        title=frozenset(tokens(first.title)),
        cores=frozenset(_core(part) for part in named),
        initials=frozenset(initials(part) for part in named) - {""},
        signatures=frozenset(name_key(guess.name) for guess in signers(first)),
        role_in_brand=any(role_in(part) for part in named),
        host=host_word(first.url),
        singular=singular,
        plural=plural,
        confidences=tuple(person.confidence() for person in people),
        supported=tuple(
            any(c.finder.name not in JUDGED_ALONE for c in person.candidates) for person in people
        ),
        introduced=tuple(
            any(c.finder.introduces for c in person.candidates) and not site.brand.covers(person.names()[0])
            for person in people
        ),
    )


def _core(text: str) -> tuple[str, ...]:
    """Returns the words of a studio's name or of a title without those of the trade and without roles."""
    return tuple(word for word in name_key(text) if word not in _TRADE and not role_in(word))


def features_of(shared: SiteEvidence, at: int) -> dict[str, float]:
    """Returns the features of the person at an index of ``shared.people``, by name."""
    person = shared.people[at]
    name = person.names()[0]
    key = name_key(name)
    mentions = shared.text.mentions(key)
    found: dict[str, float] = {}
    _of_candidates(found, shared, person, name)
    _of_form(found, shared.text, person, name, key)
    _of_mentions(found, shared, mentions, key)
    _of_pictures(found, shared, key)
    _of_brand(found, shared, name, key)
    _of_site(found, shared, at)
    return found


def _of_candidates(found: dict[str, float], shared: SiteEvidence, person: Person, name: str) -> None:
    candidates = person.candidates
    best: dict[str, float] = defaultdict(float)
    for candidate in candidates:
        best[candidate.finder.name] = max(best[candidate.finder.name], candidate.confidence)
    for finder in FINDERS:
        found[f"by_{finder}"] = best.get(finder, 0.0)
    urls = {candidate.url for candidate in candidates}
    handles = [candidate.instagram for candidate in candidates if candidate.instagram]
    found["finders"] = float(sum(1 for finder in best if finder not in JUDGED_ALONE))
    found["pages"] = math.log1p(len(urls))
    found["candidates"] = math.log1p(len(candidates))
    found["name_score"] = max(candidate.name_score for candidate in candidates)
    found["group"] = math.log1p(max(candidate.group for candidate in candidates))
    found["handle"] = float(bool(handles))
    found["handle_like_name"] = max((resembles(name, handle) for handle in handles), default=0.0)
    found["is_handle"] = float(any("".join(name.lower().split()) == handle for handle in handles))
    found["handle_of_studio"] = float(any(handle in shared.site.studio_handles for handle in handles))
    for feature, given in (
        ("own_handle", any(c.own_handle for c in candidates)),
        ("role", any(c.role for c in candidates)),
        ("styles", any(c.styles for c in candidates)),
        ("hints", any(c.hints for c in candidates)),
        ("bio", any(c.bio for c in candidates)),
        ("pictures", any(c.portfolio for c in candidates)),
        ("email", any(c.email for c in candidates)),
        ("socials", any(c.socials for c in candidates)),
        ("guest", any(c.guest for c in candidates)),
        ("linked_page", any(c.page_url for c in candidates)),
        ("capitals", all(c.name.isupper() for c in candidates) and len(name) > 2),
    ):
        found[feature] = float(given)
    views = [view for view in shared.site.views if view.document.url in urls]
    found["on_team_page"] = float(any(view.is_team for view in views))
    found["on_about_page"] = float(any(view.is_about for view in views))
    found["on_guest_page"] = float(any(view.is_guest for view in views))
    found["on_home_page"] = float(shared.site.views[0].document.url in urls)


def _of_form(
    found: dict[str, float], text: SiteText, person: Person, name: str, key: tuple[str, ...]
) -> None:
    del person
    lower = [text.lower[word] for word in key]
    first = key[0].split("-")[0] if key else ""
    found["words"] = float(min(len(key), 4))
    found["one_word"] = float(len(key) == 1)
    found["two_words"] = float(len(key) == 2)
    found["many_words"] = float(len(key) > 3)
    found["given_first"] = float(first in _GIVEN_NAMES)
    found["given_any"] = float(any(word in _GIVEN_NAMES for word in key))
    found["surname"] = float(len(key) > 1 and key[-1] in _SURNAMES)
    parts = [part for word in key for part in word.split("-")]
    given, family = long_list("given_names"), long_list("family_names")
    count = max(1, len(parts))
    found["listed_given_first"] = float(first in given)
    found["listed_given"] = sum(part in given for part in parts) / count
    found["listed_family_last"] = float(bool(parts) and parts[-1] in family)
    found["listed"] = sum(part in given or part in family for part in parts) / count
    everyday = long_list("everyday_words")
    found["everyday"] = sum(part in everyday for part in parts) / count
    found["everyday_first"] = float(bool(parts) and parts[0] in everyday)
    likeness = [name_likeness(part) for part in parts if len(part) > 1]
    found["likeness"] = sum(likeness) / max(1, len(likeness))
    found["likeness_least"] = min(likeness, default=0.0)
    found["length"] = min(len(name), 30) / 10
    found["cased"] = float(name[:1].upper() != name[:1].lower())
    found["digits"] = float(any(letter.isdigit() for letter in name))
    found["all_spoken"] = float(all(lower)) if key else 1.0
    found["any_spoken"] = float(any(lower))
    found["spoken"] = math.log1p(min(lower)) if lower else 0.0
    found["written"] = math.log1p(text.upper[key[0]]) if key else 0.0
    found["no_name"] = float(any(word in _NOT_NAMES for word in key))


def _of_mentions(
    found: dict[str, float], shared: SiteEvidence, mentions: Sequence[Mention], key: tuple[str, ...]
) -> None:
    alone = [mention for mention in mentions if mention.is_alone]
    found["mentions"] = math.log1p(len(mentions))
    found["mentioning_pages"] = math.log1p(len({id(mention.view) for mention in mentions}))
    found["alone"] = math.log1p(len(alone))
    found["alone_heading"] = float(any(mention.line.heading for mention in alone))
    found["alone_h1"] = float(any(mention.line.heading == 1 for mention in alone))
    found["heading"] = float(any(mention.line.heading for mention in mentions))
    found["first_elsewhere"] = math.log1p(shared.text.first[key])
    found["linked"] = sum(bool(mention.line.href) for mention in alone) / max(1, len(alone))
    found["button"] = float(any(mention.line.element.tag in _BUTTONS for mention in alone))
    found["heading_with_role"] = float(
        any(mention.line.heading and _speaks_of_trade(mention.rest) for mention in mentions)
    )
    found["trade_beside"] = float(
        any(len(mention.words) < _PROSE_WORDS and _speaks_of_trade(mention.rest) for mention in mentions)
    )
    found["share_of_line"] = max((len(key) / len(mention.words) for mention in mentions), default=0.0)
    zones = [mention.view.zones[mention.line.index] for mention in mentions]
    somewhere = reduce(or_, zones, 0)
    everywhere = reduce(and_, zones) if zones else 0
    for inside, throughout, bit in _ZONES:
        found[inside] = float(somewhere & bit != 0)
        found[throughout] = float(everywhere & bit != 0)
    _of_neighbours(found, shared.text, mentions)
    found["in_section"] = max((_section(shared, mention) for mention in alone[:20]), default=0.0)
    groups = [shared.text.siblings(mention) for mention in alone[:10]]
    widest = max((group for group in groups if group.count > 1), key=lambda g: g.count, default=Siblings())
    found["siblings"] = math.log1p(widest.count)
    found["siblings_named"] = widest.named
    found["siblings_known"] = widest.known
    found["siblings_spoken"] = widest.spoken
    found["siblings_titled"] = widest.titled
    found["siblings_full"] = widest.full
    found["siblings_everyday"] = widest.everyday
    found["siblings_likeness"] = widest.likeness
    blocks = [shared.text.siblings(mention, in_block=True) for mention in alone[:10]]
    nearest = max((group for group in blocks if group.count > 1), key=lambda g: g.count, default=Siblings())
    found["block"] = math.log1p(nearest.count)
    found["block_named"] = nearest.named
    found["block_known"] = nearest.known
    found["block_everyday"] = nearest.everyday
    found["block_likeness"] = nearest.likeness
    found["block_titled"] = nearest.titled
    found["like_siblings"] = float(
        widest.below is not None
        and any(setting_below(one.view, one.line) == widest.below for one in alone[:10])
    )


def _speaks_of_trade(words: Sequence[str]) -> bool:
    return any(map(_is_of_trade, words))


@lru_cache(maxsize=8192)
def _is_of_trade(word: str) -> bool:
    return word.startswith(_TRADE_STEMS) or bool(role_in(word))


def _of_pictures(found: dict[str, float], shared: SiteEvidence, key: tuple[str, ...]) -> None:
    """Adds features from images whose alt text is the name, in total and in sections that list people."""
    alt = shared.alt_texts.get(key, AltText())
    found["alt_texts"] = math.log1p(alt.images)
    found["alt_in_section"] = float(bool(alt.lists))
    found["alt_names_beside"] = math.log1p(alt.names)
    found["alt_share_named"] = alt.share


def _of_neighbours(found: dict[str, float], text: SiteText, mentions: Sequence[Mention]) -> None:
    after = before = beside = prose = handle = style = stars = quoted = labelled = False
    for mention in mentions:
        lines = mention.view.document.lines
        index = mention.line.index
        for line in lines[index + 1 : index + _NEAR_LINES]:
            is_role, has_style = text.title_of(line)
            after, style = after or is_role, style or has_style
        before = before or (index > 0 and text.title_of(lines[index - 1])[0])
        rest = mention.rest
        if len(mention.words) < _PROSE_WORDS:
            beside = beside or any(role_in(word) for word in rest)
        else:
            words = mention.words[max(0, mention.at - 6) : mention.at + mention.size + 10]
            prose = prose or bool(role_in(" ".join(words)))
        handle = handle or any("@" in line.text for line in lines[index : index + 5])
        for line in lines[max(0, index - 2) : index + _NEAR_LINES]:
            has_stars, is_quoted = text.rating_of(line)
            stars, quoted = stars or has_stars, quoted or is_quoted
        labelled = labelled or _is_labelled(mention)
    found["role_after"] = float(after)
    found["role_before"] = float(before)
    found["role_beside"] = float(beside)
    found["role_in_prose"] = float(prose)
    found["style_after"] = float(style)
    found["at_sign_near"] = float(handle)
    found["stars_near"] = float(stars)
    found["quote_near"] = float(quoted)
    found["labelled"] = float(labelled)
    found.update(of_companions(mentions))


def _is_labelled(mention: Mention) -> bool:
    """Whether a name stands after a label that is no role ("Photos: Lena Fischer")."""
    label, colon, _ = mention.line.text.partition(":")
    return bool(colon) and 0 < len(tokens(label)) <= mention.at and not role_in(label)


def _section(shared: SiteEvidence, mention: Mention) -> float:
    index = mention.line.index
    sections = shared.sections[id(mention.view)]
    return max((s.strength for s in sections if s.start <= index <= s.end), default=0.0)


def _of_brand(found: dict[str, float], shared: SiteEvidence, name: str, key: tuple[str, ...]) -> None:
    first = key[0] if key else ""
    covered = shared.site.brand.covers(name)
    titled = bool(key) and all(word in shared.title for word in key)
    known = bool(key) and all(word in shared.known for word in key)
    alone = shared.singular > shared.plural
    handle, email = shared.facts.instagram, shared.facts.email.split("@")[0]
    found["brand"] = float(covered)
    found["in_studio_name"] = float(known)
    found["first_in_studio_name"] = float(first in shared.known)
    found["in_title"] = float(titled)
    found["in_host"] = float(len(first) > 2 and first in shared.host)
    found["in_address"] = float(bool(key) and all(word in shared.address for word in key))
    found["like_studio_handle"] = resembles(name, handle) if handle else 0.0
    found["like_studio_email"] = resembles(name, email) if email else 0.0
    found["first_person"] = float(alone)
    found["singular"] = math.log1p(shared.singular)
    found["plural"] = math.log1p(shared.plural)
    found["brand_core"] = float(bool(key) and key in shared.cores)
    found["brand_alone"] = float(bool(key) and key == name_key(shared.site.studio_name))
    found["initials"] = float(len(key) == 1 and key[0] in shared.initials)
    found["signs"] = float(bool(key) and key in shared.signatures)
    found["role_in_brand"] = float(shared.role_in_brand and covered)
    found["brand_in_first_person"] = float(alone and (covered or titled or known))


def _of_site(found: dict[str, float], shared: SiteEvidence, at: int) -> None:
    own = shared.confidences[at]
    others = [value for index, value in enumerate(shared.confidences) if index != at]
    strong = sum(
        supported and value >= _STRONG
        for index, (value, supported) in enumerate(zip(shared.confidences, shared.supported, strict=True))
        if index != at
    )
    found["others"] = math.log1p(strong)
    found["nobody_else"] = float(strong == 0)
    found["rank"] = math.log1p(sum(value > own for value in others))
    found["finders_confidence"] = own
    found["by_rules"] = float(shared.by_rules[at])
    found["rules_confidence"] = shared.rules_confidences[at]
    found["others_by_rules"] = math.log1p(sum(shared.by_rules) - shared.by_rules[at])
    found["only_by_rules"] = float(shared.by_rules[at] and sum(shared.by_rules) == 1)
    found["weak"] = float(shared.people[at].is_weak())
    others_introduced = any(said for index, said in enumerate(shared.introduced) if index != at)
    found["introduced"] = float(shared.introduced[at])
    found["brand_beside_introduced"] = float(
        others_introduced and bool(found["brand"] or found["in_studio_name"])
    )
    bare = not any(found[name] for name in ("role", "handle", "styles", "in_section", "linked_page"))
    found["bare"] = float(bare and not found["on_team_page"])
    found["bare_in_gallery"] = float(bool(found["bare"] and found["all_gallery"]))
    found["untitled_among_titled"] = float(
        found["siblings_titled"] >= _MOSTLY
        and not found["like_siblings"]
        and not any(found[name] for name in _TITLES)
    )
    found["site_pages"] = math.log1p(len(shared.site.views))
