"""tf.data in the benchmarks of this package: `tfdata.py chain|batches N` prints elements per second, the median of three runs."""
import statistics
import sys
import time

import tensorflow as tf

D = tf.data.Dataset


def chain(n):
    return D.range(n).map(lambda x: x + 1).filter(lambda x: x % 10 != 0).shuffle(2048).batch(256).prefetch(2)


def batches(n):
    return D.range(n).batch(256)


def seconds(dataset):
    start = time.perf_counter()
    for _ in dataset:
        pass
    return time.perf_counter() - start


name, count = sys.argv[1], int(sys.argv[2])
dataset = {"chain": chain, "batches": batches}[name](count)
print(count / statistics.median(seconds(dataset) for _ in range(3)))
