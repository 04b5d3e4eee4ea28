"""Merges the candidates of all finders and pages into people, and turns accepted people into artists."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from rapidfuzz import fuzz

from inkscout.domain.reading import Evidence, FoundArtist, Image
from inkscout.domain.romanise import in_latin
from inkscout.domain.same_person import one_person, resembles
from inkscout.extraction.model import JUDGED_ALONE, Candidate, SiteContext
from inkscout.extraction.page.urls import page_key, path_words
from inkscout.extraction.people.introduced_bios import bios_apart
from inkscout.extraction.people.namesakes import are_apart, namesakes
from inkscout.extraction.people.own_bios import with_own_bios
from inkscout.extraction.people.own_contacts import with_own_contacts
from inkscout.extraction.people.own_pictures import with_own_pictures
from inkscout.extraction.people.own_roles import with_own_roles
from inkscout.extraction.people.own_styles import with_own_styles
from inkscout.extraction.people.people_index import PeopleIndex, in_two_scripts, is_transcribed
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.names import name_key, same_person, score_words
from inkscout.extraction.text.titles import misspells_role
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_SAME_HANDLE = 93
_INTRODUCING = word_set("names.introducing")
_MAX_EVIDENCE = 8
_MAX_PORTFOLIO = 40
_FEW_PAGES = 2
_ROLE_ORDER = ("owner", "apprentice", "piercer", "manager", "guest", "artist")


def people_of(site: SiteContext, candidates: list[Candidate]) -> list[Person]:
    """Merges the candidates of a site into people, by names, nicknames, handles and own pages.

    Also sets ``shared_pages``, ``strangers_handles`` and ``namesakes`` of the site.
    """
    known = [candidate for candidate in candidates if candidate.finder.name not in JUDGED_ALONE]
    site.shared_pages = _shared_pages(known)
    site.strangers_handles = _strangers_handles(known)
    site.namesakes = namesakes(known)
    return _people(site, candidates)


def artists_of(site: SiteContext, accepted: Sequence[tuple[Person, float]]) -> list[FoundArtist]:
    """Returns the artists of a site, most certain first; managers and receptionists are left out.

    Args:
        site: The website.
        accepted: People, with the confidence that they are artists of the studio.
    """
    shared = _shared_handles([person for person, _ in accepted])
    staff = [(person, confidence) for person, confidence in accepted if not _only_desk(person)]
    found = [replace(_artist(site, person, shared), confidence=round(sure, 3)) for person, sure in staff]
    found = _own_pages_alone(bios_apart(found, [person for person, _ in staff]))
    found = with_own_bios(site, with_own_contacts(site, _handles_alone(found)))
    found = with_own_pictures(site, found)
    found = with_own_styles(found, site.views, site.facts.name or site.studio_name)
    found = with_own_roles(found, site.views)
    found.sort(key=lambda artist: (-round(artist.confidence, 2), artist.name))
    return found


def _own_pages_alone(artists: list[FoundArtist]) -> list[FoundArtist]:
    """Clears an artist's page if it is the home page or other artists share it.

    Statements on a shared page cannot be attributed to one of them.
    """
    keys = Counter(page_key(artist.page_url) for artist in artists if artist.page_url)
    return [
        artist
        if not artist.page_url or (keys[page_key(artist.page_url)] == 1 and _is_below_home(artist.page_url))
        else replace(artist, page_url="")
        for artist in artists
    ]


def _handles_alone(artists: list[FoundArtist]) -> list[FoundArtist]:
    """Clears an artist's handle if another person shares it and it resembles only that person's name."""
    holders: dict[str, list[FoundArtist]] = defaultdict(list)
    for artist in artists:
        holders[artist.instagram].append(artist)
    return [
        replace(artist, instagram="") if _is_a_strangers(artist, holders[artist.instagram]) else artist
        for artist in artists
    ]


def _is_a_strangers(artist: FoundArtist, holders: list[FoundArtist]) -> bool:
    handle = artist.instagram
    if not handle or len(holders) < 2 or resembles(_names(artist), handle):
        return False
    owners = [other for other in holders if resembles(_names(other), handle)]
    return any(not one_person(_names(artist), _names(owner), handle) for owner in owners)


def _names(artist: FoundArtist) -> tuple[str, ...]:
    return (artist.name, *artist.aliases)


def _is_below_home(url: str) -> bool:
    return any(mark in page_key(url) for mark in "/?#")


def _only_desk(person: Person) -> bool:
    """Whether a person's only role on the site is manager or receptionist, and no styles are stated."""
    roles = {candidate.role for candidate in person.candidates if candidate.role}
    if roles != {"manager"}:
        return False
    return all(not candidate.styles for candidate in person.candidates)


