"""Importing any module touches no network, no environment and no file of the user's."""

import subprocess
import sys

PROBE = """
import importlib, os, pkgutil, socket, sys
os.environ.clear()
def refuse(*args, **kwargs):
    raise AssertionError("a socket was opened at import")
socket.socket.connect = refuse
import inkscout, functions, server
names = []
for package in (inkscout, functions, server):
    names += [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
import boto3
assert boto3.DEFAULT_SESSION is None, "a client was made at import"
print(len(names))
"""


def test_every_module_imports_with_an_empty_environment_and_no_network() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, env={}, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 50
