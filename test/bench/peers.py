"""What XGBoost and scikit-learn make of the same folds: `peers.py quality FOLDER NAME`, `peers.py speed FOLDER NAME`.

Answers as JSON on the last line. Wants Debian's python3-xgboost and python3-sklearn; what is missing is left out.
"""

import csv
import gzip
import json
import sys
import time

import numpy as np

try:
    import xgboost
except ImportError:
    xgboost = None
try:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
except ImportError:
    HistGradientBoostingClassifier = None


def read(folder, name):
    with open(f"{folder}/{name}.schema.json") as file:
        schema = json.load(file)
    with gzip.open(f"{folder}/{name}.csv.gz", "rt", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        columns = dict(zip(header, zip(*rows)))
    numbers = [np.array([number(text) for text in columns[name]]) for name in schema["num"]]
    codes = []
    for name in schema["cat"]:
        index = {text: code for code, text in enumerate(sorted({text for text in columns[name] if text != ""}))}
        codes.append(np.array([index.get(text, np.nan) for text in columns[name]], dtype=float))
    labels = np.array([int(text) for text in columns["y"]])
    folds = []
    while f"fold{len(folds)}" in columns:
        folds.append(np.array([int(text) for text in columns[f"fold{len(folds)}"]]))
    late = np.array([text == "1" for text in columns["time_test"]]) if "time_test" in columns else None
    return np.column_stack(numbers + codes), labels, folds, late, len(numbers)


def number(text):
    try:
        value = float(text)
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan


def measure(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    order = np.argsort(p, kind="stable")
    ece = sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in np.array_split(order, 10) if len(part)) / len(p)
    return {
        "auc": auc(p, y),
        "logLoss": float(-np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))),
        "brier": float(np.mean((p - y) ** 2)),
        "ece": float(ece),
    }


def auc(p, y):
    _, inverse, counts = np.unique(p, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    won = y.sum()
    if won == 0 or won == len(y):
        return None
    return float((ranks[y == 1].sum() - won * (won + 1) / 2) / (won * (len(y) - won)))


def kinds(width, numeric):
    return ["q"] * numeric + ["c"] * (width - numeric)


def matrix(x, numeric, y=None):
    return xgboost.DMatrix(x, label=y, feature_types=kinds(x.shape[1], numeric), enable_categorical=True)


def boost(x, y, numeric, rounds, **settings):
    given = {"objective": "binary:logistic", "tree_method": "hist", "nthread": 1, "seed": 1, "eta": 0.1, "max_depth": 6}
    return xgboost.train({**given, **settings}, matrix(x, numeric, y), rounds)


def plain(x, y, test, numeric):
    return boost(x, y, numeric, 200).predict(matrix(test, numeric))


TUNED = [
    {"max_depth": depth, "eta": 0.05, "min_child_weight": weight, "subsample": 0.8, "colsample_bytree": 0.8}
    for depth, weight in ((2, 1), (3, 1), (4, 5), (6, 5))
]


def tuned(x, y, test, numeric):
    """The best of a few settings on an inner fifth, stopped where it was best there, and fitted again on all."""
    inner = np.random.default_rng(1).random(len(y)) < 0.2
    best = None
    for settings in TUNED:
        given = {"objective": "binary:logistic", "tree_method": "hist", "nthread": 1, "seed": 1, "eval_metric": "logloss"}
        watched = xgboost.train(
            {**given, **settings},
            matrix(x[~inner], numeric, y[~inner]),
            1000,
            evals=[(matrix(x[inner], numeric, y[inner]), "inner")],
            early_stopping_rounds=40,
            verbose_eval=False,
        )
        if best is None or watched.best_score < best[0]:
            best = (watched.best_score, watched.best_iteration + 1, settings)
    _, rounds, settings = best
    return boost(x, y, numeric, rounds, **settings).predict(matrix(test, numeric))


def histogram(x, y, test, numeric):
    # Its categories may be no more than 255: rarer ones are as good as missing.
    both = [np.where(part[:, numeric:] < 254, part[:, numeric:], np.nan) for part in (x, test)]
    x, test = (np.column_stack([part[:, :numeric], words]) for part, words in zip((x, test), both))
    words = np.arange(x.shape[1]) >= numeric
    model = HistGradientBoostingClassifier(categorical_features=words, random_state=1)
    return model.fit(x, y).predict_proba(test)[:, 1]


def linear(x, y, test, numeric):
    def design(part):
        values = part[:, :numeric]
        middle = np.nanmedian(x[:, :numeric], axis=0) if numeric else np.zeros(0)
        middle = np.nan_to_num(middle)
        known = np.where(np.isnan(values), middle, values)
        spread = np.nanstd(x[:, :numeric], axis=0) if numeric else np.ones(0)
        scaled = (known - middle) / np.where(spread > 0, spread, 1)
        hot = [part[:, [c]] == np.unique(x[~np.isnan(x[:, c]), c])[:254] for c in range(numeric, part.shape[1])]
        return np.column_stack([scaled, np.isnan(values), *hot]).astype(float)

    return LogisticRegression(max_iter=1000).fit(design(x), y).predict_proba(design(test))[:, 1]


def peers():
    found = {}
    if xgboost:
        found["xgboost"] = plain
        found["xgboostTuned"] = tuned
    if HistGradientBoostingClassifier:
        found["sklearn"] = histogram
        found["sklearnLogistic"] = linear
    return found


def quality(folder, name):
    x, y, folds, late, numeric = read(folder, name)
    splits = [fold == number for fold in folds for number in np.unique(fold)]
    answer = {"cv": {}, "timeSplit": {}}
    for peer, fit in peers().items():
        tries = [measure(fit(x[~test], y[~test], x[test], numeric), y[test]) for test in splits]
        if tries:
            answer["cv"][peer] = {key: mean([one[key] for one in tries]) for key in tries[0]}
        if late is not None:
            answer["timeSplit"][peer] = measure(fit(x[~late], y[~late], x[late], numeric), y[late])
        print(f"{name}: {peer} done", file=sys.stderr)
    return answer


def mean(values):
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def speed(folder, name):
    if not xgboost:
        return {}
    x, y, _, _, numeric = read(folder, name)
    model, train = timed(lambda: boost(x, y, numeric, 200), 3)
    return {
        "train": train,
        "one": fresh(lambda: matrix(x[:1], numeric), model.predict, 100) * 1e6,
        "batch": fresh(lambda: matrix(x[:5000], numeric), model.predict, 7) / 5000 * 1e6,
        "contributions": fresh(lambda: matrix(x[:500], numeric), lambda rows: model.predict(rows, pred_contribs=True), 3)
        / 500
        * 1e6,
    }


def fresh(make, call, times):
    """Median seconds on rows it has not seen: XGBoost remembers what it has said of a matrix."""
    taken = []
    for rows in [make() for _ in range(times)]:
        began = time.perf_counter()
        call(rows)
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))


def timed(call, times):
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        answer = call()
        taken.append(time.perf_counter() - began)
    return answer, float(np.median(taken))


print(json.dumps({"quality": quality, "speed": speed}[sys.argv[1]](*sys.argv[2:])))
