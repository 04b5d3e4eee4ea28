"""Words of searches that carry no name: the trade's own words, and small words between others; folded."""

from inkscout.vocabulary.folding import words

FILLERS = words(
    """
    tattoo tattoos tattooing tattooist tattooists tattooer tattooers artist artists studio studios shop shops
    ink inked parlour parlor best good top style styles work
    tatuaje tatuajes tatuador tatuadora tatuadores tatuagem tatuagens tatuaggio tatuaggi tatuatore tatuatori
    tatouage tatouages tatoueur tatoueuse tatoueurs tatowierer tatowierung tattoowierer kunstler kunstlerin
    tatuaz tatuaze tatuazysta tatoeage tatoeages tatueringar tatuerare tatovering dovme dovmeci
    тату татуировка татуировки татуировщик мастер мастера салон студия タトゥー 刺青 纹身 刺青师 타투
    """
)
"""Words that nearly every artist of the directory could be found by: they rank, but need not match."""

CONNECTING = words(
    """
    in near at by the of for and with from to me who does do a an around
    en cerca de la el los las y con por para
    im bei der die das und mit von fur am
    au aux chez le les des du et avec pour pres
    di da il lo gli con per vicino e
    em perto no na do o os as
    w we z i okolicy
    в на и с у
    """
)
"""Small words between the others, dropped where anything else is left."""

NEAR_ME = words(
    """
    near_me close_to_me around_me nearby close_by near_by near_here in_my_area
    in_meiner_nahe in_der_nahe nahe_bei_mir cerca_de_mi cerca_de_aqui pres_de_moi pres_de_chez_moi
    vicino_a_me nelle_vicinanze perto_de_mim bij_mij_in_de_buurt in_de_buurt w_poblizu blisko_mnie
    nara_mig taet_pa_mig yakinimda рядом_со_мной поблизости поруч_зі_мною
    """
)
"""How people say that they mean the place where they are."""
