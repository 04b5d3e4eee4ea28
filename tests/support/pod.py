"""Pods as processes: a container's command with exactly its environment, under its pod's restrictions.

As root on Linux the process gets the pod's user and group, no capability, no way to gain any, and a root
file system that it cannot write: this machine's programs, the files that the image's Dockerfile copies, and
the pod's volumes. Where the machine forbids that, it gets the environment alone, and a warning says so.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.chart import Pod, config, named, objects
from tests.support.patience import PATIENCE_SECONDS
from tests.support.project import ROOT

DOCKERFILES = {
    "inkscout-api": "server/Dockerfile",
    "inkscout-scraper": "scraper_task/Dockerfile",
    "inkscout-platform": "inkscout_local/Dockerfile",
}
POD_NAME = "a-pod"
"""Name of every pod, which a token's session bears."""

_SHARED = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/sys")
_PATH = f"{Path(sys.prefix) / 'bin'}:/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Image:
    """Variables of an image, its working folder, and the files in it by their place."""

    variables: dict[str, str]
    folder: str
    files: dict[str, Path]


@cache
def image(reference: str) -> Image:
    """The image of a reference, as its Dockerfile makes it."""
    name = re.split(r"[:@]", reference.rpartition("/")[2])[0]
    text = (ROOT / DOCKERFILES[name]).read_text("utf-8").replace("\\\n", " ")
    folder, variables, files = "/", {}, {}
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "WORKDIR":
            folder = rest.strip()
        elif word == "ENV":
            variables |= dict(entry.split("=", 1) for entry in rest.split())
        elif word == "COPY":
            *sources, target = rest.split()
            for source in sources:
                place = os.path.normpath(os.path.join(folder, target))  # noqa: PTH118 - of the image
                if target.endswith("/"):
                    place = f"{place}/{Path(source).name}"
                files[place] = ROOT / source
    known = {key: value for key, value in variables.items() if "$" not in value}
    return Image({"PATH": _PATH, **known}, folder, files)


@dataclass
class RunningPod:
    """A process that runs a container's command."""

    pod: Pod
    process: subprocess.Popen[bytes]
    log: Path
    variables: Mapping[str, str]

    def output(self) -> str:
        return self.log.read_text("utf-8", errors="replace")

    def wait(self) -> int:
        """Waits for the end and returns the exit code."""
        return self.process.wait(PATIENCE_SECONDS)

    def stop(self) -> int:
        """Sends SIGTERM as the kubelet does, and returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def passes(self, kind: str, ports: Mapping[str, int]) -> bool:
        """Whether a probe succeeds before it has failed as often in a row as the manifest allows."""
        probe = self.pod.container[kind]
        for _ in range(probe.get("failureThreshold", 3)):
            assert self.process.poll() is None, f"{self.pod} has ended\n{self.output()}"
            if self._probed(probe, ports):
                return True
            time.sleep(probe.get("periodSeconds", 10))
        return False

    def _probed(self, probe: Mapping[str, Any], ports: Mapping[str, int]) -> bool:
        seconds = probe.get("timeoutSeconds", 1)
        if "exec" in probe:
            inside = ["nsenter", "--target", str(self.process.pid), "--mount", "--root"]
            command = [*(inside if can_restrict() else []), "env", *probe["exec"]["command"]]
            return not subprocess.run(
                command, env=dict(self.variables), timeout=seconds, check=False
            ).returncode
        return status(ports[probe["httpGet"]["port"]], probe["httpGet"]["path"], seconds) == 200


def status(port: int, path: str, seconds: float = 10) -> int:
    """The status that a port of loopback answers with; 0 if nobody answers in time."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=seconds) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def environment(found: Pod, secrets: Mapping[str, str]) -> dict[str, str]:
    """Exactly the variables of a pod's container: its image's, its ConfigMaps' and its own.

    ``secrets`` has the values of Secrets that the chart does not make, by ``name/key``.
    """
    values = {**image(found.container["image"]).variables, **config(found)}
    for entry in found.container.get("env", []):
        given = _value(found, entry, secrets)
        if given is not None:
            values[entry["name"]] = given
    return values


def _value(found: Pod, entry: Mapping[str, Any], secrets: Mapping[str, str]) -> str | None:
    if "value" in entry:
        return str(entry["value"])
    source = entry["valueFrom"]
    if "fieldRef" in source:
        path = source["fieldRef"]["fieldPath"]
        return POD_NAME if path == "metadata.name" else f"{found.owner.split()[1]}-29012345"
    reference = source["secretKeyRef"]
    made = [d for d in objects(found.place) if d["kind"] == "Secret"]
    data = named(found.place, "Secret", reference["name"])["stringData"] if made else {}
    given = data.get(reference["key"], secrets.get(f"{reference['name']}/{reference['key']}"))
    assert given is not None or reference.get("optional"), f"nobody gives {reference}"
    return None if given is None else str(given)


@cache
def can_restrict() -> bool:
    """Whether this machine allows what a pod's restrictions need; warns where it does not."""
    reason = ""
    if os.geteuid() != 0:
        reason = "this is not root"
    elif not all(map(shutil.which, ("unshare", "setpriv", "chroot", "mount"))):
        reason = "there is no unshare or no setpriv"
    else:
        script = "mount -t tmpfs none /mnt && exec setpriv --reuid 10001 --clear-groups --no-new-privs true"
        tried = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, check=False)
        reason = tried.stderr.decode(errors="replace").strip() if tried.returncode else ""
    if reason:
        warnings.warn(
            f"Pods run WITHOUT their restrictions, with their environment alone: {reason}", stacklevel=1
        )
    return not reason


