"""Correction of MiniStack's CORS, so that HTTP APIs follow their ``CorsConfiguration`` as on AWS.

MiniStack stores a template's configuration with CloudFormation's key names but reads it with those of the
API Gateway API, so that it finds nothing and refuses every preflight request.
"""

from collections.abc import Mapping
from typing import Any


def install(apigateway: Any) -> None:  # noqa: ANN401 - MiniStack's module, which has no types
    """Corrects the module ``ministack.services.apigateway`` in place."""
    headers, preflight = apigateway._cors_response_headers, apigateway._cors_preflight_response

    def corrected_headers(configuration: Mapping[str, Any], origin: str) -> dict[str, str]:
        found = headers(_as_api(configuration), origin)
        # It would replace the Vary header of the function's response, which names the encoding too.
        found.pop("Vary", None)
        return dict(found)

    def corrected_preflight(configuration: Mapping[str, Any], origin: str) -> Any:  # noqa: ANN401 - as above
        return preflight(_as_api(configuration), origin)

    apigateway._cors_response_headers = corrected_headers
    apigateway._cors_preflight_response = corrected_preflight


def _as_api(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a CORS configuration with the key names of the API Gateway API."""
    return {name[:1].lower() + name[1:]: value for name, value in configuration.items()}