def _people(site: SiteContext, candidates: list[Candidate]) -> list[Person]:
    people: list[Person] = []
    ordered = sorted(
        candidates,
        key=lambda item: (
            item.finder.only_adds,
            -min(len(name_key(item.name)), 3),
            item.finder.weak,
            -item.confidence,
        ),
    )
    index = PeopleIndex(candidates)
    for candidate in ordered:
        marks = index.marks_of(candidate)
        matches = [at for at in index.likely(marks) if _may_join(site, people[at], candidate)]
        chosen: int | None
        if matches and candidate.finder.only_adds:
            chosen = next((at for at in matches if people[at].candidates[0].finder.only_adds), None)
        elif matches:
            chosen = max(
                matches,
                key=lambda at: (
                    _is_named_by_address(people[at], candidate),
                    _same_page(people[at], candidate),
                    people[at].confidence(),
                ),
            )
        else:
            chosen = len(people)
            people.append(Person())
        if chosen is not None:
            people[chosen].candidates.append(candidate)
            index.add(marks, chosen)
    return people


def _same_page(person: Person, candidate: Candidate) -> bool:
    if not candidate.page_url:
        return False
    key = page_key(candidate.page_url)
    return any(other.page_url and page_key(other.page_url) == key for other in person.candidates)


def _is_named_by_address(person: Person, candidate: Candidate) -> bool:
    """Whether the address of a candidate's page, or of the page it links to, has more of the person's name.

    It tells two colleagues with the same first name apart where a page says only that.
    """
    words = set(name_key(in_latin(person.names()[0]))) - set(name_key(in_latin(candidate.name)))
    return not words.isdisjoint((*path_words(candidate.url), *path_words(candidate.page_url)))


def _may_join(site: SiteContext, person: Person, candidate: Candidate) -> bool:
    return _belongs(site, person, candidate) and not are_apart(site.namesakes, person, candidate)


def _belongs(site: SiteContext, person: Person, candidate: Candidate) -> bool:
    names = person.names()
    # The brand of a single artist, who signs in another script, may be one word.
    same_in_scripts = is_transcribed if site.brand.covers(candidate.name) else in_two_scripts
    if any(same_person(name, candidate.name) or same_in_scripts(name, candidate.name) for name in names):
        return True
    nicknames = {other.nickname for other in person.candidates if other.nickname}
    if any(same_person(nickname, candidate.name) for nickname in nicknames):
        return True
    if candidate.nickname and any(same_person(candidate.nickname, name) for name in names):
        return True
    if _same_own_page(site, person, candidate):
        return True
    handle = candidate.instagram
    elsewhere = candidate.url != person.candidates[0].url or candidate.finder.joins_by_handle
    nobodys = handle in site.studio_handles or handle in site.strangers_handles
    if handle and elsewhere and not nobodys:
        same = any(other.instagram == handle for other in person.candidates)
        return same and not _both_full(names[0], candidate.name)
    return False


