"""tf.data in the benchmarks of this package.

`tfdata.py chain|batches N` prints elements a second, the median of three runs. `tfdata.py images PATTERN COUNT` runs once for
each line that it reads, and prints images a second and the milliseconds of processor time that an image took.
"""
import resource
import statistics
import sys
import time

import tensorflow as tf

D = tf.data.Dataset
AUTO = tf.data.AUTOTUNE
AHEAD = 8  # as ours; AUTOTUNE takes as many as there are cores, and one that is shared then holds up the other


def chain(n):
    return D.range(n).map(lambda x: x + 1).filter(lambda x: x % 10 != 0).shuffle(2048).batch(256).prefetch(2)


def batches(n):
    return D.range(n).batch(256)


def images(pattern):
    def decode(record):
        fields = tf.io.parse_single_example(record, {"image": tf.io.FixedLenFeature([], tf.string), "target": tf.io.FixedLenFeature([], tf.int64)})
        image = tf.io.decode_jpeg(fields["image"], channels=3)
        return tf.image.random_flip_left_right(tf.reshape(image, [1024, 1024, 3])), fields["target"]

    return D.list_files(pattern, shuffle=False).interleave(tf.data.TFRecordDataset, cycle_length=2).map(decode, num_parallel_calls=AHEAD).batch(16).prefetch(AUTO)


def seconds(dataset):
    start = time.perf_counter()
    for _ in dataset:
        pass
    return time.perf_counter() - start


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


name, argument = sys.argv[1:3]
if name == "images":
    dataset, count = images(argument), int(sys.argv[3])
    for _ in sys.stdin:
        before = processor()
        rate = count / seconds(dataset)
        print(rate, 1000 * (processor() - before) / count, flush=True)
else:
    dataset, count = {"chain": chain, "batches": batches}[name](int(argument)), int(argument)
    print(count / statistics.median(seconds(dataset) for _ in range(3)))
