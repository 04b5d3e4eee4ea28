"""Tells names that are known to be somebody's from texts that only look like a name."""

from inkscout.extraction.text.names import KNOWN, NameGuess
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list


def is_listed(guess: NameGuess) -> bool:
    """Whether a name has a known given name, or begins with one of the long list of given names."""
    return guess.score >= KNOWN or fold(guess.name.split()[0]) in long_list("given_names")
