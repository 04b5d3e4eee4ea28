"""A JSON object as it crosses a port."""

from collections.abc import Mapping
from typing import Any

JsonMap = Mapping[str, Any]
