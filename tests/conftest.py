"""What holds for every test."""

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code's: nothing here is timed but by `make bench`.
settings.register_profile("casebook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casebook")
