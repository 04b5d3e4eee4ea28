"""Tests the composition of a worker."""

from inkscout.settings import ScraperSettings
from scraper_task.composition import budget_of
from scraper_task.limits import Machine

MACHINE = Machine(memory_bytes=2 << 30, cpus=1)


def test_a_worker_of_a_run_ends_with_the_queue_and_one_of_the_service_waits_to_be_scaled_in() -> None:
    assert budget_of(ScraperSettings(run_id="r-1", idle_seconds=20), MACHINE).idle_seconds == 20
    assert (
        budget_of(ScraperSettings(idle_seconds=20), MACHINE).idle_seconds > 2 * 300
    )  # ECS waits five minutes


def test_a_worker_of_a_job_that_nobody_scales_in_ends_as_soon_as_it_is_told() -> None:
    settings = ScraperSettings(idle_seconds=300, service_idle_seconds=5)
    assert budget_of(settings, MACHINE).idle_seconds == 5


def test_a_worker_takes_the_slots_that_it_is_told_or_those_that_the_machine_gives() -> None:
    assert budget_of(ScraperSettings(slots=5), MACHINE).slots == 5
    assert budget_of(ScraperSettings(), MACHINE).slots == MACHINE.slots == 2


def test_a_process_may_ask_for_more_than_a_renderer_may_hold_and_for_less_than_the_container() -> None:
    assert MACHINE.renderer_bytes < MACHINE.process_bytes < MACHINE.memory_bytes
