"""RotateSearchSecret: the event that Secrets Manager sends for each step of a rotation."""

from enum import StrEnum

from pydantic import Field

from inkscout.contracts.base import Contract


class RotationStep(StrEnum):
    """The four steps, in their order; names are Secrets Manager's."""

    CREATE = "createSecret"
    SET = "setSecret"
    TEST = "testSecret"
    FINISH = "finishSecret"


class SecretRotationRequest(Contract):
    """One step; ``token`` is the id of the version that the rotation makes."""

    secret_id: str = Field(alias="SecretId", min_length=1)
    token: str = Field(alias="ClientRequestToken", min_length=1)
    step: RotationStep = Field(alias="Step")
