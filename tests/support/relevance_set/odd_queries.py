"""Queries of odd kinds: roles in every language, unknown places, negations, motifs, inflections, aliases.

The meanings were written before any answer to these queries was seen.
"""

from inkscout.domain.artist import Artist
from tests.support.relevance_set.generator import Generated
from tests.support.relevance_set.meaning import Meaning, Query, typed

NEAR_LEEDS = ("near", "53.8,-1.55")


def odd_queries(generated: Generated) -> list[Query]:
    """The odd kinds, over the people who happen to be in the directory."""
    return [
        *_roles_in_languages(),
        *_unknown_places(),
        *_negations(),
        *_motifs(),
        *_inflected(),
        *_misspelt(),
        *_two_styles(),
        *_handles(generated),
        *_studios(generated),
        *_any_order(),
        *_near_me(),
    ]


def _role(text: str, role: str, city: str = "", **more: str) -> Query:
    return typed(text, f"a role in its language: {role}", role=role, city=city, **more)


def _roles_in_languages() -> list[Query]:
    return [
        _role("Auszubildende Berlin", "apprentice", "Berlin"),
        _role("apprenti tatoueur lyon", "apprentice", "Lyon"),
        _role("aprendiz barcelona", "apprentice", "Barcelona"),
        _role("apprendista milano", "apprentice", "Milano"),
        _role("aprendiz de tatuador são paulo", "apprentice", "São Paulo"),
        _role("leerling amsterdam", "apprentice", "Amsterdam"),
        _role("uczennica kraków", "apprentice", "Kraków"),
        _role("lärling malmö", "apprentice", "Malmö"),
        _role("çırak izmir", "apprentice", "İzmir"),
        _role("見習い 大阪", "apprentice", "大阪"),
        _role("מתלמד תל אביב", "apprentice", "תל אביב"),
        _role("lærling", "apprentice"),
        _role("tanuló", "apprentice"),
        _role("ученик тату мастера москва", "apprentice", "Москва"),
        _role("eigenaar utrecht", "owner", "Utrecht"),
        _role("właściciel studia wrocław", "owner", "Wrocław"),
        _role("ägare göteborg", "owner", "Göteborg"),
        _role("majitel praha", "owner", "Praha"),
        _role("dövme stüdyosu sahibi istanbul", "owner", "İstanbul"),
        _role("владелец салона казань", "owner", "Казань"),
        _role("власник київ", "owner", "Київ"),
        _role("オーナー 東京", "owner", "東京"),
        _role("대표 서울", "owner", "서울"),
        _role("who owns a studio in fremantle", "owner", "Fremantle"),
        _role("Piercerin Hamburg", "piercer", "Hamburg"),
        _role("perforadora madrid", "piercer", "Madrid"),
        _role("ピアッサー 東京", "piercer", "東京"),
        _role("пірсинг київ", "piercer", "Київ"),
        _role("lävistäjä", "piercer"),
        _role("ear piercing bristol", "piercer", "Bristol"),
        _role("Gastkünstler Köln", "guest", "Köln"),
        _role("artista invitado guadalajara", "guest", "Guadalajara"),
        _role("приглашённый мастер москва", "guest", "Москва"),
        _role("guest artists melbourne", "guest", "Melbourne"),
        _role("visiting artist leeds", "guest", "Leeds"),
        _role("apprentices in manchester", "apprentice", "Manchester"),
    ]


def _unknown_places() -> list[Query]:
    about = "a style or a role in a place without studios"
    return [
        typed("New Orleans fine line", about, style="fine-line"),
        typed("blackwork in Reykjavík", about, style="blackwork"),
        typed("lettering Timbuktu Mali", about, style="lettering"),
        typed("реализм Владивосток", about, style="realism"),
        typed("札幌 japanese", about, style="japanese"),
        typed("tatouage minimaliste Bordeaux", about, style="minimalist"),
        typed("dotwork, Ulaanbaatar, Mongolia", about, style="dotwork"),
        typed("piercer Bordeaux", about, role="piercer"),
        typed("realism apprentice Nowheresville", about, style="realism", role="apprentice"),
    ]


