"""Words beside and in names, in Latin letters: titles, the trade, links, and names that are words too."""

TITLES = frozenset({
    "bay", "bayan", "dhr", "don", "dona", "dr", "frau", "froken", "fru", "hanim", "herr", "lady", "madam",
    "madame", "mademoiselle", "meneer", "mevrouw", "miss", "mister", "mlle", "mme", "monsieur", "mr", "mrs",
    "ms", "mw", "mx", "pan", "pani", "prof", "senor", "senora", "senorita", "sensei", "sig", "signor",
    "signora", "signorina", "sir", "sr", "sra", "srta",
})  # fmt: skip
"""Titles before a name, which are no part of it."""

TRADE = frozenset({
    "apprentice", "art", "artist", "artista", "artiste", "artists", "arts", "design", "designs", "flash",
    "guest", "guestartist", "ink", "inked", "inks", "kunstler", "kunstlerin", "owner", "piercer", "resident",
    "studio", "studios", "tats", "tattoo", "tattooartist", "tattooer", "tattooing", "tattooist", "tattoos",
    "tatts", "tatuador", "tatuadora", "tatuagem", "tatuaje", "tatuajes", "tatuatore", "tatuatrice",
    "tatouage", "tatoueur", "tatoueuse", "tatowierer", "tatowiererin", "tatowierung",
})  # fmt: skip
"""Words of the trade that people put before or after their name."""

FILES = frozenset({
    "avatar", "bild", "bio", "crew", "drawing", "dsc", "foto", "gallery", "headshot", "image", "imagen",
    "img", "kep", "mini", "photo", "photos", "pic", "pics", "picture", "portfolio", "portrait", "portret",
    "profile", "ritratto", "small", "square", "team", "thumb", "thumbnail", "work", "works", "zdjecie",
})  # fmt: skip
"""Words that names of files put beside a person's."""

LINKS = frozenset({"aka", "alias", "as", "called", "dit", "dite", "geb", "genannt", "known", "nee", "vulgo"})
"""Words between a name and another name of the same person."""

LISTED_AFTER = (
    "artistas", "artistes", "artisti", "artists", "crew", "guests", "kunstler", "kunstlerinnen", "members",
    "residents", "tatoueurs", "tattooers", "tattooists", "tatuadores", "team",
)  # fmt: skip
"""Headings of a list of people, of each of whom one name may be all that is given."""

COMMON = frozenset({
    "adler", "amber", "angel", "angelo", "april", "art", "ash", "august", "aurore", "autumn", "bach", "baker",
    "belle", "berg", "best", "bill", "bird", "bishop", "black", "blanche", "blanco", "blume", "bond", "braun",
    "brook", "brooks", "brown", "bruno", "bush", "butcher", "case", "chance", "chase", "church", "claire",
    "cliff", "cook", "cooper", "coral", "crane", "cross", "cruz", "crystal", "daisy", "dale", "dawn", "day",
    "drake", "drew", "duke", "earl", "engel", "faith", "field", "finch", "fisher", "flores", "ford", "forest",
    "fox", "frank", "fuchs", "gene", "gioia", "glen", "gold", "good", "grace", "grand", "gray", "green",
    "grey", "gross", "grun", "hall", "hardy", "harmony", "hawk", "hazel", "heath", "heaven", "herz", "hill",
    "holly", "honey", "hope", "hunter", "iris", "ivy", "jack", "jade", "jasmine", "jewel", "joy", "june",
    "kaiser", "king", "klein", "knight", "konig", "kurz", "lake", "lamb", "lane", "lang", "leon", "lily",
    "little", "long", "luna", "luz", "mai", "mar", "marin", "mark", "mason", "max", "may", "melody", "mercy",
    "merry", "miles", "moon", "neo", "nero", "nick", "noir", "olive", "opal", "page", "park", "pat", "paz",
    "pearl", "penny", "petit", "pierce", "piper", "poppy", "prince", "rain", "ray", "reed", "rex", "rey",
    "rice", "rich", "rios", "river", "rob", "robin", "rocky", "roi", "rosa", "rose", "rot", "roth", "ruby",
    "rusty", "sage", "sandy", "scarlet", "schwarz", "serena", "sharp", "short", "silber", "silver", "sky",
    "small", "sol", "sommer", "star", "stein", "stella", "sterling", "stern", "stone", "storm", "strong",
    "sue", "summer", "sunny", "swan", "swift", "trinity", "victor", "viola", "violet", "vogel", "wade",
    "wald", "ward", "weiss", "white", "will", "winter", "wise", "wolf", "wood", "woods", "young",
})  # fmt: skip
"""Names that are everyday words too: in running text they mean a person only where they are capitalised."""
