"""Base of all contracts: strict fields, and errors that name the field."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from inkscout.errors import InvalidInput


class Contract(BaseModel):
    """A message between steps: immutable, and an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


ContractT = TypeVar("ContractT", bound=BaseModel)


def parse(contract: type[ContractT], document: Any) -> ContractT:  # noqa: ANN401 - anything may arrive
    """The document as the contract.

    Raises:
        InvalidInput: the document does not satisfy it; the message names each field and what is wrong.
    """
    try:
        return contract.model_validate(document)
    except ValidationError as error:
        raise InvalidInput(describe(error)) from error


def describe(error: ValidationError) -> str:
    """Every fault of a validation, one clause each, without the values (which may be personal)."""
    clauses = []
    for fault in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in fault["loc"]) or "input"
        clauses.append(f"{where}: {fault['msg'][0].lower()}{fault['msg'][1:]}")
    return "; ".join(clauses)
