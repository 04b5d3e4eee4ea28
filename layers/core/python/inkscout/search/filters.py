"""Filters of a search, declared once in ``Criteria`` and used by the index, the table and the facets.

A field of ``Criteria`` made by ``narrows`` is a filter. Its declaration determines the clause of the index
query, the check of a document from the table, and the facet with its counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field
from enum import StrEnum
from typing import Any

from inkscout.search.definition import Kind

Clause = dict[str, Any]

STYLE = "style"
"""Parameter of the only filter of which a document may have to have every value."""

_NOTHING: tuple[Any, ...] = (None, "", [], ())
Value = str | bool | float

_KEY = "narrows"


class How(StrEnum):
    """Comparison of a document's field with the requested value."""

    IS = "is"
    EXISTS = "exists"
    """The field has any value (true) or none (false)."""
    FROM = "from"
    """The field is the value or more; texts compare as texts, which suits ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: a document passes if its field has one of the requested values.

    Attributes:
        attribute: Name of the field in the criteria.
        parameter: Name in the API and among the facets.
        document_field: Field of the index's documents.
        unset: Value of the field in the criteria if the filter is not set.
        facet_size: Maximum number of values in the facet; 0 if there is no facet.
        kinds: Kinds of documents with this facet.
        how: Comparison of the document's field with the value.
    """

    attribute: str
    parameter: str
    document_field: str
    unset: Any
    facet_size: int
    kinds: tuple[Kind, ...]
    how: How = How.IS

    def asked(self, criteria: object) -> tuple[Value, ...]:
        """Returns the requested values; empty if the filter is not set."""
        value = getattr(criteria, self.attribute)
        if value is None or value in ("", ()):
            return ()
        return value if isinstance(value, tuple) else (value,)

    def clauses(self, values: Sequence[Value], *, every: bool) -> list[Clause]:
        """Returns the clauses of the index query; with ``every``, a document must have all values."""
        if self.how is How.EXISTS:
            exists: Clause = {"exists": {"field": self.document_field}}
            return [exists if values[0] else {"bool": {"must_not": [exists]}}]
        if self.how is How.FROM:
            return [{"range": {self.document_field: {"gte": values[0]}}}]
        if (every and self.parameter == STYLE) or len(values) == 1:
            return [{"term": {self.document_field: value}} for value in values]
        return [{"terms": {self.document_field: list(values)}}]

    def passes(self, document: Mapping[str, Any], values: Sequence[Value], *, every: bool) -> bool:
        """Whether a document has one of the values, or with ``every`` all of them, as in the index."""
        held = document.get(self.document_field)
        if self.how is How.EXISTS:
            return (held not in _NOTHING) == values[0]
        if self.how is How.FROM:
            least: Any = values[0]
            return held is not None and held not in _NOTHING and bool(held >= least)
        holds = held if isinstance(held, list) else [held]
        together = all if every and self.parameter == STYLE else any
        return together(value in holds for value in values)


def narrows(
    document_field: str,
    *,
    parameter: str = "",
    unset: Any = "",  # noqa: ANN401 - the default of any field
    facet_size: int = 0,
    kinds: tuple[Kind, ...] = tuple(Kind),
    how: How = How.IS,
) -> Any:  # noqa: ANN401 - the default of any field
    """Declares a field of ``Criteria`` as a filter; by default the parameter has the field's own name."""
    declared = (document_field, parameter, facet_size, kinds, how)
    return field(default=unset, metadata={_KEY: declared})


def filters_of(declarations: Sequence[Field[Any]]) -> tuple[Filter, ...]:
    """Returns the filters among the fields of the criteria, in their order."""
    found = []
    for declaration in declarations:
        if _KEY in declaration.metadata:
            document_field, parameter, facet_size, kinds, how = declaration.metadata[_KEY]
            found.append(
                Filter(
                    attribute=declaration.name,
                    parameter=parameter or declaration.name,
                    document_field=document_field,
                    unset=declaration.default,
                    facet_size=facet_size,
                    kinds=kinds,
                    how=how,
                )
            )
    return tuple(found)
