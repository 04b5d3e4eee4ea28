"""The process from which reading processes are forked: it has imported the extraction and holds no secrets.

``ReadingHost`` starts it with one end of a socket pair. A message ``N`` with an identifier and a socket
requests a reading process at the other end of that socket; ``K`` with an identifier kills one, and ``S``
lowers its priority. No credential, connection or thread of the fetching process reaches a process that parses
untrusted pages. It needs no shared memory, which AWS Lambda lacks.

No process outlives the fetching process, however that one ends: the host ends its children and itself when
its control socket is closed at the other end, and the kernel kills the children when the host dies.
"""

import array
import contextlib
import ctypes
import gc
import os
import resource
import select
import signal
import socket
from collections.abc import Callable

from inkscout.adapters.reading.frames import REQUEST, packed
from inkscout.adapters.reading.worker import example, serve

_SLOW_NICENESS = 19
"""Niceness of a process whose page takes long: a seventieth of the CPU time that others get beside it.

Several such processes at once must not outweigh an ordinary one.
"""

_PR_SET_PDEATHSIG = 1


def main(descriptor: int) -> None:
    """Forks reading processes on request until the other end of the control socket is closed."""
    example()  # tables that are built on first use are built before the first fork
    gc.collect()
    gc.freeze()  # keeps the children's garbage collectors from writing to shared memory pages
    with socket.socket(fileno=descriptor) as control:
        _ReadingProcess(control).run()


class _ReadingProcess:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._pid = os.getpid()
        self._die_with_parent = _parent_death_signal()
        self._children: dict[int, tuple[int, socket.socket]] = {}
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)

    def run(self) -> None:
        while True:
            ready, _, _ = select.select([self._control.fileno(), self._woken], [], [])
            if self._woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._woken, 4096)
                self._reap()
            if self._control.fileno() in ready and not self._obey():
                break
        for pid, line in self._children.values():
            line.close()
            os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)

    def _obey(self) -> bool:
        """Handles one message; returns False if the other end is closed."""
        data, ancillary, _, _ = self._control.recvmsg(REQUEST.size, socket.CMSG_SPACE(4))
        if not data:
            return False
        kind, identifier, seconds, memory = REQUEST.unpack(data)
        if kind in (b"K", b"S"):
            if identifier in self._children:
                self._treat(self._children[identifier][0], kind)
            return True
        descriptors = array.array("i", ancillary[0][2])
        self._fork(identifier, socket.socket(fileno=descriptors[0]), seconds, memory)
        return True

    def _treat(self, pid: int, kind: bytes) -> None:
        with contextlib.suppress(OSError):
            if kind == b"K":
                os.kill(pid, signal.SIGKILL)
            else:
                os.setpriority(os.PRIO_PROCESS, pid, _SLOW_NICENESS)

    def _fork(self, identifier: int, line: socket.socket, seconds: float, memory: int) -> None:
        pid = os.fork()
        if pid:
            self._children[identifier] = (pid, line)
            return
        try:
            self._die_with_parent()
            if os.getppid() != self._pid:
                return  # the host died before the kernel was told to signal its death
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._control.close()
            os.close(self._woken)
            os.close(self._wake)
            for _, other in self._children.values():
                other.close()
            with contextlib.suppress(ValueError, OSError):  # macOS does not limit the address space
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            serve(line, seconds)
        finally:
            os._exit(0)

    def _reap(self) -> None:
        """Collects children that ended, and sends the cause to the other end of each."""
        by_pid = {pid: identifier for identifier, (pid, _) in self._children.items()}
        while by_pid:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            identifier = by_pid.get(pid)
            if identifier is None:
                continue
            _, line = self._children.pop(identifier)
            with line, contextlib.suppress(OSError):
                line.setblocking(False)
                line.send(packed(("ended", _signal_of(status))))


def _parent_death_signal() -> Callable[[], object]:
    """Returns a function that has the kernel kill the calling process when the thread that forked it dies.

    It is Linux's PR_SET_PDEATHSIG, and does nothing on other systems. The host has a single thread, so that
    thread dies with the host and not before; the fetching process has several, so the host itself relies on
    its control socket.
    """
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return lambda: None
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _signal_of(status: int) -> int:
    """Returns the number of the signal that killed a process; 0 if it exited by itself."""
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
