"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# Hypothesis holds examples to the clock unless told otherwise, and a busy machine would fail.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
