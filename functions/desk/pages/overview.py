"""Overview: the directory's figures, and what needs a person."""

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from functions.desk.views import charts, duties
from functions.web import words
from inkscout.bootstrap import desk_reading


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the overview."""
    found = desk_reading.read_overview()()
    figures = found.figures
    days = figures.last_30_days if figures else []
    return page(
        asked,
        "overview.html",
        title="Overview",
        section="/desk",
        found=found,
        duties=[duties.told(duty) for duty in sorted(found.duties, key=lambda one: not one.is_urgent)],
        sources=charts.bars(
            (source.value, words.source(source.value), source.count)
            for source in (figures.sources if figures else ())
        ),
        cities=charts.bars(
            ((city.value, city.label, city.count) for city in (figures.cities if figures else ())), most=8
        ),
        days=charts.columns(("new artists",), [(day.date, (day.artists_found,)) for day in days], height=120),
        visits=charts.columns(
            ("studios visited",), [(day.date, (day.studios_visited,)) for day in days], height=120
        ),
    )
