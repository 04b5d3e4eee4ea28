"""Type of a JSON object that is passed through a port."""

from collections.abc import Mapping
from typing import Any

JsonMap = Mapping[str, Any]
