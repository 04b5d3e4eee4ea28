"""Deferral of the emulator's imports: services that no template here declares are loaded when first used.

MiniStack's CloudFormation imports every service; most of them took half of the CPU time until the emulator
responds. A deferred module loads itself when one of its attributes is read, so that a template that needs it
works as before.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

_NAMES = """
acm alb apigateway_v1 appconfig appsync athena autoscaling backup cloudfront codebuild cognito documentdb ec2
ecr efs elasticache firehose glue iot kinesis kinesisanalyticsv2 opensearch pipes rds route53 s3tables
servicediscovery ses ses_v2 waf
"""
DEFERRED = frozenset(f"ministack.services.{name}" for name in _NAMES.split())

_DOCKER = "docker"
"""Docker's client, which is not used here: functions and tasks run as processes."""
_LOADING = "_loading"
_LOCK = RLock()


@contextmanager
def deferred() -> Iterator[None]:
    """Defers the modules in ``DEFERRED`` that are imported inside, and hides Docker's client.

    Afterwards ``sys.modules`` has only those that were loaded: there MiniStack looks for the services that it
    has to save, to reset and to end.
    """
    finder = _DeferringFinder()
    sys.meta_path.insert(0, finder)
    is_hidden = _DOCKER not in sys.modules
    if is_hidden:
        sys.modules[_DOCKER] = None  # type: ignore[assignment] # as if it were not installed
    yield
    if is_hidden:
        del sys.modules[_DOCKER]
    for name, module in finder.modules.items():
        if type(module) is _DeferredModule:
            sys.modules.pop(name, None)


def when_imported(name: str, correct: Callable[[ModuleType], None]) -> None:
    """Calls a function with a module as soon as it has been imported, before its importer goes on."""
    sys.meta_path.insert(0, _CorrectingFinder(name, correct))


class _DeferredModule(ModuleType):
    """A module that one thread loads when an attribute of it is read, while the other threads wait.

    ``importlib.util.LazyLoader`` lets other threads see a module that is half loaded (CPython issue 114763).
    """

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of any module
        if name.startswith("__"):  # what the import system reads
            return ModuleType.__getattribute__(self, name)
        with _LOCK:
            # The thread that loads comes here again; one that waited finds the module loaded.
            if type(self) is _DeferredModule and _LOADING not in self.__dict__:
                self.__dict__[_LOADING] = True
                try:
                    sys.modules[self.__name__] = self
                    _DeferringLoader.load(self)
                    self.__class__ = ModuleType  # type: ignore[assignment] # read directly from now on
                finally:
                    del self.__dict__[_LOADING]
        return ModuleType.__getattribute__(self, name)


class _DeferringFinder(MetaPathFinder):
    def __init__(self) -> None:
        self.modules: dict[str, ModuleType] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in DEFERRED:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            # One module for all imports of the name, whatever sys.modules says meanwhile.
            module = self.modules.setdefault(fullname, _DeferredModule(fullname))
            spec.loader = _DeferringLoader(spec.loader, module)
        return spec


class _DeferringLoader(Loader):
    def __init__(self, loader: Loader, module: ModuleType) -> None:
        self._loader = loader
        self._module = module

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Loads nothing; reading an attribute of the module does."""

    @staticmethod
    def load(module: ModuleType) -> None:
        """Executes the code of a module that one of these loaders deferred."""
        spec = module.__spec__
        if spec is not None and isinstance(spec.loader, _DeferringLoader):
            spec.loader._loader.exec_module(module)


class _CorrectingFinder(MetaPathFinder):
    def __init__(self, name: str, correct: Callable[[ModuleType], None]) -> None:
        self._name = name
        self._correct = correct

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _CorrectingLoader(spec.loader, self._correct)
        return spec


class _CorrectingLoader(Loader):
    def __init__(self, loader: Loader, correct: Callable[[ModuleType], None]) -> None:
        self._loader = loader
        self._correct = correct

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._correct(module)
