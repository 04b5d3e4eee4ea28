"""Words that do not stand in a person's name, in the languages of the trade.

A heading with one of these words is not a name. Words that are also names (Rose, Grace, Hope, Will, May,
Mark, Angel, Ray) are left out on purpose. Written for this project.
"""

from inkscout.vocabulary.folding import words
from inkscout.vocabulary.given_names import GIVEN_NAMES

_ENGLISH = words(
    """
    a about above accept accessories account add address adults after aftercare again age ago all allergies
    also always am amazing an and answer answers any anyone anything apply appointment appointments appt are
    area art artist artists artwork artworks as ask asked at available award awards away back bad basic be
    beautiful beauty because become been before begin behind being below benefits best better between blog
    bodies body bold book booking bookings books bottom brand brands bring browse build bundle business but
    button buy by call can cancel cancellation captcha card cards care career careers cart catalog
    categories category celebrity certificate certified change chat check checkout choose city class classes
    clean click client clients close closed code collection collections collective color colors colour
    colours come coming comment comments commission community company complete concept condition conditions
    confirm connect consent consult consultation contact contacts content continue convention conventions
    cookie cookies copyright corner country courses cover coverup create created creating creative
    creativity credit cult custom customer customers customs daily date dates day days decide delivery
    deposit deposits description design designed designer designs detail details digital directions
    disclaimer discount discover do does done dont don't download draw drawing drawings drop each ear earn
    easy edit education email emails employees enjoy enquire enquiries enquiry enter error estimate event
    events every everyone everything examples excellence exclusive expect experience experienced expert
    experts explore exposed eyebrow facebook fade family faq faqs favorite favourite feature featured
    features feedback feel few fill filter final find fine first flash flashes flat floral follow following
    food footer for form forever forms forum free fresh friday from front full fun gallery general get
    getting gift giftcard gifts give go goal good google great group guarantee guest guests guide guidelines
    had hair hand hands happy has have he header heal healed healing health hello help helix her here hi
    high highest highlights him his history home homepage hour hourly hours house how hygiene i idea ideas
    if image images important in info information ink inked inks inquire inquiries inquiry inside
    inspiration instagram instructions interested international into introducing is it its january february
    march april june july august september october november december jewelry jewellery job jobs join journey
    just keep kids know language large laser last latest laws learn leave left legacy legal less lessons let
    let's lettering license licensed life lifetime like line lines links list load loading local located
    location locations log login logo long look lookbook looking love loved lounge machine made magazine
    mail main make making manage map mark-up maps media medium meet member members menu merch merchandise
    message messages minimum minor minors minutes modern monday month months more morning most much music
    must my name names nav navigation near need needle needles never new news newsletter next night no nose
    not note notes nothing notice november now number of off offer offers office official ok old on once one
    online only open opening opens option options or order orders original other our out over overview own
    page pages paint paintings parlor parlour partner partners password past payment payments people per
    perfect permanent personal phone photo photography photos pick picture pictures piece pieces piercing
    piercings place placement places please podcast point policies policy popular portfolio portfolios post
    posts practice preparation prepare press preview previous price prices pricelist pricing print prints
    prior privacy private process product products professional professionals profile profiles program
    project projects promise promotions proud public purchase quality question questions quick quote quotes
    rate rates rating read ready real realism recent recommend refund register reject related release
    removal rental report request requests required reserve reserved response results return returns review
    reviews right rights room rules safe safety sale same saturday save say scan schedule school scroll
    search secure see select send senior series service services session sessions set settings share she
    shipping shop shopping short should show showcase showing sign silver simple since site sitemap size
    sizes skin slide slot small so social socials sold some something special specialist specialists
    specialities specialties specialty specials spot spots staff standards start started statement stay step
    steps stock store stories story street studio studios style styles submit subscribe success such suite
    summer sunday supplies support sure sustainable swipe system take tattoo tattooed tattooer tattooers
    tattooing tattooist tattooists tattoos team techniques technology tell terms testimonial testimonials
    text than thank thanks that the their them then there these they thing things think this those through
    thursday time times tips to today toggle tomorrow tools top total touch touch-up tour training travel
    trending trends true trust try tuesday twitter type types uncategorized under unique unit until up
    upcoming update updates upload us use used user using value values various via video videos view visit
    visiting voted voucher vouchers waiver waivers walk walk-in walk-ins walkin walkins wall wanna want was
    watch way we website wednesday week weekend weekly weeks welcome well were what when where which while
    who why wide will-call window winter with without woman women wonderful word words work working works
    workshop workshops world would write written wrong year years yes yesterday you your yours youtube
    yourself zip pm am est tba tbd etc vs black grey gray white watercolor watercolour traditional
    tradicional neo-traditional japanese realistic blackwork linework dotwork geometric tribal minimalist
    fineline cover-up cover-ups half full sleeve ornamental portrait portraits script biomechanical sketch
    surreal anime manga mandala illustrative handpoke temporary consultancy cosmetics microblading removal
    makeup brows lips eyeliner areola scar camouflage mon tue wed thu fri sat sun photos gallery mission
    vision values disclaimer team crew resident residents whatsapp tiktok pinterest messenger telegram
    linkedin snapchat vimeo spotify tumblr threads lorem ipsum dolor amet placeholder untitled example
    sample template title subtitle heading paragraph customer reviewer verified buyer anonymous guestbook
    unknown admin administrator author editor passion quality sterile sterilized comfort comfortable trusted
    trust friendly welcoming welcome atmosphere vibe vibes award excellence craft craftsmanship artistry
    skill skilled talent talented dedication vision values ethos philosophy respect honesty integrity
    diversity inclusive inclusivity community learning training mentorship teamwork support clean
    cleanliness sterilization sterilisation hygiene professionalism originality precision attention detail
    details affordable luxury premium boutique relaxed private secure modern contemporary vintage classic
    timeless bespoke unique individual individuality tailored handmade vegan cruelty eco sustainable
    certified insured registered chat email text call phone whatsapp directions parking transport bus train
    metro subway wheelchair accessible rules rule requirement requirements age identification proof guardian
    parental consent tip tips healing heal shop online stockists merch hoodie hoodies shirt shirts tee tees
    cap caps sticker stickers print prints poster posters voucher gift card deposit balance cash paypal
    klarna payment plan plans finance testimonial featured popular best top trending seasonal summer winter
    spring autumn fall holiday holidays christmas halloween valentine valentines black friday sale offer
    offers promo promotion event flash day days weekend qualitat erfahrung leidenschaft sauberkeit
    sterilitat kreativitat vertrauen atmosphare individuell einzigartig philosophie unsere werte teamwork
    ausbildung jobs stellenangebot bewerbung qualite experience passion creativite confiance ambiance
    savoir-faire ecoute valeurs proprete sterilisation calidad experiencia pasion creatividad confianza
    ambiente limpieza valores profesionalismo higiene esterilizacion qualita esperienza passione creativita
    fiducia ambiente pulizia valori professionalita igiene qualidade experiencia paixao criatividade
    confianca ambiente limpeza valores higiene jakosc doswiadczenie pasja kreatywnosc zaufanie atmosfera
    czystosc wartosci higiena kwaliteit ervaring passie creativiteit vertrouwen sfeer netheid waarden
    kvalitet erfarenhet passion kreativitet trygghet atmosfar hygien качество опыт страсть творчество
    доверие атмосфера чистота стерильность безопасность гарантия ценности якість досвід довіра безпека
    стерильність dog puppy cat mascot shop-dog ig fb yt dm pm sms vk tg wa insta site web link linktree en pl fr es it pt ru ua nl sv cz sk hu ro fi tr eng ger esp deu fra ita
    website more info bio http https www com sponsor sponsors partner partners machines machine supplies
    supply equipment cosmetics balm redes sociales reseaux sociaux soziale medien ads seo keyword keywords
    tripadvisor yelp treatwell fresha anatomy earlobe cheek bridge smiley treatments treatment archives
    archive relax elegant composed precise nose navel septum lobe tragus conch industrial cartilage daith
    rook medusa labret monroe nipple tongue belly chest back arm forearm leg neck face thigh hip shoulder
    calf wrist ankle finger fingers rib ribs torso spine north south east west road avenue square building
    floor downtown spa salon academy company llc ltd inc gmbh co
    """
)
_GERMAN = words(
    """
    aber agb aktuelles alle allgemeine als am an anfahrt anfrage anfragen angebot angebote ansehen arbeiten
    arbeit auch auf aus bei beratung bewertungen bilder bis bitte buchen buchung cookie da das dein deine
    dem den der des dich die dienstag donnerstag du durch ein eine einen einer er es euch euer farbe farben
    fragen freitag freuen fur galerie gastkunstler gebuhr gelernt geschichte geschlossen gutschein
    gutscheine haben hast haut hier hygiene ich ihr ihre im impressum in infos inhaber ist jahre jahren
    jetzt kann karriere kontakt kosten kundenstimmen kunst kunstler kunstlerin kunstlerinnen leistungen mehr
    mein meine minuten mit mittwoch montag motive nach nachsorge neu neue neues nicht nur oder
    offnungszeiten ohne partner pflege preise preisliste projekte samstag schmuck schreib sehen sein seit
    seite sich sie sind sonntag stil stile studio tatowierer tatowierung tatowierungen tatowiererin termin
    termine uber uns unser unsere unserem unseren und unverbindlich vereinbaren vertrauen vom von vor warum
    was weiter weiterlesen wer werden wie willkommen wir wird wo zahlung zu zum zur zuruck datenschutz
    datenschutzerklarung nutzungsbedingungen realistisch schwarz grau tatowieren januar februar marz juni
    juli oktober dezember uhr geoffnet ruhetag strasse
    """
)
_FRENCH = words(
    """
    accueil acces actualites adresse ainsi apres artiste artistes atelier au aux avec avis avant biographie
    bienvenue bijou bijoux blog boutique bras ca ce ces cette chez clients commande comment conditions
    confidentialite contact contactez conseils cou couleur couleurs dans de decouvrez decouvrir demande
    depuis des dessin dessins devis dos du elle en ensemble entretien equipe est et etape etapes etre faire
    flashs fermer fermeture formation galerie gratuit haut heures histoire horaires hygiene ici il image
    infos jambe jour jours la le les leur lire ligne lundi mardi mercredi jeudi vendredi samedi dimanche
    mentions menu mineurs mon notre nos nous nouveau nouveautes nuque offres ou oui par paiement partenaires
    pas perceur perceurs pierceur pierceuse photos plan plus politique pour pourquoi prendre presentation
    prestations prix processus projet projets propos quand que qui quoi realisations realisation recherche
    reglement rejoindre rendez-vous reserver reservation retour retouche salon sante savoir ses site soin
    soins son sont sous style styles suivez suivant sur sympa tarif tarifs tatouage tatouages tatoueur
    tatoueurs tatoueuse tatoueuses temoignages ton tous tout toute toutes tres un une univers vers visage
    visite voir vos votre vous janvier fevrier mars avril mai juin juillet aout septembre octobre decembre
    noir gris realisme realiste tatouer encre visitez envoyer fondateur fondatrice droit droite gauche votre
    """
)
_SPANISH = words(
    """
    a abierto acerca adios agendar ahora al algunos anos antes anterior aqui arte artista artistas asi aviso
    blog brazo cada calidad carrito carta casa categoria cerrado cerrar cita citas ciudad cliente clientes
    color colores como con conoce conocenos consulta contacto contactanos correo cotizar cuando cuidado
    cuidados cuerpo de del desde diseno disenos donde dudas el ella ellos en enviar equipo es escribenos
    espacio especialidad especialidades esta este estilo estilos estudio experiencia formulario foto fotos
    galeria gracias hasta hecho historia hola horario horarios imagenes informacion inicio la las leer linea
    lo los lunes martes miercoles jueves viernes sabado domingo mas mapa mejor mejores mensaje menu mi mis
    mision mucho muy nombre nos nosotros noticias nuestra nuestras nuestro nuestros nuevo nuevos numero o
    objetivo opiniones para perforacion perforaciones perfil persona personas piel pieza por porque
    portafolio precio precios preguntas privacidad proceso productos profesional promociones que quien
    quienes reserva reservar resenas saber seguridad ser servicio servicios si siguenos sin sitio sobre solo
    somos son su sus tatuador tatuadora tatuadores tatuadoras tatuaje tatuajes tatuar telefono testimonios
    tienda todo todos trabajo trabajos tu tus ubicacion un una unico uno ver vision visita visitanos y enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre apellido ciudad
    bienvenido bienvenidos descripcion costos frecuentes negro gris realismo aviso
    """
)
_ITALIAN = words(
    """
    a al alla altro anche appuntamento appuntamenti arte artista artisti chi chiama chiuso clienti colore
    come con contatta contattaci contatti cosa cura da dal dei del della delle di disegni dove e eventi
    galleria gli grazie il in informazioni inizio la lavori le leggi lo maggiori mappa negozio noi nostra
    nostre nostri nostro novita opinioni orari ora per perche piercing piu politica prenota prenotazione
    prezzi privacy prodotti professionisti progetti qualita recensioni saperne scopri scrivici seguici
    servizi servizio si siamo sono sopra stile stili storia studio su sul tatuaggi tatuaggio tatuatore
    tatuatori tatuatrice tutti un una vai vedi via visita vieni lunedi martedi mercoledi giovedi venerdi
    sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre nero grigio squadra
    benvenuti
    """
)
_PORTUGUESE = words(
    """
    a agenda agendamento agende ao aos aqui arte as atendimento avaliacoes cada carrinho com como conheca
    conosco contato contatos contacto corpo cuidados da das de depoimentos desenho desenhos do dos duvidas e
    ela ele em encontre endereco enviar equipe equipa escolha estilo estilos estudio eu experiencia fale
    foto fotos galeria historia horario horarios inicio informacoes leia loja mais marcar menu meu nossa
    nossas nosso nossos nos noticias o obrigado onde os ou para pele perfil perguntas por portfolio precos
    privacidade processo produtos programador projetos quem realismo reserva reservar saiba seja seu seus
    sobre sobre-nos sua suas suporte somos tatuador tatuadora tatuadores tatuagem tatuagens telefone
    telefones todos trabalhos um uma ver voce voltar segunda terca quarta quinta sexta domingo janeiro
    fevereiro marco maio junho julho setembro outubro dezembro visualizar publicar clientes perfuracao
    """
)
_OTHER_LATIN = words(
    """
    aktualnosci artysci artysta autor cennik czynne dlaczego dla dowiedz galeria godziny jak jest kontakt
    kolczykowanie koszyk kolor ktory mapa mozesz nas nasi nasz nasza nasze nowy o oferta opinie otwarcia
    pielegnacja polityka portfolio prace prywatnosci regulamin rezerwacja rozwiń salon sie sklep sprawdz
    strona studio style tatuator tatuatorzy tatuaz tatuaze termin umow uslugi w wiecej wizyta witamy
    wszystkie wybierz z zamknij zapisy zapraszamy zespol zobacz poniedzialek wtorek sroda czwartek piatek
    sobota niedziela aan adres afspraak afspraken alle artiesten artiest bekijk bij blog boeken contact dag
    dagen de diensten een en ervaring galerij geen geopend gesloten het hoe huid informatie is je jouw kleur
    kunst kunstenaar lees maak meer met mijn naar nazorg nieuws niet onze ons ontdek ontwerp openingstijden
    over piercings prijs prijzen stijl stijlen tatoeage tatoeages tatoeeerder team uur van veelgestelde
    vestiging voor vragen waarom wat welkom wie wij winkel zijn maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag alla att av bilder boka bokning den det du eller en eftervard ett for fran fragor
    galleri har hem hitta hur info inga kontakt kontakta kunder las med mer min motiv nar nyheter och om oss
    pa pris priser recensioner se stilar studion tatuerare tatuering tatueringar tid till tjanster
    oppettider utvalda var vara vi vill villkor valkommen mandag tirsdag onsdag torsdag fredag lordag sondag
    kunstner tatovering tatoveringer tatovor priser bestill vore mandag tisdag lordag sondag yhteys
    ajanvaraus hinnasto tatuoinnit tatuoija galleria meista etusivu domu kontakt galerie cenik cena
    rezervace objednavky tetovani tater o-nas nas nase proc sluzby prace ukazky kezdolap kapcsolat galeria
    arak szolgaltatasok tetovalas tetovalasok rolunk idopont foglalas velemenyek acasa despre galerie
    servicii preturi programare tatuaje tatuaj echipa recenzii anasayfa hakkimizda iletisim galeri hizmetler
    fiyatlar randevu dovme dovmeler hemen ara yorumlar ve icin pocetna onama kontakt galerija usluge cijene
    cenovnik tetovaze tetovaza zakazi beranda tentang kami layanan galeri kontak tato seniman harga trang
    chu lien he dich vu
    """
)
_CYRILLIC = words(
    """
    а адрес акции акция без блог бритье в вас ваш ваша все всё выбрать галерея где главная график да дата
    для до добро доставка еще если есть за завтра задать записаться запись звоните и из или имя инстаграм
    как какие какой карта каталог клиент клиенты команда контакты который купить лет мастер мастера мастеров
    меню мы на наш наша наши не нет новости о об обо обучение оборудование он она онлайн оплата опыт от
    ответы отзывы перманент пирсинг по подробнее подарочный политика понедельник вторник среда четверг
    пятница суббота воскресенье почему почта прайс прайс-лист при проекты процесс работа работы работаем
    режим реализм рядом с салон салоне сайт себя сертификат скидки сколько смотреть с студии студия стили
    стиль стоимость так тату татуировка татуировки телефон только уход услуги услуга форма фото хочу цены
    часто часы читать что эскиз эскизы это я январь февраль март апрель май июнь июль август сентябрь
    октябрь ноябрь декабрь перейти назад далее удаление макияж заказать звонок консультация дом доглядом
    догляд запис записатися контакти ціни про послуги наші наша наш відгуки майстри майстер роботи адреса
    телефон головна галерея що як чому для та і й у з або всі ми вас ваш місто україна студія барбер
    барбершоп стрижка стрижки груминг нас часов год года
    """
)
_HEBREW = words(
    """
    אודות על של את עם גלריה צור צרו קשר תפריט בית ראשי הסטודיו סטודיו קעקוע קעקועים פירסינג פירסינגים מחירים
    שאלות נפוצות ביקורות לקוחות מספרים המיקום עבודות העבודות הסגנונות סגנונות הסיפור שלנו אנחנו אמנים האמנים
    הצוות צוות ריאליזם צבע הכל עוד קרא לפרטים טיפול תור תורים חייגו כאן היינו לפני
    """
)

