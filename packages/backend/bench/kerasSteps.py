"""Keras in the benchmarks of this package: `kerasSteps.py train|predict SIZE BATCH` prints ms an image, the median of the steps."""
import statistics
import sys
import time

import keras
import numpy as np

what, size, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
model = keras.applications.EfficientNetB0(
    weights=None, input_shape=(size, size, 3), classes=1, classifier_activation="sigmoid"
)
model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="binary_crossentropy")
x = np.random.default_rng(1).random((batch, size, size, 3), dtype="float32")
y = (np.arange(batch) % 2).astype("float32").reshape(-1, 1)
step = (lambda: model.train_on_batch(x, y)) if what == "train" else (lambda: model.predict_on_batch(x))
times = []
for round in range(8):
    start = time.perf_counter()
    step()
    times.append((time.perf_counter() - start) * 1000 / batch)
print(statistics.median(times[3:]))