def _negations() -> list[Query]:
    about = "a style that is not wanted"
    return [
        typed("blackwork not tribal", about, style="blackwork", without="tribal"),
        typed("fine line -floral", about, style="fine-line", without="floral"),
        typed("lettering without chicano", about, style="lettering", without="chicano"),
        typed("no tribal leeds", about, city="Leeds", without="tribal"),
        typed("ohne Aquarell Berlin", about, city="Berlin", without="watercolor"),
        typed("paris sans réalisme", about, city="Paris", without="realism"),
        typed("madrid sin retratos", about, city="Madrid", without="portrait"),
        typed("bez realizmu kraków", about, city="Kraków", without="realism"),
        typed("anything but trash polka glasgow", about, city="Glasgow", without="trash-polka"),
        typed("москва без акварели", about, city="Москва", without="watercolor"),
    ]


def _motifs() -> list[Query]:
    about = "a style or a motif with words of the trade"
    return [
        typed("tribal", about, style="tribal"),
        typed("tribal tattoo berlin", about, style="tribal", city="Berlin"),
        typed("dragon sleeve melbourne", about, style="japanese", city="Melbourne"),
        typed("дракон тату москва", about, style="japanese", city="Москва"),
        typed("tatuaje de dragón guadalajara", about, style="japanese", city="Guadalajara"),
        typed("Blumen Tattoo Köln", about, style="floral", city="Köln"),
        typed("flower tattoo leeds", about, style="floral", city="Leeds"),
        typed("skull tattoo hamburg", about, style="dark-art", city="Hamburg"),
        typed("🌹 tattoo leeds", "an emoji and a city", city="Leeds"),
    ]


def _inflected() -> list[Query]:
    about = "an inflected name of a style"
    return [
        typed("realistic tattoos glasgow", about, style="realism", city="Glasgow"),
        typed("realistische tattoos berlin", about, style="realism", city="Berlin"),
        typed("реалистичные татуировки москва", about, style="realism", city="Москва"),
        typed("tatuaże geometryczne kraków", about, style="geometric", city="Kraków"),
        typed("geometrische Tätowierungen hamburg", about, style="geometric", city="Hamburg"),
        typed("tatuajes realistas madrid", about, style="realism", city="Madrid"),
        typed("tatuaggi giapponesi milano", about, style="japanese", city="Milano"),
        typed("tatouages géométriques lyon", about, style="geometric", city="Lyon"),
        typed("japanische tattoos köln", about, style="japanese", city="Köln"),
        typed("mandalas london", about, style="mandala", city="London"),
        typed("акварельные татуировки казань", about, style="watercolor", city="Казань"),
        typed("cover ups paris", about, style="cover-up", city="Paris"),
    ]


def _misspelt() -> list[Query]:
    about = "a misspelt style, role or city"
    return [
        typed("realsim leeds", about, style="realism", city="Leeds"),
        typed("jappanese berlin", about, style="japanese", city="Berlin"),
        typed("watercolr munchen", about, style="watercolor", city="München"),
        typed("neo tradtional chicago", about, style="neo-traditional", city="Chicago"),
        typed("minimlist melborne", about, style="minimalist", city="Melbourne"),
        typed("aprentice leeds", about, role="apprentice", city="Leeds"),
        typed("peircer glasgow", about, role="piercer", city="Glasgow"),
        typed("pircing hamburg", about, role="piercer", city="Hamburg"),
        typed("fine line lodon", about, style="fine-line", city="London"),
    ]


def _two_styles() -> list[Query]:
    both, either = "two styles", "one style or the other"
    return [
        typed("fine line floral london", both, style="fine-line", also="floral", city="London"),
        typed("blackwork dotwork berlin", both, style="blackwork", also="dotwork", city="Berlin"),
        typed("realism and portrait", both, style="realism", also="portrait"),
        typed("japanese & blackwork", both, style="japanese", also="blackwork"),
        typed("chicano or lettering austin", either, style="chicano", other="lettering", city="Austin"),
        typed("aquarell oder sketch berlin", either, style="watercolor", other="sketch", city="Berlin"),
        typed("dotwork o mandala madrid", either, style="dotwork", other="mandala", city="Madrid"),
    ]