NOT_NAMES = (
    _ENGLISH | _GERMAN | _FRENCH | _SPANISH | _ITALIAN | _PORTUGUESE | _OTHER_LATIN | _CYRILLIC | _HEBREW
) - GIVEN_NAMES
"""All lists joined, without words that are given names in another language; compare folded words."""

NOT_NAMES_SCRIPTS = (
    "について",
    "お問い合わせ",
    "アーティスト",
    "スタッフ",
    "ギャラリー",
    "タトゥー",
    "料金",
    "予約",
    "アクセス",
    "ホーム",
    "よくある",
    "質問",
    "営業",
    "紹介",
    "一覧",
    "作品",
    "求人",
    "店舗",
    "概要",
    "彫師",
    "お知らせ",
    "ニュース",
    "ブログ",
    "スタイル",
    "ください",
    "します",
    "です",
    "ます",
    "문의",
    "예약",
    "갤러리",
    "소개",
    "타투",
    "아티스트",
    "오시는",
    "가격",
    "联系",
    "聯絡",
    "关于",
    "關於",
    "作品",
    "首页",
    "首頁",
    "纹身",
    "紋身",
    "刺青",
    "预约",
    "預約",
    "团队",
    "團隊",
    "价格",
    "地址",
    "電話",
    "电话",
)
"""Parts of headings, not of names, in scripts without spaces."""

