"""The image and the lock file belong together."""

import re

from tests.support.project import ROOT, resources

TASK = ROOT / "scraper_task"


def test_the_base_image_is_of_the_playwright_version_that_is_locked() -> None:
    image = re.search(
        r"^FROM mcr\.microsoft\.com/playwright/python:v([\d.]+)-", text("Dockerfile"), re.MULTILINE
    )
    locked = re.search(r"^playwright==([\d.]+)", text("requirements.txt"), re.MULTILINE)
    assert image is not None
    assert locked is not None
    assert image.group(1) == locked.group(1)


def test_the_image_runs_without_root_under_an_init_process_with_a_health_check() -> None:
    lines = text("Dockerfile").splitlines()
    assert "USER pwuser" in lines
    assert any(line.startswith('ENTRYPOINT ["tini", "--"') for line in lines)
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_the_task_definition_asks_the_same_question_as_the_image_since_ecs_reads_only_its_own() -> None:
    [definition] = resources("AWS::ECS::TaskDefinition").values()
    [container] = definition["Properties"]["ContainerDefinitions"]
    [line] = [line for line in text("Dockerfile").splitlines() if line.strip().startswith("CMD [")]
    assert container["HealthCheck"]["Command"] == ["CMD", *re.findall(r'"([^"]+)"', line)]
    assert container["User"] == "pwuser"
    assert container["ReadonlyRootFilesystem"] is True
    assert container["LinuxParameters"]["InitProcessEnabled"] is True
    assert container["LinuxParameters"]["Capabilities"] == {"Drop": ["ALL"]}


def test_the_script_that_ties_processes_together_can_be_run() -> None:
    script = TASK / "browser" / "scripts" / "die_with_parent.sh"
    assert script.stat().st_mode & 0o111


def text(name: str) -> str:
    return (TASK / name).read_text(encoding="utf-8")
