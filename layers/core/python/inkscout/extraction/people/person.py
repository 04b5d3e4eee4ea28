"""The candidates for one person, with all their names and their joint confidence."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from inkscout.extraction.model import Candidate, Finder
from inkscout.extraction.text.names import name_key


@dataclass(slots=True)
class Person:
    """All candidates that were merged into one person."""

    candidates: list[Candidate] = field(default_factory=list)
    _names: tuple[int, list[str]] = field(default=(0, []), init=False, compare=False, repr=False)
    _confidence: tuple[int, float] = field(default=(0, 0.0), init=False, compare=False, repr=False)

    def names(self) -> list[str]:
        """Returns the person's distinct names, the most complete first; cached until a candidate is added."""
        if self._names[0] != len(self.candidates):
            self._names = (len(self.candidates), self._ordered_names())
        return self._names[1]

    def _ordered_names(self) -> list[str]:
        names = Counter(candidate.name for candidate in self.candidates if candidate.name)
        return sorted(
            names, key=lambda name: (-min(len(name_key(name)), 3), -_strength(self, name), -names[name], name)
        )

    def confidence(self) -> float:
        """Returns the joint confidence (0 to 1); the finders count as independent evidence, each once."""
        if self._confidence[0] != len(self.candidates):
            self._confidence = (len(self.candidates), self._joint_confidence())
        return self._confidence[1]

    def _joint_confidence(self) -> float:
        best: dict[str, float] = {}
        finders: dict[str, Finder[Any]] = {}
        for candidate in self.candidates:
            name = candidate.finder.name  # by which a finder is told, and which is hashed once
            best[name] = max(best.get(name, 0.0), candidate.confidence)
            finders[name] = candidate.finder
        doubt = 1.0
        for name, value in best.items():
            doubt *= 1.0 - min(0.97, 0.9 * value if finders[name].weak else value)
        return 1.0 - doubt

    def is_weak(self) -> bool:
        """Whether only weak finders (running text, captions) found the person."""
        return all(candidate.finder.weak for candidate in self.candidates)


def _strength(person: Person, name: str) -> float:
    return max(candidate.confidence for candidate in person.candidates if candidate.name == name)
