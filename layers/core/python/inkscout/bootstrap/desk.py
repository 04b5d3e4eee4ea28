"""Composes the operator's desk over the use cases of the API, of operators' commands and of the index."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap import api, stores, web

if TYPE_CHECKING:
    from inkscout.adapters.aws.dynamodb.audit_trail import DynamoDbAuditTrail
    from inkscout.adapters.aws.user_pool import CognitoUserPool
    from inkscout.settings import DeskSettings
    from inkscout.usecases.desk.act import Act, GetAuditEntry, ListAuditEntries
    from inkscout.usecases.desk.enter import EnterByLink
    from inkscout.usecases.desk.log_in import BeginLogin, FinishLogin


@lru_cache(maxsize=1)
def settings() -> "DeskSettings":
    """Returns the desk's settings, read from the environment once."""
    from inkscout.settings import DeskSettings

    return DeskSettings()


@lru_cache(maxsize=1)
def secret() -> str:
    """Returns the secret that sessions, links and tokens of forms are made from.

    Raises:
        SecretUnavailable: it is missing, empty or not readable.
    """
    return stores.secret(settings().desk_secret_arn)


@lru_cache(maxsize=1)
def enter_by_link() -> "EnterByLink":
    """Returns the EnterByLink use case, which serves ``/desk/enter``."""
    from inkscout.usecases.desk.enter import EnterByLink

    return EnterByLink(stores.state_store(), stores.clock(), secret)


@lru_cache(maxsize=1)
def user_pool() -> "CognitoUserPool":
    """Returns the user pool that knows the desk's accounts.

    An emulator has no host name for each pool: it serves their pages and keys at its own address.
    """
    from functools import partial

    from inkscout.adapters.aws.user_pool import CognitoUserPool
    from inkscout.settings import EndpointSettings

    known, endpoint = settings(), EndpointSettings().aws_endpoint_url.rstrip("/")
    pool = known.desk_issuer.rpartition("/")[2]
    keys = f"{endpoint}/{pool}" if endpoint else known.desk_issuer
    return CognitoUserPool(
        login_url=endpoint or known.desk_login_url,
        issuer=known.desk_issuer,
        keys_url=f"{keys}/.well-known/jwks.json",
        client_id=known.desk_client_id,
        secret=partial(stores.secret, known.desk_client_secret_arn),
    )


@lru_cache(maxsize=1)
def begin_login() -> "BeginLogin":
    """Returns the BeginLogin use case, which serves ``/desk/login``."""
    from inkscout.usecases.desk.log_in import BeginLogin

    return BeginLogin(user_pool(), stores.clock(), secret)


@lru_cache(maxsize=1)
def finish_login() -> "FinishLogin":
    """Returns the FinishLogin use case, which serves ``/desk/callback``."""
    from inkscout.usecases.desk.log_in import FinishLogin

    return FinishLogin(user_pool(), stores.clock(), secret)


@lru_cache(maxsize=1)
def audit_trail() -> "DynamoDbAuditTrail":
    """Returns the audit trail, in the Operations table."""
    from inkscout.adapters.aws.dynamodb.audit_trail import DynamoDbAuditTrail

    return DynamoDbAuditTrail(stores.aws_client("dynamodb"), stores.store_settings().operations_table)


@lru_cache(maxsize=1)
def act() -> "Act":
    """Returns the Act use case, which serves every action."""
    from inkscout.usecases.desk.act import Act

    return Act(audit_trail(), stores.clock())


@lru_cache(maxsize=1)
def list_audit_entries() -> "ListAuditEntries":
    """Returns the ListAuditEntries use case, which serves ``/desk/audit``."""
    from inkscout.usecases.desk.act import ListAuditEntries

    return ListAuditEntries(audit_trail())


@lru_cache(maxsize=1)
def get_audit_entry() -> "GetAuditEntry":
    """Returns the GetAuditEntry use case, which serves the message that an action leaves."""
    from inkscout.usecases.desk.act import GetAuditEntry

    return GetAuditEntry(audit_trail())


def desk() -> "tuple[object, ...]":
    """Returns everything that pages use, to prove that the environment of a template is sufficient."""
    return (
        settings(),
        web.settings(),
        enter_by_link(),
        begin_login(),
        finish_login(),
        act(),
        list_audit_entries(),
        get_audit_entry(),
        api.read_directory_figures(),
        api.list_runs(),
    )
