"""Parameters of routes: query parameters taken from a contract's model, and types that routes share."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from inkscout.search.cursor import MAX_LENGTH

_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$"

ModelT = TypeVar("ModelT", bound=BaseModel)
AnswerT = TypeVar("AnswerT")

Limit = Annotated[int, Query(ge=1, le=100, description="results a page")]
Cursor = Annotated[
    str, Query(max_length=MAX_LENGTH, description="next_cursor of the page before, with the same query")
]
ArtistId = Annotated[str, Path(min_length=1, max_length=80, pattern=_ID, description="an artist's id")]
StudioId = Annotated[str, Path(min_length=1, max_length=80, pattern=_ID, description="a studio's id")]


def takes(model: type[ModelT]) -> Callable[[Callable[[ModelT], AnswerT]], Callable[..., AnswerT]]:
    """Returns a decorator that makes a model's fields the query parameters of a route.

    The route receives them as one instance of the model. Powertools supports models too, but documents all
    of their fields as text without bounds.
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
    """Returns the field's description and bounds as a Powertools ``Query``.

    It is attached beside the bare type, from which Powertools recognises a list.
    """
    query = Query(description=field.description)
    query.metadata = [*field.metadata]
    return query
