"""Plans, one a line of JSON, through tf.data: prints {"elements": [...]} or {"error": "..."} for each, a line of JSON."""
import json
import signal
import sys

import numpy as np
import tensorflow as tf

D = tf.data.Dataset


def each(change):
    def whole(*parts):
        changed = tf.nest.map_structure(change, parts)
        return changed[0] if len(changed) == 1 else changed

    return whole


def mapped(ds, kind, k):
    if kind == "upto":
        return ds.map(lambda x: tf.range(x % k, dtype=tf.int64))
    return ds.map(each((lambda x: x + k) if kind == "add" else (lambda x: x * k)))


def windows(ds, size, shift, stride, drop=False):
    def as_lists(*parts):
        def lists(part):
            return D.zip(tuple(lists(inner) for inner in part)) if isinstance(part, tuple) else part.batch(size)

        return lists(parts[0] if len(parts) == 1 else parts)

    return ds.window(size, shift, stride, bool(drop)).flat_map(as_lists)


OPERATORS = {
    "map": mapped,
    "filter": lambda ds, _, m, r: ds.filter(lambda x: tf.equal(x % m, r)),
    "flatMap": lambda ds, _, m: ds.flat_map(lambda x: D.range(x % m)),
    "interleave": lambda ds, _, m, cycle, block: ds.interleave(lambda x: D.range(x % m), cycle_length=cycle, block_length=block, num_parallel_calls=None),
    "batch": lambda ds, n, drop=False: ds.batch(n, drop_remainder=bool(drop)),
    "unbatch": lambda ds: ds.unbatch(),
    "rebatch": lambda ds, n, drop=False: ds.rebatch(n, drop_remainder=bool(drop)),
    "window": windows,
    "paddedBatch": lambda ds, n, pad: ds.padded_batch(n, padding_values=tf.constant(pad, tf.int64)),
    "take": lambda ds, n: ds.take(n),
    "skip": lambda ds, n: ds.skip(n),
    "takeWhile": lambda ds, _, k: ds.take_while(lambda x: x < k),
    "repeat": lambda ds, n: ds.repeat(n),
    "shard": lambda ds, n, i: ds.shard(n, i),
    "enumerate": lambda ds, start: ds.enumerate(start),
    "scan": lambda ds, _: ds.scan(np.int64(0), lambda total, x: (total + x, total + x)),
    "unique": lambda ds: ds.unique(),
    "zip": lambda ds, _, k: D.zip((ds, D.range(k))),
    "concatenate": lambda ds, _, k: ds.concatenate(D.range(k)),
    "cache": lambda ds: ds.cache(),
    "prefetch": lambda ds, n: ds.prefetch(n),
    "shuffle": lambda ds, n, seed: ds.shuffle(n, seed),
}


def row(element):
    return [row(part) for part in element] if isinstance(element, tuple) else element.numpy().tolist()


for line in sys.stdin:
    signal.alarm(20)  # some plans never end in tf.data: the signal ends the process
    (_, n), *steps = json.loads(line)
    try:
        dataset = D.range(n)
        for name, *words in steps:
            dataset = OPERATORS[name](dataset, *words)
        print(json.dumps({"elements": [row(element) for element in dataset]}), flush=True)
    except Exception as error:
        print(json.dumps({"error": str(error)}), flush=True)
