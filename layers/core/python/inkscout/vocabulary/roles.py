"""Words of what people do at a studio, and of what people elsewhere do."""

from collections.abc import Mapping

from inkscout.vocabulary.folding import words

_OWNER = words(
    """
    owner co-owner coowner founder co-founder cofounder proprietor boss
    inhaber inhaberin studioinhaber studioinhaberin studioleiterin grunder grunderin gruender besitzer
    besitzerin chef chefin
    fondateur fondatrice proprietaire gerant gerante cofondateur cofondatrice patron
    dueno duena fundador fundadora propietario propietaria cofundador cofundadora
    titolare fondatore fondatrice proprietario proprietaria
    fundador fundadora proprietario proprietaria dono dona
    wlasciciel wlascicielka zalozyciel zalozycielka
    eigenaar eigenaresse oprichter oprichtster
    agare grundare ejer indehaver eier omistaja perustaja majitel majitelka zakladatel tulajdonos alapito
    proprietar fondator sahibi kurucu kurucusu
    владелец владелица основатель основательница основательница хозяйка создатель
    власник власниця засновник засновниця
    המייסדת המייסד מייסד מייסדת הבעלים בעלים
    オーナー 代表 店長 창립자 대표 老板 创始人
    """
)
_APPRENTICE = words(
    """
    apprentice apprentices trainee junior auszubildende auszubildender azubi lehrling apprenti apprentie
    aprendiz aprendices apprendista uczen uczennica praktykant leerling stagiair larling laerling ucen
    tanuló cirak
    ученик ученица стажер стажёр учень учениця стажистка מתלמד מתלמדת 見習い 弟子 수습
    """
)
_PIERCER = words(
    """
    piercer piercers piercing_artist piercing_specialist piercerin pierceur pierceuse perceur perceuse
    perforador
    perforadora body-piercer bodypiercer piercingowiec piercerka lavistaja пирсер пирсинг-мастер пірсер
    פירסר ピアッサー 피어서 piercingspecialist piercingmeister
    """
)
_MANAGER = words(
    """
    manager managerin studio-manager shop-manager receptionist reception front-desk frontdesk desk assistant
    coordinator empfang rezeption assistentin assistent studioleitung receptionniste accueil secretaire
    recepce recepcni recepcio resepsjon receptie recepcao recepcion vastaanotto ресепшн ресепшен ресепшион
    segreteria segretaria segretario sekretariat sekretarka secretaria recepcionista gerente encargada encargado responsabile receptionista recepcjonistka menedzer
    receptionist receptioniste receptionister администратор менеджер адміністратор מנהל מנהלת 受付
    """
)
_GUEST = words("guest visiting gast invite invitee invitado invitada ospite convidado convidada гость гостья")
_ARTIST = words(
    """
    artist artists artiste artistin tattooer tattooers tattooist tattooists tattoo-artist tattooartist inker
    tatowierer tatowiererin taetowierer taetowiererin gasttatowierer gasttatowiererin gastkunstler
    gastkunstlerin kunstler kunstlerin kuenstler tattookunstler tattookunstlerin
    tatoueur tatoueuse tatoueurs tatoueuses tatuador tatuadora tatuadores artista artistas tatuatore
    tatuatrice
    tatuator tatuatorka artysta artystka tatuazysta tatuazystka tatoeeerder tatoeerder artiest kunstenaar
    tatuerare tatovor tatoverer tatuoija tater taterka tetovalo tetovaloművesz dovmeci sanatci umjetnik
    tattoo-kunstler tattooer tattoo-kunstlerin
    мастер тату-мастер татуировщик татуировщица художник художница тату-художник татумастер
    майстер тату-майстер татуювальник художниця майстриня тату-майстриня
    מקעקע מקעקעת אמן אמנית アーティスト 彫師 タトゥーアーティスト 타투이스트 아티스트 纹身师 刺青師
    """
)

ROLE_OF: Mapping[str, str] = {
    **dict.fromkeys(_ARTIST, "artist"),
    **dict.fromkeys(_GUEST, "guest"),
    **dict.fromkeys(_MANAGER, "manager"),
    **dict.fromkeys(_PIERCER, "piercer"),
    **dict.fromkeys(_APPRENTICE, "apprentice"),
    **dict.fromkeys(_OWNER, "owner"),
}
"""Role of a single folded word: ``artist, guest, apprentice, piercer, owner, manager``."""

DESK_WORDS = _MANAGER
"""People who run the desk; they are not artists unless a second role says so."""

QUALIFIERS = words(
    """
    tattoo tattoos tattooing tatouage tatouages tatuaje tatuajes tatuaz tatuaze tattoo-studio tatuaggi
    tatuagem
    tatuagens body piercing piercings senior head lead resident residents residente resident: main
    international
    freelance professional award-winning & and und et y e i en og och и та of de the our shop studio at
    co master certified licensed female male world-class app fine line specialist expert independent
    тату татуировки пирсинг пирсинга studio's permanent makeup cosmetic laser new
    der die das le la les el los las il lo gli o os as in im
    """
)
"""Words that accompany a role without changing it."""

OTHER_TRADES = words(
    """
    barber barbers barbershop hairdresser hairdressers hairstylist stylist groomer groomers nail nails lash
    lashes
    makeup make-up masseur masseuse photographer developer designer webdesigner model models dentist
    friseur friseurin friseure barbiere parrucchiere coiffeur coiffeuse peluquero peluquera barbero barberos
    estilista barbeiro cabeleireiro fryzjer fryzjerka kapper kapster frisor
    барбер барберы парикмахер парикмахеры грумер грумеры стилист визажист косметолог массажист
    барбери перукар перукарі грумери стиліст візажист косметолог
    ספר ספרית
    dog cat puppy hound mascot hund katze studiohund chien chat perro gato mascota cane gatto pies kot hond
    dermatologist dermatologe dermatologin dermatologue dermatologo kosmetikerin kosmetiker esthetician nurse
    accountant cleaner security bouncer plumber architect florist yoga massage
    """
)
"""What people do who are not of this trade."""
