"""HTML is drawn from programs in the forms that frameworks and their compilers give them."""

import pytest

from inkscout.extraction.page.drawn_markup import drawn_by

CARDS = "<h2>Our artists</h2><div><h3>Anna Bell</h3></div><div><h3>Tom Finch</h3></div>"
DOUBLED = "".join(f"const a{n}=a{n - 1}+a{n - 1};" for n in range(1, 60))
LISTED = 'const t=[{name:"Anna Bell"},{name:"Tom Finch"}];'


@pytest.mark.parametrize(
    "program",
    [
        LISTED + 'function A(){return(0,x.jsxs)(x.Fragment,{children:[(0,'
        'x.jsx)("h2",{children:"Our artists"}),'
        't.map((e,n)=>(0,x.jsx)("div",{children:(0,x.jsx)("h3",{children:e.name})},n))]})}',
        LISTED + 'const A=()=>React.createElement(React.Fragment,null,'
        'React.createElement("h2",null,"Our artists"),'
        't.map(function(e){return React.createElement("div",{key:e.name},'
        'React.createElement("h3",null,e.name))}))',
        LISTED + 'const C=({who:{name:n}})=>h("div",null,h("h3",null,n));'
        'render(h("section",null,h("h2",null,"Our artists"),t.map(w=>h(C,{who:w}))),root)',
        'function C(e){let{name:t}=e;return _jsx("div",{children:_jsx("h3",{children:t})})}'
        'const A=()=>_jsxs("",{children:[_jsx("h2",{children:"Our artists"}),_jsx(C,{name:"Anna Bell"}),'
        '_jsx(C,{name:"Tom Finch"})]});',
        LISTED + "const A = () => { const rows = t.filter(w => w.name); return (<>\n  <h2>Our artists</h2>\n"
        "  {rows.map(w => { const { name } = w; return <div key={name}><h3>{name}</h3></div>; })}\n</>); };",
        "function Card(props) { return <div><h3>{props.children}</h3></div>; }\n"
        "const App = () => <><h2>Our artists</h2><Card>Anna Bell</Card><Card>Tom Finch</Card></>;",
        LISTED + 'const r=(_ctx)=>(openBlock(),createElementBlock(Fragment,'
        'null,[createElementVNode("h2",null,'
        '"Our artists"),(openBlock(true),createElementBlock(Fragment,null,renderList(t,(w)=>(openBlock(),'
        'createElementBlock("div",{key:w.name},[createElementVNode("h3",null,toDisplayString(w.name),1)]))),128))]))',
        LISTED + "var render=function(){var _c=this._self._c;return _c('section',"
        "[_c('h2',[_vm._v(\"Our artists\")]),"
        "_vm._l(t,function(w){return _c('div',{key:w.name},[_c('h3',[_vm._v(_vm._s(w.name))])])})],2)}",
        LISTED + "render(html`<h2>Our artists</h2>${t.map(w => html`<div><h3>${w.name}</h3></div>`)}`, root)",
        "class Team extends React.Component { list = ['Anna Bell', 'Tom Finch']; render() { const who = "
        "['Anna Bell', 'Tom Finch']; return <><h2>Our artists</h2>{who.map(n "
        "=> <div><h3>{n}</h3></div>)}</>; } }",
        'const k=[["Anna Bell","fine line"],["Tom Finch","blackwork"]],A=()=>'
        'j("section",{children:[j("h2",{children:'
        '"Our artists"}),k.map(([e,n])=>j("div",{title:n,children:j("h3",{children:e})},e))]});',
    ],
)  # fmt: skip
def test_calls_tags_and_templates_are_drawn_with_their_data(program: str) -> None:
    drawn = drawn_by([program]).replace("<section>", "").replace("</section>", "")
    assert drawn.replace(' title="fine line"', "").replace(' title="blackwork"', "") == CARDS


def test_constants_stand_in_texts_and_links() -> None:
    drawn = drawn_by(
        [
            'const me={mail:"anna@bell.test",ig:"@anna.bell",phone:"+44 20 7946 0000"};'
            'const C=()=>jsxs("footer",{children:[jsx("a",{href:`mailto:${me.mail}`,children:me.mail}),'
            'jsx("a",{href:"https://instagram.com/"+me.ig.replace("@",""),children:me["ig"]}),'
            'jsx("a",{href:"tel:".concat(me.phone),children:"Call"})]})'
        ]
    )
    assert drawn == (
        '<footer><a href="mailto:anna@bell.test">anna@bell.test</a>'
        '<a href="https://instagram.com/anna.bell">@anna.bell</a>'
        '<a href="tel:+44 20 7946 0000">Call</a></footer>'
    )


def test_a_short_name_means_what_its_own_block_defines() -> None:
    drawn = drawn_by(
        [
            'function a(){const e={n:"Anna Bell"};return jsx("h3",{children:e.n})}'
            'function b(){const e={n:"Tom Finch"};return jsx("h3",{children:e.n})}'
        ]
    )
    assert drawn == "<h3>Anna Bell</h3><h3>Tom Finch</h3>"


def test_components_of_other_files_are_drawn_as_what_they_are_called() -> None:
    drawn = drawn_by(
        [
            'const A=()=>jsxs(S.Artist,{children:[jsx(Photo,{src:"/a.jpg",'
            'alt:"Anna"}),jsx(S.H3,{children:"Anna Bell"})]})'
        ]
    )
    assert drawn == ('<article class="Artist"><img src="/a.jpg" alt="Anna"><h3>Anna Bell</h3></article>')


def test_both_sides_of_a_choice_between_elements_are_drawn() -> None:
    drawn = drawn_by(['const A=()=>open?jsx("p",{children:"Open"}):jsx("p",{children:"Closed"})'])
    assert drawn == "<p>Open</p><p>Closed</p>"


@pytest.mark.parametrize(
    "program",
    [
        'const a=()=>jsx("p",{children:a()});',
        'const A=()=>jsx("p",{children:jsx(A,{})});render(jsx(A,{}))',
        'const a=[1,2],b=[...a,...a],c=[...b,...b],f=()=>c.map(x=>c.map(y=>'
        'c.map(z=>jsx("p",{children:"x"}))));f()',
        DOUBLED + 'const a0="xx";jsx("p",{children:a59})',
        'jsx("p",{children:' + "[" * 5_000 + '"x"' + "]" * 5_000 + "})",
        'jsx("p",{children:' * 3_000,
        'jsx("p",{children:a=>' * 3_000,
        "`${`${`${" * 5_000,
        "/[=/]" * 30_000,
        "(<a b={" * 20_000,
    ],
)  # fmt: skip
def test_a_program_without_end_is_bounded(program: str) -> None:
    assert len(drawn_by([program])) <= 200_000
