"""tf.data's image pipeline: `tfImages.py PATTERN COUNT` runs once for each line that it reads.

It prints images per second and the milliseconds of processor time per image.
"""
import resource
import sys
import time

import tensorflow as tf

D = tf.data.Dataset
CONCURRENCY = 8  # as ours: AUTOTUNE takes one per core, and a busy core then delays the others


def decode(record):
    fields = tf.io.parse_single_example(record, {"image": tf.io.FixedLenFeature([], tf.string), "target": tf.io.FixedLenFeature([], tf.int64)})
    image = tf.io.decode_jpeg(fields["image"], channels=3)
    return tf.image.random_flip_left_right(tf.reshape(image, [1024, 1024, 3])), fields["target"]


def images(pattern):
    files = D.list_files(pattern, shuffle=False)
    return files.interleave(tf.data.TFRecordDataset, cycle_length=2).map(decode, num_parallel_calls=CONCURRENCY).batch(16).prefetch(tf.data.AUTOTUNE)


def seconds(dataset):
    start = time.perf_counter()
    for _ in dataset:
        pass
    return time.perf_counter() - start


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


dataset, count = images(sys.argv[1]), int(sys.argv[2])
for _ in sys.stdin:
    before = processor()
    rate = count / seconds(dataset)
    print(rate, 1000 * (processor() - before) / count, flush=True)
