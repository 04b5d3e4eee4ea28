"""The elements of a parsed page: what is inside each, which have an attribute, and that they leave memory."""

import gc

from inkscout.extraction.page.document import Document, Element
from inkscout.extraction.page.parse import parse
from inkscout.extraction.site import read_site
from tests.support.pages import page

NESTED = (
    '<main id="all"><ul data-by="Mara"><li>One</li><li>Two <b>bold</b></li></ul><script>x()</script>'
    '<p title="Mara">After</p><img alt="Mara"></main>'
)


def element(document: Document, tag: str) -> Element:
    return next(node for node in document.elements if node.tag == tag)


def tags(elements: list[Element]) -> list[str]:
    return [node.tag for node in elements]


def test_descendants_are_all_elements_inside_one_in_document_order() -> None:
    document = parse(page(NESTED))
    assert tags(document.descendants(element(document, "main"))) == ["ul", "li", "li", "b", "p", "img"]
    assert tags(document.descendants(element(document, "ul"))) == ["li", "li", "b"]
    assert document.descendants(element(document, "img")) == []
    assert document.descendants(document.root) == document.elements


def test_children_are_the_elements_directly_inside_one() -> None:
    document = parse(page(NESTED))
    assert tags(list(document.children(element(document, "main")))) == ["ul", "p", "img"]
    assert tags(list(document.children(element(document, "ul")))) == ["li", "li"]
    assert all(
        child.parent is element(document, "ul") for child in document.children(element(document, "ul"))
    )


def test_an_element_with_a_script_alone_is_childless() -> None:
    document = parse(page("<div><script>fill()</script></div><section><p></p></section>"))
    assert element(document, "div").is_childless
    assert not element(document, "section").is_childless


def test_elements_are_found_by_any_of_several_attributes_in_document_order() -> None:
    document = parse(page(NESTED))
    assert tags(document.having(("title", "data-by"))) == ["ul", "p"]
    assert tags(document.having(("id", "alt", "title"))) == ["main", "p", "img"]
    assert document.having(("href",)) == []


def test_pages_leave_memory_without_the_garbage_collector() -> None:
    """Its full runs cost more than reading a page, and until one comes, pages would pile up."""

    def kept() -> int:
        return sum(isinstance(one, Element) for one in gc.get_objects())

    body = NESTED + "<h2>Our artists</h2><h3>Mara Venn</h3><p>Tattoo artist</p><h3>Iker Sol</h3>"
    gc.collect()
    before = kept()
    gc.disable()
    try:
        assert read_site([page(body), page(body + "<p>More</p>", "http://studio.test/team")]).artists
        assert kept() == before
    finally:
        gc.enable()
