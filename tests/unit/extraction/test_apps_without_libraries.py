"""The people and contacts of an application are read from its program where its libraries do not answer."""

import pytest

from inkscout.domain.reading import SiteReading
from inkscout.extraction import read_site
from tests.support.pages import page

HOME = "http://wren.test/"
EMPTY = (
    "<html lang='{}'><title>Wren Tattoo</title><body><div id='root'></div>"
    "<script type='module' src='/assets/index-4f2a.js'></script></body></html>"
)
PEOPLE = (
    'const P=[{n:"Anna Bell",r:"Tattoo artist",s:["Blackwork","Fine line"],'
    'i:"anna.bell.ink",p:"/img/anna.jpg"},'
    '{n:"Tom Finch",r:"Tattoo artist",s:["Realism"],i:"finch.ink",p:"/img/tom.jpg"}];'
)
REVIEWS = (
    'const R=[{name:"Laura Pine",text:"Best tattoo of my life, thank you so much!",stars:5},'
    '{name:"Mark Oaks",text:"So clean, I will come back."}];'
)
VENDOR = "!function(){" + "var a=function(e,t){return e&&t?e:t/2},b='x\"y';" * 1_500 + "}();"


def read(program: str, language: str = "en", *, inline: bool = False) -> SiteReading:
    html = EMPTY.format(language)
    if inline:
        html = html.replace("</body>", f"<script type='text/babel'>{program}</script></body>")
        return read_site([page(html, HOME, rendered=True)], studio_name="Wren Tattoo", country="GB")
    part = page(program, f"{HOME}assets/index-4f2a.js", content_type="text/javascript", part_of=HOME)
    return read_site([page(html, HOME, rendered=True), part], studio_name="Wren Tattoo", country="GB")


def names(reading: SiteReading) -> set[str]:
    return {artist.name for artist in reading.artists}


def test_people_reviews_and_contacts_of_a_compiled_application_are_told_apart() -> None:
    found = read(
        PEOPLE
        + REVIEWS
        + 'const A=()=>(0,r.jsxs)("div",{children:[(0,r.jsxs)("section",{children:[(0,r.jsx)("h2",'
        '{children:"Our artists"}),P.map(e=>(0,r.jsxs)("div",{className:"card",children:[(0,r.jsx)("img",'
        '{src:e.p,alt:e.n}),(0,r.jsx)("h3",{children:e.n}),(0,r.jsx)("p",{children:e.r}),(0,r.jsx)("p",'
        '{children:e.s.join(", ")}),(0,r.jsx)("a",{href:`https://instagram.com/${e.i}`,children:"@"+e.i})]},'
        'e.n))]}),(0,r.jsxs)("section",{children:[(0,r.jsx)("h2",{children:"Reviews"}),R.map(e=>(0,r.jsxs)('
        '"blockquote",{children:[(0,r.jsx)("p",{children:e.text}),(0,r.jsx)("cite",{children:e.name})]}))]}),'
        '(0,r.jsxs)("footer",{children:[(0,r.jsx)("a",{href:"tel:+442079460011",children:"Call"}),(0,r.jsx)("a",'
        '{href:"mailto:hi@wren.test",children:"Mail"}),(0,r.jsx)("a",{href:"https://instagram.com/wren.bath",'
        'children:"IG"}),(0,r.jsx)("p",{children:"Website by Zed Maker"})]})]})'
    )
    people = {artist.name: (artist.instagram, artist.styles) for artist in found.artists}
    assert people == {
        "Anna Bell": ("anna.bell.ink", ("blackwork", "fine-line")),
        "Tom Finch": ("finch.ink", ("realism",)),
    }
    assert [[image.url for image in artist.portfolio] for artist in found.artists] == [
        [f"{HOME}img/anna.jpg"],
        [f"{HOME}img/tom.jpg"],
    ]
    facts = found.studio
    assert (facts.phone, facts.email, facts.instagram) == ("+442079460011", "hi@wren.test", "wren.bath")