SURNAMES = words(
    """
    white black brown gray grey green king young long hill wood woods stone fox cross price page day may
    love hand small short best street rich lane banks parks hope winter winters summer summers snow church
    cook carter bishop knight hunter miller walker baker major rose frost west north east moon star sharp
    bold wise strong little good hall house field fields brooks rivers lake marsh ford ward reed penn paint
    peace case chance hart heart power powers bird birds wolf wolfe lamb swan crow drake finch peacock
    sparrow lion tiger bear bull needle ink void silver gold golden waters gallery art fine noir blanc petit
    grand roux leblanc lenoir rey reyes cruz flores rojo blanco moreno leon luna sol schwarz weiss klein
    gross lang kurz jung koch schneider muller fischer wagner becker bauer richter konig vogel bianchi rossi
    neri verdi leone costa fontana marino santos silva lopes ramos flor preto branco sword blade storm sky
    sea ocean nights bloom flowers days born read shows price cole bell fill will page early
    """
)
"""Everyday words that are surnames too: they may end a name that begins with a known given name."""

PARTICLES = words(
    "de da do dos das del della di van von der den la le el al bin ibn ben abu mac mc st y e o'"
)
"""Small words inside names."""

HONORIFICS = words("mr mrs ms miss dr don doña sir lady madame monsieur herr frau senor senora the")
"""Titles before names, dropped when a name follows."""

GREETINGS = words(
    """
    hi hello hey i'm im i am my name is meet about introducing this call me say hallo ich bin mein heisse
    ist uber bonjour je suis m'appelle moi c'est salut hola soy me llamo mi nombre es ciao sono io mi chiamo
    ola eu sou meu nome e hej jag heter ar om hallo ik ben heet mijn naam czesc jestem nazywam sie mam na
    imie привет меня зовут я привіт мене звати היי אני שמי
    """
)
"""Words before a name when people introduce themselves."""
