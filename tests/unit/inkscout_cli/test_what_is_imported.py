"""Commands that need no platform of their own start without importing one."""

import subprocess
import sys

LIGHT = (
    "search", "studios", "show", "runs", "logs", "export", "import_list", "coverage", "removals", "dlq",
    "index", "scan", "status", "doctor", "cost",
)  # fmt: skip
HEAVY = {"boto3", "botocore", "aiohttp", "opensearchpy", "lxml", "inkscout_local.platform.platform"}
PROGRAM = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(f"inkscout_cli.commands.{name}")
print("\\n".join(sys.modules))
"""


def test_the_modules_of_commands_import_no_platform_and_no_client() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *LIGHT], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()
