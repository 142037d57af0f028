"""What the peers in Python share: the arguments `train|predict VARIANT SIZE BATCH WARM_UPS STEPS`, the network's plan, and the clock."""
import json
import math
import resource
import statistics
import sys
import time

import numpy as np

what, variant = sys.argv[1:3]
size, batch, warm_ups, count = map(int, sys.argv[3:7])

x = np.random.default_rng(1).random((batch, size, size, 3), dtype="float32")
y = (np.arange(batch) % 2).astype("float32").reshape(-1, 1)

# EfficientNet (Tan and Le 2019, tables 1 and 4): width, depth; expansion, channels, repeats, stride, kernel of each stage.
WIDTH, DEPTH = {
    "B0": (1.0, 1.0), "B1": (1.0, 1.1), "B2": (1.1, 1.2), "B3": (1.2, 1.4),
    "B4": (1.4, 1.8), "B5": (1.6, 2.2), "B6": (1.8, 2.6), "B7": (2.0, 3.1),
}[variant]
STAGES = [(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)]


def channels(base):
    """The base's share of the width, in eights, never 10 % below it."""
    wide = base * WIDTH
    rounded = max(8, int(wide + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wide else rounded


def blocks():
    """Each block as (channels in, channels out, expanded channels, stride, kernel)."""
    before = channels(32)
    for expansion, base, repeats, stride, kernel in STAGES:
        for at in range(math.ceil(repeats * DEPTH)):
            yield before, channels(base), before * expansion, stride if at == 0 else 1, kernel
            before = channels(base)


def report(step):
    """Runs the steps, and prints milliseconds an image (the median step) and the peak memory."""
    times = []
    for _ in range(warm_ups + count):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000 / batch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"msPerImage": statistics.median(times[warm_ups:]), "peakMegabytes": peak}))