def _with_handle(generated: Generated, country: str) -> Artist:
    return next(
        artist
        for artist in generated.artists
        if artist.country == country and len(artist.instagram) > 8 and artist.styles
    )


def _handles(generated: Generated) -> list[Query]:
    handles = [_with_handle(generated, country).instagram for country in ("ES", "IT", "NL", "BR", "SE", "TR")]
    shapes = (
        f"@{handles[0]} tattoo",
        f"instagram.com/{handles[1]}",
        f"https://www.instagram.com/{handles[2]}/?igsh=abc123",
        f"@ {handles[3]}",
        f"@{handles[4].upper()},",
        f"instagram {handles[5]}",
    )
    return [
        typed(shape, "a handle as it is pasted", handle=handle)
        for shape, handle in zip(shapes, handles, strict=True)
    ]


def _studios(generated: Generated) -> list[Query]:
    staffed = {artist.studio_id for artist in generated.artists}
    studios = [studio for studio in generated.studios if studio.studio_id in staffed]
    known_otherwise = [studio for studio in studios if studio.aliases][:3]
    made = [
        typed(studio.aliases[0], "a studio's other name", studio=studio.name) for studio in known_otherwise
    ]
    other = known_otherwise[0]
    made.append(
        typed(
            f"{other.city} {other.aliases[0].lower()}",
            "a city and a studio's other name",
            studio=other.name,
            city=other.city,
        )
    )
    for studio in studios[40:43]:
        made.append(
            typed(
                f"{studio.city} {studio.name.lower()}",
                "a city and a studio",
                studio=studio.name,
                city=studio.city,
            )
        )
    artist = next(artist for artist in generated.artists if artist.studio_id == studios[50].studio_id)
    made.append(
        typed(
            f"{artist.studio_name} {artist.styles[0].replace('-', ' ')}",
            "a studio and a style",
            studio=artist.studio_name,
            style=artist.styles[0],
        )
    )
    return made


def _any_order() -> list[Query]:
    about = "a place and a style in any order"
    return [
        typed("berlin fine line", about, style="fine-line", city="Berlin"),
        typed("tokyo japanese tattoo", about, style="japanese", city="東京"),
        typed("in leeds a realism artist", about, style="realism", city="Leeds"),
        typed("Leeds, UK, realism", about, style="realism", city="Leeds"),
        typed("künstler für dotwork in münchen", about, style="dotwork", city="München"),
        typed("Paris, France: fine line", about, style="fine-line", city="Paris", country="FR"),
        typed("austin tx fine line", about, style="fine-line", city="Austin"),
        typed("portland or realism", about, style="realism", city="Portland"),
        typed("東京 タトゥー", about, city="東京"),
        typed("BLACKWORK!!! BERLIN???", about, style="blackwork", city="Berlin"),
        typed(
            "any good artists for lettering around glasgow please", about, style="lettering", city="Glasgow"
        ),
        typed("I'm looking for a geometric tattoo in Prague", about, style="geometric", city="Praha"),
    ]


def _near_me() -> list[Query]:
    about = "near the searcher, whose place the client gives"
    return [
        Query((("q", "fine line near me"), NEAR_LEEDS), Meaning(style="fine-line", city="Leeds"), about),
        Query((("q", "tattoo shops nearby"), ("near", "Glasgow")), Meaning(city="Glasgow"), about),
        Query(
            (("q", "realismus in meiner nähe"), ("near", "Köln")),
            Meaning(style="realism", city="Köln"),
            about,
        ),
        Query((("q", "closest piercer to me"), NEAR_LEEDS), Meaning(role="piercer", city="Leeds"), about),
        Query(
            (("q", "реализм рядом со мной"), ("near", "Москва")),
            Meaning(style="realism", city="Москва"),
            about,
        ),
    ]
