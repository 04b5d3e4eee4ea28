"""The trade's words for the people of a studio, in the languages studios write their pages in.

Written for this project from general knowledge of the languages; words are folded (see ``folding``).
"""

from inkscout.vocabulary.folding import words

TEAM = words(
    """
    artists artist artiste tattooers tattooer tattooists tattooist team crew staff residents resident roster
    people piercers tattoo-artists tattooartists our-artists our-team lineup guests guest guestspots
    guest-spots
    guest-artists guestartists inkers members stylists
    kunstler kuenstler kunstlerin kunstlerinnen kunstler:innen tatowierer tatowiererin tatowiererinnen
    taetowierer
    taetowiererin mannschaft gastkunstler gaste piercer piercerin
    artistes tatoueurs tatoueuses tatoueur tatoueuse equipe l'equipe d'artistes l'artiste residents residentes
    pierceurs perceurs invites
    artistas artista tatuadores tatuadoras tatuador tatuadora equipo residentes invitados plantilla
    perforadores
    artisti artista tatuatori tatuatrici tatuatore tatuatrice squadra ospiti residenti
    equipe equipa tatuadores convidados
    artysci artystki tatuatorzy tatuazysci zespol ekipa tatuatorki goscie
    artiesten artiest tatoeeerders tatoeerders tattooeerders kunstenaars gastartiesten
    tatuerare artister konstnarer gastartister teamet personal medarbetare
    tatovorer tatovor kunstnere holdet tatoverere tatoverer
    tatuoijat tatuoija artistit taiteilijat tiimi henkilokunta tatuoijamme artistimme
    tateri umelci tym tim tateri umelci tatérky
    muveszek tetovalok csapat csapatunk tetovalomuveszek muveszeink tetovaloink tetovalomuveszeink
    artistii echipa tatuatorii
    sanatcilar sanatcilarimiz dovmeciler ekibimiz ekip kadro kadromuz dovmecilerimiz
    umjetnici umetnici majstori ekipa tetoveri
    meistrai komanda meistari kunstnikud meeskond tatuuringukunstnikud
    мастера мастер команда художники сотрудники татуировщики тату-мастера резиденты татуировщик
    майстри майстер команда художники татуювальники тату-майстри резиденти
    артисти татуисти екип
    καλλιτεχνες ομαδα
    האמנים אמנים הצוות צוות המקעקעים מקעקעים מקעקעות
    الفنانين الفنانون فنانين فريقنا الفريق
    nghe_si seniman artis tim
    """
)
"""Words that make a heading, a link or an address one of people."""

OUR_PEOPLE = words(
    """
    masters experts professionals specialists creatives squad talent talents founders collaborators legends wizards
    experten profis spezialisten talente professionnels experts specialistes talents createurs
    profesionales especialistas maestros colaboradores expertos talentos professionisti esperti maestri specialisti
    profissionais especialistas mestres colaboradores talentos specjalisci profesjonalisci experci mistrzowie
    professionals specialisten experter specialister proffs специалисты профессионалы эксперты фахівці експерти
    """
)
"""Words that mean a studio's people after "our" or "meet the", and anything else elsewhere."""

TEAM_SCRIPTS = (
    "アーティスト",
    "彫師",
    "彫り師",
    "スタッフ",
    "メンバー",
    "在籍",
    "아티스트",
    "타투이스트",
    "艺术家",
    "藝術家",
    "纹身师",
    "紋身師",
    "刺青師",
    "刺青师",
    "团队",
    "團隊",
    "ช่างสัก",
    "ทีมงาน",
    "ศิลปิน",
)
"""The same in scripts without spaces; matched as substrings, folded when compared."""

ABOUT = words(
    """
    about about-us aboutus story history who bio profile me us
    uber uns ueber wir
    propos a-propos apropos histoire presentation moi salon boutique
    nosotros sobre quienes somos acerca historia mi conocenos
    chi siamo storia
    sobre nos quem somos
    nas onas
    over ons
    om oss os
    meista
    nas
    rolunk
    despre noi
    hakkimizda
    нас о-нас обо мне про
    אודות הסיפור
    """
)
"""Weaker words: such pages often hold the people, and often not."""

GUEST = words(
    """
    guest guests guestspot guestspots guesting visiting gast gaste gastkunstler gastartist invite invites
    invitee
    invitado invitados invitada invitadas ospite ospiti convidado convidados convidada gosc goscie gastartiest
    gastartister vierailija vendeg vendegek oaspete misafir гость гости гостевой гостя запрошений гост
    """
)
"""Words of people who are there for a time."""

BOOKING = words(
    """
    book booking bookings appointment appointments consult consultation buchen buchung termin termine reserver
    reservation rendez-vous rdv reservar reserva cita citas agendar agenda prenota prenotazione agendamento
    marcar rezerwacja umow zapisy boeken afspraak boka bestill varaa objednat foglalas programare randevu
    запись записаться запис записатися הזמנה לתיאום 予約 예약 预约
    """
)
"""Words of making an appointment."""

CLOSERS = words(
    """
    services service gallery galleries portfolio work works contact contacts faq faqs reviews review
    testimonials
    testimonial prices price pricing location locations hours visit find aftercare shop store merch blog news
    newsletter policies policy deposit process flash events products brands partners clients sponsors quotes
    piercings jewelry menu links social socials address map instagram facebook tiktok follow subscribe history
    styles style awards guestbook jobs careers apply
    leistungen galerie arbeiten kontakt preise bewertungen kundenstimmen offnungszeiten anfahrt pflege laden
    referenzen stile ablauf termin termine partner impressum datenschutz
    prestations galerie realisations contactez avis temoignages tarifs horaires acces soins boutique
    actualites
    styles partenaires
    servicios galeria trabajos contacto resenas opiniones testimonios precios horarios ubicacion cuidados
    tienda
    noticias estilos clientes productos costos
    servizi galleria lavori contatti recensioni prezzi orari dove cura negozio stili
    servicos galeria trabalhos contato contactos avaliacoes depoimentos precos horario localizacao cuidados
    loja
    uslugi galeria prace kontakt opinie cennik godziny pielegnacja sklep
    diensten galerij werk contact reviews prijzen openingstijden nazorg winkel
    tjanster galleri kontakt recensioner priser oppettider eftervard butik
    услуги галерея работы контакты отзывы цены прайс часы уход магазин новости стили акции
    послуги галерея роботи контакти відгуки ціни графік догляд магазин новини стилі
    עבודות גלריה המיקום צרו יצירת לקוחות ביקורות הסטודיו הסגנונות העבודות מחירים
    hizmetler galeri iletisim yorumlar fiyatlar
    """
)
"""Words of headings that end a section of people."""
