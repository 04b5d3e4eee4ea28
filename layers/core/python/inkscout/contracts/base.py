"""Base class of the contracts: immutable, strict about unknown fields, with errors that name the field."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from inkscout.errors import InvalidInput


class Contract(BaseModel):
    """A message between steps. Instances are immutable; an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


ContractT = TypeVar("ContractT", bound=BaseModel)


def parse(contract: type[ContractT], document: Any) -> ContractT:  # noqa: ANN401 - anything may arrive
    """Returns the document as an instance of the contract.

    Raises:
        InvalidInput: the document violates the contract; the message names each field and its fault.
    """
    try:
        return contract.model_validate(document)
    except ValidationError as error:
        raise InvalidInput(describe(error)) from error


def describe(error: ValidationError) -> str:
    """Returns all faults of a validation in one line, without the values, which may be personal."""
    clauses = []
    for fault in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in fault["loc"]) or "input"
        clauses.append(f"{where}: {fault['msg'][0].lower()}{fault['msg'][1:]}")
    return "; ".join(clauses)
