"""Keras in the benchmarks: `kerasSteps.py train|predict SIZE BATCH WARM_UPS STEPS` prints ms an image (the median step) and peak MB."""
import resource
import statistics
import sys
import time

import keras
import numpy as np

what, (size, batch, warm_ups, steps) = sys.argv[1], map(int, sys.argv[2:6])
model = keras.applications.EfficientNetB0(
    weights=None, input_shape=(size, size, 3), classes=1, classifier_activation="sigmoid"
)
model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="binary_crossentropy")
x = np.random.default_rng(1).random((batch, size, size, 3), dtype="float32")
y = (np.arange(batch) % 2).astype("float32").reshape(-1, 1)
step = (lambda: model.train_on_batch(x, y)) if what == "train" else (lambda: model.predict_on_batch(x))
times = []
for _ in range(warm_ups + steps):
    start = time.perf_counter()
    step()
    times.append((time.perf_counter() - start) * 1000 / batch)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(statistics.median(times[warm_ups:]), peak)
