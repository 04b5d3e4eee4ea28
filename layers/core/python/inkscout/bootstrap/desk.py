"""Composes the operator's desk over the use cases of the API, of operators' commands and of the index."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap import api, api_removals, scraper, stores, web

if TYPE_CHECKING:
    from inkscout.adapters.aws.dynamodb.audit_trail import DynamoDbAuditTrail
    from inkscout.adapters.aws.step_functions_control import StepFunctionsControl
    from inkscout.adapters.aws.user_pool import CognitoUserPool
    from inkscout.settings import DeskSettings
    from inkscout.usecases.desk.act import Act, GetAuditEntry, ListAuditEntries
    from inkscout.usecases.desk.enter import EnterByLink
    from inkscout.usecases.desk.log_in import BeginLogin, FinishLogin
    from inkscout.usecases.desk.removal_queue import ListRemovalQueue, ReadRemoval, ReadRemovalState
    from inkscout.usecases.index.desk_index import ReadIndexes, StartIndexTask, StartRebuild
    from inkscout.usecases.runs.costs import ReadCosts
    from inkscout.usecases.runs.stop_run import StopRun


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
def list_removal_queue() -> "ListRemovalQueue":
    """Returns the ListRemovalQueue use case, which serves ``/desk/removals``."""
    from inkscout.usecases.desk.removal_queue import ListRemovalQueue

    return ListRemovalQueue(stores.removals(), stores.clock())


@lru_cache(maxsize=1)
def read_removal() -> "ReadRemoval":
    """Returns the ReadRemoval use case, which serves ``/desk/removals/{id}``."""
    from inkscout.usecases.desk.removal_queue import ReadRemoval

    return ReadRemoval(stores.removals(), stores.directory(), stores.clock())


@lru_cache(maxsize=1)
def control() -> "StepFunctionsControl":
    """Returns what stops executions and starts rebuilds."""
    from inkscout.adapters.aws.step_functions_control import StepFunctionsControl

    return StepFunctionsControl(stores.aws_client("stepfunctions"), settings().rebuild_index_arn)


@lru_cache(maxsize=1)
def removal_state() -> "ReadRemovalState":
    """Returns the ReadRemovalState use case, which serves the progress of a removal."""
    from inkscout.usecases.desk.removal_queue import ReadRemovalState

    return ReadRemovalState(control(), api.settings().remove_artist_arn)


@lru_cache(maxsize=1)
def stop_run() -> "StopRun":
    """Returns the StopRun use case, which serves ``/desk/runs/{id}/stop``."""
    from inkscout.usecases.runs.stop_run import StopRun

    return StopRun(stores.ledger(), control().stop)


@lru_cache(maxsize=1)
def read_indexes() -> "ReadIndexes":
    """Returns the ReadIndexes use case, which serves ``/desk/index``."""
    from inkscout.bootstrap.index import search_index
    from inkscout.usecases.index.desk_index import ReadIndexes

    return ReadIndexes(search_index(), stores.state_store(), control(), stores.clock())


@lru_cache(maxsize=1)
def start_index_task() -> "StartIndexTask":
    """Returns the StartIndexTask use case, which serves audits, repairs and rollbacks."""
    from inkscout.adapters.aws.async_function import AsyncFunction
    from inkscout.usecases.index.desk_index import StartIndexTask

    start = AsyncFunction(stores.aws_client("lambda"), settings().tend_index_function_arn)
    return StartIndexTask(start, stores.state_store(), stores.clock(), api.new_id)


@lru_cache(maxsize=1)
def start_rebuild() -> "StartRebuild":
    """Returns the StartRebuild use case, which serves ``/desk/index/{kind}/rebuild``."""
    from inkscout.usecases.index.desk_index import StartRebuild

    return StartRebuild(control(), stores.state_store(), stores.clock())


@lru_cache(maxsize=1)
def read_costs() -> "ReadCosts":
    """Returns the ReadCosts use case, which serves ``/desk/costs``."""
    from inkscout.usecases.runs.costs import ReadCosts

    return ReadCosts(stores.ledger())


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
        list_removal_queue(),
        read_removal(),
        removal_state(),
        stop_run(),
        read_indexes(),
        start_index_task(),
        start_rebuild(),
        read_costs(),
        *api_removals.all_routes(),
        api.launch_run(),
        api.launch_scan(),
        api.get_scan(),
        api.get_scan_results(),
        api.get_export(),
        scraper.dead_letters(),
        api.read_directory_figures(),
        api.list_runs(),
    )
