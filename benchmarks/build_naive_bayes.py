"""Write py3langid's model down as ``cleaners.naive_bayes`` reads it.

    python -m benchmarks.build_naive_bayes

The numbers stay the same; only the weights that differ from their language's most common one are
kept, and of the automaton the tree that it comes from.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from cleaners.naive_bayes import FILE

Array = NDArray[Any]


def weights(table: Array) -> dict[str, Array]:
    """Take apart a table of features x languages: what is common, and what differs from it."""
    bits = table.view(np.uint16)
    usual = np.array([np.bincount(column).argmax() for column in bits.T], np.uint16)
    differs = bits != usual
    return {
        "usual": usual.view(np.float16),
        "rows": np.concatenate([[0], differs.sum(axis=1).cumsum()]).astype(np.uint32),
        "languages": np.nonzero(differs)[1].astype(np.uint8),
        "weights": bits[differs].view(np.float16),
    }


def tree(moves: Array, features: Array) -> dict[str, Array]:
    """Find the tree of runs of which an automaton (states x bytes) was made.

    Raises ``ValueError`` when the tree would not walk as the automaton does.
    """
    order, new = [0], {0: 0}
    children, ends, shorter = [1], [0], [0]
    for number, state in enumerate(order):
        for byte, to in enumerate(moves[state].tolist()):
            if to not in new:
                new[to] = len(order)
                order.append(to)
                ends.append(byte)
                shorter.append(new[int(moves[order[shorter[number]], byte])] if number else 0)
        children.append(len(order))
    found: dict[str, Array] = {
        "children": np.array(children, np.uint32),
        "bytes": np.array(ends, np.uint8),
        "shorter": np.array(shorter, np.uint32),
        "features": features[order].astype(np.int32),
    }
    _check(moves, np.array(order), new, found)
    return found


def _check(moves: Array, order: Array, new: dict[int, int], found: dict[str, Array]) -> None:
    """Compare every move of the tree with the automaton's."""
    place = np.zeros(len(moves), np.uint32)
    place[list(new)] = list(new.values())
    own = np.zeros((len(order), 256), np.uint32)
    for state in range(len(order)):
        own[state] = own[found["shorter"][state]]
        first, end = found["children"][state : state + 2]
        own[state, found["bytes"][first:end]] = np.arange(first, end)
    if not np.array_equal(own, place[moves[order]]):
        raise ValueError("the automaton is none of Aho and Corasick")


def main() -> None:
    """Read the model inside the package and write it beside its reader."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    rows = np.asarray(model.tk_nextmove).reshape(-1, 256)
    arrays = {
        **weights(model.nb_ptc),
        **tree(rows[np.asarray(model.tk_row)], np.asarray(model.tk_output)),
        "priors": model.nb_pc,
        "tags": np.array(model.nb_classes),
    }
    FILE.parent.mkdir(exist_ok=True)
    np.savez(FILE, **arrays)
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