@pytest.mark.parametrize(
    "program",
    [
        PEOPLE.replace('"', "`") + "var A=()=>(0,D.jsxs)(`main`,{children:[(0,D.jsx)(`h2`,"
        "{children:`Our artists`}),"
        "P.map(e=>(0,D.jsxs)(`div`,{className:`card`,children:[(0,D.jsx)(`h3`,{children:e.n}),(0,D.jsx)(`p`,"
        "{children:e.r})]},e.n))]});render((0,D.jsx)(A,{}));",
        PEOPLE + 'const render=(_ctx,_cache)=>(o(),c("section",null,[t("h2",null,'
        '"Unser Team"),(o(!0),c(F,null,l(P,e=>'
        '(o(),c("div",{key:e.n,class:"card"},[t("h3",null,x(e.n),1),t("p",null,x(e.r),1)]))),128))]))',
        'var root=from_html(`<section><h2>Nuestro equipo</h2><div '
        'class="card"><h3>Anna Bell</h3><p>Tatuadora</p>'
        "</div><div class='card'><h3>Tom Finch</h3><p>Tatuador</p></div></section>`);",
        'function c(){s=element("section");h2=element("h2");h2.textContent="Our artists";h3=element("h3");'
        'h3.textContent="Anna Bell";p=element("p");p.textContent="Tattoo artist";h3_1=element("h3");'
        'h3_1.textContent="Tom Finch";p_1=element("p");p_1.textContent="Tattoo artist"}',
        "const _t=template(`<section><h2>Our artists</h2><div><h3>Anna Bell</h3><p>Tattoo artist</p></div>"
        "<div><h3>Tom Finch</h3><p>Tattoo artist</p></div></section>`);",
        'x(){d(0,"section")(1,"h2"),h(2,"Our artists"),c(),d(3,"h3"),h(4,"Anna Bell"),c(),d(5,"p"),'
        'h(6,"Tattoo artist"),c(),d(7,"h3"),h(8,"Tom Finch"),c(),d(9,"p"),h(10,"Tattoo artist"),c()}',
        PEOPLE + 'const T=()=>jsxs("div",{children:[jsx("h1",'
        '{children:"Artists"}),P.map(e=>jsx(Card,{name:e.n,'
        'role:e.r,image:e.p}))]});const r=createBrowserRouter([{path:"/team",element:jsx(T,{})}]);',
        VENDOR + PEOPLE + 'const A=()=>i.jsxs("div",{children:[i.jsx("h2",{children:"Artists"}),P.map(e=>'
        'i.jsx("div",{children:i.jsx("h3",{children:e.n})},e.n))]});',
    ],
    ids=["backticks", "vue", "svelte", "svelte-4", "solid", "angular", "router", "bundle"],
)  # fmt: skip
def test_programs_of_any_framework_are_read(program: str) -> None:
    assert names(read(program)) == {"Anna Bell", "Tom Finch"}


def test_a_program_within_the_page_is_read() -> None:
    found = read(
        "function Team({ people = [] }) { return (<ul>{people.map((person) => (<li key={person.name}>"
        "<img src={person.photo} alt={person.name}/><strong>"
        "{person.name}</strong> — {person.role}</li>))}</ul>) }\n"
        'const people = [{ name: "Anna Bell", role: "tattoo artist", photo: "/a.jpg" },'
        ' { name: "Tom Finch", role: "tattoo artist", photo: "/t.jpg" }];\n'
        "export default function App() { return <main><h2>Our tattoo "
        "artists</h2><Team people={people} /></main>; }",
        inline=True,
    )
    assert names(found) == {"Anna Bell", "Tom Finch"}


def test_the_only_artist_is_an_object_of_the_program() -> None:
    found = read(
        'const owner={name:"Derya Aksoy",title:"Tattoo Artist",bio:"I tattoo '
        'fine lines in Izmir and draw daily.",'
        'instagram:"@derya.ink",email:"derya@ink.test",phone:"+90 532 111 22 '
        '33"};const A=()=>jsxs("div",{children:['
        'jsx("h1",{children:owner.name}),jsx("p",{children:owner.bio}),jsx("a",{href:"mailto:"+owner.email,'
        'children:"Mail"}),jsx("a",{href:"tel:"+owner.phone,children:"Call"}),jsx("a",{href:"https://instagram.com/"'
        '+owner.instagram.replace("@",""),children:"IG"})]})'
    )
    assert [(artist.name, artist.instagram) for artist in found.artists] == [("Derya Aksoy", "derya.ink")]
    assert (found.studio.phone, found.studio.email) == ("+905321112233", "derya@ink.test")


