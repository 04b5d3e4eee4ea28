"""Filters of a search, declared once in ``Criteria`` and used by the index, the table and the facets.

A field of ``Criteria`` made by ``narrows`` is a filter. Its declaration determines the clause of the index
query, the check of a document from the table, and the facet with its counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field
from typing import Any

from inkscout.search.definition import Kind

Clause = dict[str, Any]
Value = str | bool

_KEY = "narrows"


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
    """

    attribute: str
    parameter: str
    document_field: str
    unset: Any
    facet_size: int
    kinds: tuple[Kind, ...]

    def asked(self, criteria: object) -> tuple[Value, ...]:
        """Returns the requested values; empty if the filter is not set."""
        value = getattr(criteria, self.attribute)
        if value is None or value in ("", ()):
            return ()
        return value if isinstance(value, tuple) else (value,)

    def clauses(self, values: Sequence[Value], *, every: bool) -> list[Clause]:
        """Returns the clauses of the index query; with ``every``, a document must have all values."""
        if every or len(values) == 1:
            return [{"term": {self.document_field: value}} for value in values]
        return [{"terms": {self.document_field: list(values)}}]

    def passes(self, document: Mapping[str, Any], values: Sequence[Value], *, every: bool) -> bool:
        """Whether a document has one of the values, or with ``every`` all of them, as in the index."""
        held = document.get(self.document_field)
        holds = held if isinstance(held, list) else [held]
        return (all if every else any)(value in holds for value in values)


def narrows(
    document_field: str,
    *,
    parameter: str = "",
    unset: Any = "",  # noqa: ANN401 - the default of any field
    facet_size: int = 0,
    kinds: tuple[Kind, ...] = tuple(Kind),
) -> Any:  # noqa: ANN401 - the default of any field
    """Declares a field of ``Criteria`` as a filter; by default the parameter has the field's own name."""
    declared = (document_field, parameter, facet_size, kinds)
    return field(default=unset, metadata={_KEY: declared})


def filters_of(declarations: Sequence[Field[Any]]) -> tuple[Filter, ...]:
    """Returns the filters among the fields of the criteria, in their order."""
    found = []
    for declaration in declarations:
        if _KEY in declaration.metadata:
            document_field, parameter, facet_size, kinds = declaration.metadata[_KEY]
            found.append(
                Filter(
                    attribute=declaration.name,
                    parameter=parameter or declaration.name,
                    document_field=document_field,
                    unset=declaration.default,
                    facet_size=facet_size,
                    kinds=kinds,
                )
            )
    return tuple(found)
