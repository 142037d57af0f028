"""TensorFlow's side of the benchmarks: reads "TASK FILE [OUT]" lines, does the task, prints its seconds and its CPU seconds."""
import os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf

SPEC = {
    "id": tf.io.FixedLenFeature([], tf.string),
    "label": tf.io.FixedLenFeature([], tf.int64),
    "score": tf.io.FixedLenFeature([], tf.float32),
    "vector": tf.io.FixedLenFeature([16], tf.float32),
}


def read(path):
    for _ in tf.data.TFRecordDataset(path).map(tf.strings.length):
        pass


def parse(path):
    for batch in tf.data.TFRecordDataset(path).batch(256).map(lambda rows: tf.io.parse_example(rows, SPEC)):
        batch["label"]


def write(path):
    def feature(**kind):
        return tf.train.Feature(**kind)
    with tf.io.TFRecordWriter(path) as writer:
        for i in range(200_000):
            features = {
                "id": feature(bytes_list=tf.train.BytesList(value=[b"row-%d" % i])),
                "label": feature(int64_list=tf.train.Int64List(value=[i % 10])),
                "score": feature(float_list=tf.train.FloatList(value=[i / 3])),
                "vector": feature(float_list=tf.train.FloatList(value=range(i, i + 16))),
            }
            writer.write(tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString())


print("ready", tf.__version__, flush=True)
for line in sys.stdin:
    task, path = line.split()
    start, cpu = time.perf_counter(), time.process_time()
    {"read": read, "parse": parse, "write": write}[task](path)
    print(time.perf_counter() - start, time.process_time() - cpu, flush=True)