@contextmanager
def running(
    found: Pod,
    replaced: Mapping[str, str],
    *,
    given: Mapping[str, str] | None = None,
    volumes: Mapping[str, Path] | None = None,
) -> Iterator[RunningPod]:
    """Runs the container of a pod; ends it and everything that it started afterwards.

    Args:
        found: The pod.
        replaced: Texts in the values of its variables that stand for something else here, such as the
            address of a Service.
        given: Variables that this machine needs otherwise, such as a free port.
        volumes: Folders of this machine in place of volumes that outlive a pod, by the volume's name.
    """
    variables = environment(found, {"inkscout-api/cursor-key": "a-key-of-a-test-that-is-long-enough"})
    for name, value in variables.items():
        for old, new in replaced.items():
            value = value.replace(old, new)  # noqa: PLW2901 - each replacement in turn
        variables[name] = value
    variables |= given or {}
    with tempfile.TemporaryDirectory(prefix="inkscout-pod-") as folder:
        log = Path(folder) / "log"
        command = [word for word in _command(found) if word not in {"tini", "--"} or shutil.which("tini")]
        with log.open("wb") as file:
            process = subprocess.Popen(
                _restricted(found, command, dict(volumes or {}), Path(folder)),
                env=variables,
                cwd=folder,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started = RunningPod(found, process, log, variables)
        try:
            yield started
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENCE_SECONDS)


def _command(found: Pod) -> list[str]:
    return [str(word) for word in found.container["command"]]


def _restricted(found: Pod, command: Sequence[str], volumes: dict[str, Path], folder: Path) -> list[str]:
    """The command within the pod's user, capabilities and root file system, where the machine allows it."""
    if not can_restrict():
        return list(command)
    security, inside = found.spec["securityContext"], found.container["securityContext"]
    assert inside["capabilities"] == {"drop": ["ALL"]}
    root = folder / "root"
    root.mkdir()
    made = image(found.container["image"])
    lines = ["set -e", f"mount -t tmpfs -o mode=755 root {root}"]
    for shared in _SHARED:
        if Path(shared).is_symlink():
            lines.append(f"cp -P {shared} {root}{shared}")
        elif Path(shared).is_dir():
            lines += _bound(root, shared, Path(shared))
    for program in {Path(sys.prefix), Path(sys.base_prefix)} - {Path("/usr")}:
        lines += _bound(root, str(program), program)
    for place, source in made.files.items():
        lines += _bound(root, place, source)
    if "/app/pyproject.toml" in made.files:  # installed editable, which leads to the image's files
        (folder / "paths").write_text("/app\n/app/layers/core/python\n")
        (installed,) = Path(sys.prefix).glob("lib/python*/site-packages/_inkscout.pth")
        lines += _bound(root, str(installed), folder / "paths")
    for device in ("proc", "dev"):
        lines += [f"mkdir {root}/{device}", f"mount --rbind /{device} {root}/{device}"]
    user, group = security["runAsUser"], security["runAsGroup"]
    lines += _mounted(found, root, volumes)
    lines.append(f"mkdir -p {root}{made.folder}")
    if inside["readOnlyRootFilesystem"]:
        lines.append(f"mount -o remount,ro {root}")
    lines.append(
        f"exec /usr/sbin/chroot {root} /usr/bin/setpriv --reuid {user} --regid {group}"
        f" --groups {security['fsGroup']} --no-new-privs"
        " --bounding-set=-all --inh-caps=-all --ambient-caps=-all"
        f' /usr/bin/env --chdir={made.folder} "$@"'
    )
    script = folder / "start.sh"
    script.write_text("\n".join(lines))
    return ["unshare", "--mount", "--propagation", "private", "sh", str(script), *command]


def _bound(root: Path, place: str, source: Path) -> list[str]:
    """Lines that show a folder or a file of this machine at a place, read-only."""
    target = f"{root}{place}"
    parent = str(Path(target).parent)
    made = (
        f"mkdir -p {target}" if source.is_dir() else f"mkdir -p {parent}; test -e {target} || touch {target}"
    )
    return [made, f"mount --bind {source} {target}", f"mount -o remount,bind,ro {target}"]


def _mounted(found: Pod, root: Path, volumes: dict[str, Path]) -> list[str]:
    """Lines that mount the pod's volumes."""
    group = found.spec["securityContext"]["fsGroup"]
    kinds = {volume["name"]: volume for volume in found.spec.get("volumes", [])}
    lines = []
    for mount in found.container.get("volumeMounts", []):
        target = f"{root}{mount['mountPath']}"
        lines.append(f"mkdir -p {target}")
        empty = kinds.get(mount["name"], {}).get("emptyDir")
        if empty is not None:
            size = {"Mi": "m", "Gi": "g"}[empty["sizeLimit"][-2:]]
            size = f"{empty['sizeLimit'][:-2]}{size}"
            lines.append(f"mount -t tmpfs -o size={size},mode=2777,gid={group} {mount['name']} {target}")
            continue
        lines.append(f"mount --bind {volumes[mount['name']]} {target}")
        if mount.get("readOnly"):
            lines.append(f"mount -o remount,bind,ro {target}")
    return lines