def _same_own_page(site: SiteContext, person: Person, candidate: Candidate) -> bool:
    """Whether a person and a candidate point to the same page, to which nobody else's records point.

    One of them must be that page's own headline. Proposals do not count: what they take for the record of a
    name may be a menu's or a neighbour's.
    """
    if candidate.finder.name in JUDGED_ALONE:
        return False
    if not candidate.page_url or not any(one.finder.owns_page for one in (candidate, *person.candidates)):
        return False
    key = page_key(candidate.page_url)
    if key in site.shared_pages or _both_full(person.names()[0], candidate.name):
        return False
    return any(
        other.page_url and page_key(other.page_url) == key and other.finder.name not in JUDGED_ALONE
        for other in person.candidates
    )


def _shared_pages(candidates: list[Candidate]) -> frozenset[str]:
    """Returns the keys of pages to which the records of several people link.

    Examples are booking pages and the team page itself.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.page_url and not candidate.finder.owns_page and name_key(candidate.name):
            owners[page_key(candidate.page_url)].add(name_key(candidate.name)[0])
    return frozenset(key for key, names in owners.items() if len(names) > 1)


def _strangers_handles(candidates: list[Candidate]) -> frozenset[str]:
    """Returns handles shown with several full names; merging people by them would be wrong."""
    names: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for candidate in candidates:
        key = name_key(candidate.name)
        if candidate.instagram and len(key) > 1:
            names[candidate.instagram].setdefault(key, candidate.name)
    return frozenset(
        handle
        for handle, full in names.items()
        if any(not one_person([one], [other], handle) for one, other in combinations(full.values(), 2))
    )


def _both_full(one: str, other: str) -> bool:
    return len(name_key(one)) > 1 and len(name_key(other)) > 1


def _shared_handles(people: list[Person]) -> frozenset[str]:
    """Returns handles of more than half of the people: the studio's own, or a template's."""
    counts: Counter[str] = Counter()
    for person in people:
        counts.update(sorted({candidate.instagram for candidate in person.candidates if candidate.instagram}))
    return frozenset(
        handle for handle, count in counts.items() if len(people) > 2 and count > max(2, len(people) // 2)
    )


def _artist(site: SiteContext, person: Person, shared: frozenset[str]) -> FoundArtist:
    ordered = sorted(
        person.candidates,
        key=lambda item: (item.finder.name in JUDGED_ALONE, item.finder.weak, -item.confidence),
    )
    names = _without_leading_words(site, person.names())
    name = next((item for item in names if score_words(item.split(), lenient=True) > 0), names[0])
    nickname = next((item.nickname for item in ordered if item.nickname), "")
    places = {part.strip() for part in site.facts.address.split(",")}
    return FoundArtist(
        name=name,
        instagram=_handle(site, ordered, shared),
        socials=tuple(dict.fromkeys(url for item in ordered for url in item.socials))[:8],
        role=_role(ordered),
        residency="guest" if any(item.guest for item in ordered) else "resident",
        guest_from=next((item.guest_from for item in ordered if item.guest_from), ""),
        guest_to=next((item.guest_to for item in ordered if item.guest_to), ""),
        styles=_styles(ordered),
        bio=_bio(ordered),
        email=_first_own(ordered, site),
        booking_url=next((item.booking_url for item in ordered if item.booking_url), ""),
        page_url=_page_url(ordered),
        website=next((item.website for item in ordered if item.website), ""),
        portfolio=_portfolio(ordered),
        aliases=tuple(
            item
            for item in dict.fromkeys((*names[1:], nickname))
            if item and item != name and item not in places
        ),
        confidence=round(person.confidence(), 3),
        evidence=_evidence(ordered),
    )


def _without_leading_words(site: SiteContext, names: list[str]) -> list[str]:
    """Returns a person's names without those that are another one after the brand, "about" or a role.

    "Om Lukas" heads the page about Lukas, "Black Rose Rae Costa" is the studio's name beside Rae Costa's, and
    "Teatuadora Lisa" says with a misspelling what Lisa does.
    """
    kept = [
        name
        for name in names
        if not any(
            len(name) > len(other) and name.endswith(f" {other}") and _leads(site, name[: -len(other)])
            for other in names
        )
    ]
    return kept or names


def _leads(site: SiteContext, text: str) -> bool:
    return all(
        word in _INTRODUCING or word in site.brand.words or misspells_role(word) for word in tokens(text)
    )


def _handle(site: SiteContext, ordered: list[Candidate], shared: frozenset[str]) -> str:
    votes: dict[str, float] = defaultdict(float)
    for item in ordered:
        if item.instagram and (item.own_handle or not _is_studios(site, item.instagram)):
            votes[item.instagram] += item.confidence + (0.5 if _resembles(item.name, item.instagram) else 0.0)
    own = {handle: vote for handle, vote in votes.items() if handle not in shared}
    votes = own or votes
    return max(votes, key=lambda handle: (votes[handle], handle)) if votes else ""


def _is_studios(site: SiteContext, handle: str) -> bool:
    """Whether a handle is the studio's; tolerates misspellings."""
    return any(handle == own or fuzz.ratio(handle, own) >= _SAME_HANDLE for own in site.studio_handles)


