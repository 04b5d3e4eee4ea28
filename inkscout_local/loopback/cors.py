"""Has the emulator's HTTP APIs answer pages as their ``CorsConfiguration`` says, as on AWS.

MiniStack stores the configuration of a template as CloudFormation spells it, and reads it as the service's
own API does, so that it finds nothing and refuses every preflight.
"""

from collections.abc import Mapping
from typing import Any


def install(apigateway: Any) -> None:  # noqa: ANN401 - MiniStack's module, which has no types
    """Corrects the module ``ministack.services.apigateway``."""
    headers, preflight = apigateway._cors_response_headers, apigateway._cors_preflight_response

    def corrected_headers(configuration: Mapping[str, Any], origin: str) -> dict[str, str]:
        found = headers(_as_api(configuration), origin)
        # It would replace the function's own Vary, which names the encoding too.
        found.pop("Vary", None)
        return dict(found)

    def corrected_preflight(configuration: Mapping[str, Any], origin: str) -> Any:  # noqa: ANN401 - as above
        return preflight(_as_api(configuration), origin)

    apigateway._cors_response_headers = corrected_headers
    apigateway._cors_preflight_response = corrected_preflight


def _as_api(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """A configuration with the names of the service's API."""
    return {name[:1].lower() + name[1:]: value for name, value in configuration.items()}
