"""Parameters of routes: the fields of a contract's model, and those that several routes share."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel
from pydantic.fields import FieldInfo

_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$"

ModelT = TypeVar("ModelT", bound=BaseModel)
AnswerT = TypeVar("AnswerT")

Limit = Annotated[int, Query(ge=1, le=100, description="results a page")]
Cursor = Annotated[
    str, Query(max_length=1024, description="next_cursor of the page before, with the same query")
]
ArtistId = Annotated[str, Path(min_length=1, max_length=80, pattern=_ID, description="an artist's id")]
StudioId = Annotated[str, Path(min_length=1, max_length=80, pattern=_ID, description="a studio's id")]


def takes(model: type[ModelT]) -> Callable[[Callable[[ModelT], AnswerT]], Callable[..., AnswerT]]:
    """Makes the fields of a model the query parameters of a route, which gets them as that model.

    Powertools takes a model for itself, but documents all of its fields as text without bounds.
    """

    def decorate(answer: Callable[[ModelT], AnswerT]) -> Callable[..., AnswerT]:
        @wraps(answer)
        def route(**given: Any) -> AnswerT:  # noqa: ANN401 - as the fields say
            return answer(model(**given))

        signature = inspect.signature(answer)
        route.__signature__ = signature.replace(  # type: ignore[attr-defined] # PEP 362 names it
            parameters=[
                inspect.Parameter(
                    name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=inspect.Parameter.empty if field.is_required() else field.default,
                    annotation=Annotated[field.annotation, _query(field)],
                )
                for name, field in model.model_fields.items()
            ]
        )
        return route

    return decorate


def _query(field: FieldInfo) -> Query:
    """The field with its bounds, as Powertools wants it: beside the bare type, from which it tells a list."""
    query = Query(description=field.description)
    query.metadata = [*field.metadata]
    return query