@pytest.mark.parametrize(
    ("language", "program", "expected"),
    [
        (
            "th",
            'const DEFAULT_ARTISTS=[{id:1,nameTh:"นภา",nameEn:"Napa",specialty:"Blackwork"},'
            '{id:2,nameTh:"ธีร์",nameEn:"Thee",specialty:"Fine line"}];',
            {"นภา", "ธีร์"},
        ),
        (
            "en",
            'const DEFAULT_ARTISTS=[{id:1,nameTh:"นภา",nameEn:"Napa",specialty:"Blackwork"},'
            '{id:2,nameTh:"ธีร์",nameEn:"Thee",specialty:"Fine line"}];',
            {"Napa", "Thee"},
        ),
        (
            "ja",
            'const artists=[{name_ja:"佐藤花子",name_en:"Hanako Sato",bio_ja:"和彫りを専門とする彫師です。"},'
            '{name_ja:"鈴木一郎",name_en:"Ichiro Suzuki",bio_ja:"細い線の刺青を彫ります。"}];',
            {"佐藤花子", "鈴木一郎"},
        ),
        (
            "ka",
            'const artists=[{nameKA:"ნინო",nameEN:"Nino",role:"Tattoo artist"},'
            '{nameKA:"გიორგი",nameEN:"Giorgi",role:"Tattoo artist"}];',
            {"ნინო", "გიორგი"},
        ),
        (
            "el",
            'const team=[{name_gr:"Ελένη",name_en:"Eleni",role:"Tattoo artist"},'
            '{name_gr:"Νίκος",name_en:"Nikos",role:"Tattoo artist"}];',
            {"Ελένη", "Νίκος"},
        ),
    ],
)
def test_names_in_several_languages_are_those_of_the_page(
    language: str, program: str, expected: set[str]
) -> None:
    assert names(read(program, language, inline=True)) == expected


@pytest.mark.parametrize(
    "program",
    [
        REVIEWS + 'const A=()=>(0,r.jsxs)("section",{children:[(0,r.jsx)("h2",'
        '{children:"What our clients say"}),R.map(e=>'
        '(0,r.jsxs)("div",{children:[(0,r.jsx)("p",{children:e.text}),(0,r.jsx)("h4",{children:e.name})]}))]})',
        'const S=()=>h("section",null,h("h2",null,"Shop"),[{name:"Anna Balm",'
        'price:"12"},{name:"Laura Soap",price:"9"}]'
        '.map(x=>h("div",null,h("h3",null,x.name),h("p",null,"£",x.price))));render(h(S),root)',
        'const A=()=>jsxs("main",{children:[jsx("h2",{children:"Blog"}),[{t:"Healing well",a:"Laura Pine"},'
        '{t:"First tattoo",a:"Mark Oaks"}].map(p=>jsxs("article",'
        '{children:[jsx("h3",{children:p.t}),jsxs("span",'
        '{children:["By ",p.a]}),jsx("time",{children:"2 May 2024"})]}))]})',
        'const F=()=>jsxs("section",{children:[jsx("h2",'
        '{children:"Questions"}),[{q:"Does it hurt?",a:"A little."}]'
        '.map(x=>jsxs("div",{children:[jsx("h3",{children:x.q}),jsx("p",{children:x.a})]}))]})',
        'const F=()=>jsx("footer",{children:jsxs("p",{children:["Site by ",jsx("a",{href:"https://zed.test",'
        'children:"Zed Maker"})]})})',
    ],
    ids=["reviews", "products", "posts", "questions", "maker"],
)  # fmt: skip
def test_other_things_of_a_program_name_no_artist(program: str) -> None:
    assert names(read(program)) == set()
