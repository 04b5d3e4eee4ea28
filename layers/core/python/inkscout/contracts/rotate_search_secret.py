"""RotateSearchSecret: the event that Secrets Manager sends for each step of a rotation."""

from enum import StrEnum

from pydantic import Field

from inkscout.contracts.base import Contract


class RotationStep(StrEnum):
    """Steps of a rotation in their order, by the names that Secrets Manager sends."""

    CREATE = "createSecret"
    SET = "setSecret"
    TEST = "testSecret"
    FINISH = "finishSecret"


class SecretRotationRequest(Contract):
    """One step of a rotation; ``token`` is the id of the secret version that the rotation creates."""

    secret_id: str = Field(alias="SecretId", min_length=1)
    token: str = Field(alias="ClientRequestToken", min_length=1)
    step: RotationStep = Field(alias="Step")
