"""Composes the rotations of the fleet's public address and of the search domain's password."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from inkscout.bootstrap.stores import aws_client, clock, secret

if TYPE_CHECKING:
    from inkscout.adapters.aws.ec2_addresses import Ec2EgressAddresses
    from inkscout.contracts.map_search_roles import MapSearchRolesRequest
    from inkscout.contracts.rotate_egress_ip import (
        AddressRequest,
        NewAddress,
        RetiredAddress,
        RotationRequest,
    )
    from inkscout.contracts.rotate_search_secret import SecretRotationRequest
    from inkscout.usecases.rotation.rotate_egress_ip import RotateEgressIpPorts


@lru_cache(maxsize=1)
def egress_addresses() -> "Ec2EgressAddresses":
    """Returns the adapter of the public addresses that the fleet's traffic leaves by."""
    from inkscout.adapters.aws.ec2_addresses import Ec2EgressAddresses
    from inkscout.settings import StageSettings

    return Ec2EgressAddresses(aws_client("ec2"), StageSettings().stage, clock())


@lru_cache(maxsize=1)
def _rotate_egress_ip_ports() -> "RotateEgressIpPorts":
    from inkscout.usecases.rotation.rotate_egress_ip import RotateEgressIpPorts

    return RotateEgressIpPorts(addresses=egress_addresses(), clock=clock())


def allocate_address() -> "Callable[[RotationRequest], NewAddress]":
    """Returns the AllocateAddress use case with its adapters."""
    from inkscout.usecases.rotation.rotate_egress_ip import allocate_address as step

    return partial(step, deps=_rotate_egress_ip_ports())


def associate_address() -> "Callable[[AddressRequest], None]":
    """Returns the AssociateAddress use case with its adapters."""
    from inkscout.usecases.rotation.rotate_egress_ip import associate_address as step

    return partial(step, deps=_rotate_egress_ip_ports())


def verify_address() -> "Callable[[AddressRequest], None]":
    """Returns the VerifyAddress use case with its adapters."""
    from inkscout.usecases.rotation.rotate_egress_ip import verify_address as step

    return partial(step, deps=_rotate_egress_ip_ports())


def retire_address() -> "Callable[[AddressRequest], RetiredAddress]":
    """Returns the RetireAddress use case with its adapters."""
    from inkscout.usecases.rotation.rotate_egress_ip import retire_address as step

    return partial(step, deps=_rotate_egress_ip_ports())


def release_address() -> "Callable[[AddressRequest], None]":
    """Returns the ReleaseAddress use case with its adapters."""
    from inkscout.usecases.rotation.rotate_egress_ip import release_address as step

    return partial(step, deps=_rotate_egress_ip_ports())


def undo_rotation() -> "Callable[[RotationRequest], None]":
    """Returns the UndoRotation use case with its adapters."""
    from inkscout.usecases.rotation.rotate_egress_ip import undo_rotation as step

    return partial(step, deps=_rotate_egress_ip_ports())


def rotate_search_secret() -> "Callable[[SecretRotationRequest], None]":
    """Returns the RotateSearchSecret use case with its adapters."""
    from inkscout.adapters.aws.secret_rotation import DomainMasterUser, SecretsManagerVersions
    from inkscout.settings import CredentialSettings
    from inkscout.usecases.rotation.rotate_search_secret import RotateSearchSecretPorts
    from inkscout.usecases.rotation.rotate_search_secret import rotate_search_secret as step

    settings = CredentialSettings()
    return partial(
        step,
        deps=RotateSearchSecretPorts(
            secrets=SecretsManagerVersions(aws_client("secretsmanager")),
            user=DomainMasterUser(
                aws_client("opensearch"), settings.search_domain_name, settings.opensearch_url
            ),
        ),
    )


def map_search_roles() -> "Callable[[MapSearchRolesRequest], None]":
    """Returns the MapSearchRoles use case; its adapter signs in as the search domain's master user."""
    from inkscout.adapters.opensearch.index import client
    from inkscout.adapters.opensearch.search_credentials import Basic
    from inkscout.adapters.opensearch.security import OpenSearchRoles
    from inkscout.settings import MasterUserSettings
    from inkscout.usecases.rotation.map_search_roles import MapSearchRolesPorts
    from inkscout.usecases.rotation.map_search_roles import map_search_roles as step

    settings = MasterUserSettings()
    proof = Basic(partial(secret, settings.search_master_secret_arn))
    return partial(
        step, deps=MapSearchRolesPorts(roles=OpenSearchRoles(client(settings.opensearch_url, proof)))
    )
