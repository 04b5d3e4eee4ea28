"""Filters of a search: declared once, in ``Criteria``, and used by the index, the table and the facets.

A field of ``Criteria`` that is made by ``narrows`` is a filter. The clause of the index query, the check of a
document that the table gave, and the facet with its own counts follow from its declaration.
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
    """One filter: documents pass whose field holds one of the values that were asked for.

    ``attribute`` is its name in the criteria, ``parameter`` its name in the API and among the facets,
    ``document_field`` the field of the index's documents. ``facet_size`` is the most values that are counted
    beside the results of its ``kinds``; 0 counts none.
    """

    attribute: str
    parameter: str
    document_field: str
    unset: Any
    facet_size: int
    kinds: tuple[Kind, ...]

    def asked(self, criteria: object) -> tuple[Value, ...]:
        """The values that criteria ask for; empty when they leave the filter open."""
        value = getattr(criteria, self.attribute)
        if value is None or value in ("", ()):
            return ()
        return value if isinstance(value, tuple) else (value,)

    def clauses(self, values: Sequence[Value], *, every: bool) -> list[Clause]:
        """The clauses of the index query; ``every`` demands all values of a document."""
        if every or len(values) == 1:
            return [{"term": {self.document_field: value}} for value in values]
        return [{"terms": {self.document_field: list(values)}}]

    def passes(self, document: Mapping[str, Any], values: Sequence[Value], *, every: bool) -> bool:
        """Whether a document holds one of the values, or ``every`` one, as the index would say."""
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
    """Makes a field of the criteria a filter; ``parameter`` is the field's own name where none is given."""
    declared = (document_field, parameter, facet_size, kinds)
    return field(default=unset, metadata={_KEY: declared})


def filters_of(declarations: Sequence[Field[Any]]) -> tuple[Filter, ...]:
    """The filters among the fields of the criteria, in their order."""
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
