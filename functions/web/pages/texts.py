"""Pages of text: about, questions, privacy, terms, accessibility and the colophon."""

from functions.web import seo
from functions.web.answers import WebAnswer, kept
from functions.web.asked import PageRequest
from functions.web.rendering import render
from inkscout.bootstrap import web
from inkscout.errors import NotFound

_SECONDS = 3600
_TITLES = {
    "about": "About Inkscout",
    "faq": "Questions and answers",
    "privacy": "Privacy",
    "terms": "Terms",
    "accessibility": "Accessibility",
    "colophon": "Colophon",
}
QUESTIONS = (
    (
        "Where do the entries come from?",
        "From the public websites of tattoo studios and artists, and from lists of places such as "
        "OpenStreetMap. Each profile names the source of each fact.",
    ),
    (
        "How current are they?",
        "Websites are visited again and again. A profile says when it was last seen; who is no longer on "
        "any website is taken out.",
    ),
    (
        "Why does an artist show initials instead of pictures?",
        "Because no picture was found that may be shown, or because pictures are turned off.",
    ),
    (
        "Can I book here?",
        "No. A profile leads to the artist's own booking page, Instagram or website.",
    ),
    (
        "Can an artist pay to be listed first?",
        "No. The order follows the search alone.",
    ),
    (
        "How do I correct or remove my entry?",
        "With the form “Correct or remove an entry”, which is linked from each profile. Nobody needs to give "
        "a reason.",
    ),
    (
        "Do you know where I am?",
        "Only if you press “Near me” and your browser lets us; the position is rounded to about 100 metres "
        "and stands in the address of the page alone.",
    ),
)
"""Questions of visitors and their answers."""


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns one page of text.

    Raises:
        NotFound: the address goes on after the page's name.
    """
    if len(segments) > 1:
        raise NotFound("no page has this address")
    name = segments[0]
    settings = web.settings()
    body = render(
        f"texts/{name}.html",
        request,
        title=_TITLES[name],
        description=f"{_TITLES[name]}: how this directory of tattoo artists works.",
        canonical=f"/{name}",
        structured=(seo.questions(QUESTIONS),) if name == "faq" else (),
        questions=QUESTIONS,
        operator=settings.operator_name,
        contact=settings.operator_contact,
    )
    return WebAnswer(body=body, cache=kept(_SECONDS))
