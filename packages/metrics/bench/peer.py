"""Times scikit-learn on the labels and scores that the benchmark wrote: one JSON object on stdout.

python peer.py LABELS SCORES
"""
import json, sys, time, warnings

import numpy as np
from sklearn import metrics

warnings.filterwarnings("ignore")
labels = np.fromfile(sys.argv[1], "u1")
scores = np.fromfile(sys.argv[2], "f4")
weights = 1 + (np.arange(len(labels)) % 3).astype(float)
calls = (scores >= 0.5).astype(int)
tasks = {
    "rocAuc": lambda: metrics.roc_auc_score(labels, scores),
    "rocAuc, weighted": lambda: metrics.roc_auc_score(labels, scores, sample_weight=weights),
    "averagePrecision": lambda: metrics.average_precision_score(labels, scores),
    "logLoss": lambda: metrics.log_loss(labels, scores),
    "classificationReport": lambda: metrics.precision_recall_fscore_support(labels, calls, average="macro"),
}
out = {}
for name, run in tasks.items():
    times = []
    for _ in range(5):
        start = time.perf_counter()
        value = run()
        times.append(1000 * (time.perf_counter() - start))
    value = value[2] if isinstance(value, tuple) else value
    out[name] = {"ms": sorted(times)[2], "value": float(value)}
print(json.dumps(out))