def _resembles(name: str, handle: str) -> bool:
    return any(len(word) > 2 and word in handle for word in name_key(name))


def _role(ordered: list[Candidate]) -> str:
    known = [item for item in ordered if item.finder.name not in JUDGED_ALONE] or ordered
    votes = {item.role for item in known if item.role and not item.finder.weak}
    votes = votes or {item.role for item in known if item.role}
    votes = votes or {item.role for item in ordered if item.role}
    stated = next((role for role in _ROLE_ORDER if role in votes), "")
    return stated or ("guest" if any(item.guest for item in ordered) else "artist")


def _styles(ordered: list[Candidate]) -> tuple[str, ...]:
    """Returns the styles that are stated; if there are none, those that running text mentions. At most 12.

    What finders say goes before what stands around a mere proposal, which may be about colleagues too.
    """
    for items in _by_trust(ordered):
        stated = dict.fromkeys(style for item in items for style in item.styles)
        if found := tuple(stated or dict.fromkeys(style for item in items for style in item.hints)):
            return found[:12]
    return ()


def _bio(ordered: list[Candidate]) -> str:
    """Returns the longest biography of those that finders give, else of those around a proposal."""
    longest = (max((item.bio for item in items), key=len, default="") for items in _by_trust(ordered))
    return next((bio for bio in longest if bio), "")


def _by_trust(ordered: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Returns the candidates of finders, and those of proposals."""
    known = [item for item in ordered if item.finder.name not in JUDGED_ALONE]
    return known, [item for item in ordered if item.finder.name in JUDGED_ALONE]


def _first_own(ordered: list[Candidate], site: SiteContext) -> str:
    mails = [item.email for item in ordered if item.email]
    own = next((mail for mail in mails if mail not in site.studio_emails), "")
    return own or next((item.email for item in ordered if item.email and _is_only_on(site, item)), "")


def _is_only_on(site: SiteContext, item: Candidate) -> bool:
    """Whether a mail address stands on no page but a person's own, beside the pages of others."""
    if not item.finder.owns_page or len(site.views) <= _FEW_PAGES:
        return False
    return all(
        view.document.url == item.url
        or not any(item.email in line.text.lower() for line in view.document.lines)
        for view in site.views
    )


def _page_url(ordered: list[Candidate]) -> str:
    own = next((item.page_url for item in ordered if item.finder.owns_page and item.page_url), "")
    return own or next((item.page_url for item in ordered if item.page_url), "")


def _portfolio(ordered: list[Candidate]) -> tuple[Image, ...]:
    found: dict[str, Image] = {}
    for item in ordered:
        for image in item.portfolio:
            found.setdefault(image.hash, image)
    return tuple(found.values())[:_MAX_PORTFOLIO]


def _evidence(ordered: list[Candidate]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(item.evidence() for item in ordered))[:_MAX_EVIDENCE]
