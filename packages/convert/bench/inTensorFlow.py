"""Writes a folder of pictures as TFRecords with TensorFlow, as plain scripts do, and prints one JSON line per mode.

Usage: python inTensorFlow.py FOLDER OUT SIZE
"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf

folder, out, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
classes = sorted(os.listdir(folder))
files = [(label, os.path.join(folder, name, file)) for label, name in enumerate(classes) for file in sorted(os.listdir(os.path.join(folder, name)))]
SHARDS = 8


def bytes_feature(value):
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def resized(data):
    image = tf.io.decode_jpeg(data)
    height, width = image.shape[:2]
    scale = size / min(height, width)
    image = tf.image.resize(image, [round(height * scale), round(width * scale)], antialias=True)
    return tf.io.encode_jpeg(tf.cast(tf.clip_by_value(tf.round(image), 0, 255), tf.uint8), quality=95).numpy()


def checked(data):
    tf.io.decode_jpeg(data)
    return data


tf.io.decode_jpeg(open(files[0][1], "rb").read())
for mode, convert in {"copy": lambda data: data, "verify": checked, "resize": resized}.items():
    wall, cpu = time.perf_counter(), time.process_time()
    for shard in range(SHARDS):
        with tf.io.TFRecordWriter(f"{out}/{mode}{shard:02d}.tfrec") as writer:
            for label, path in files[shard::SHARDS]:
                image = convert(open(path, "rb").read())
                features = {"image": bytes_feature(image), "image_name": bytes_feature(os.path.basename(path).encode()), "target": tf.train.Feature(int64_list=tf.train.Int64List(value=[label]))}
                writer.write(tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"bench": "create", "by": "TensorFlow", "mode": mode, "records/s": round(len(files) / wall), "records per CPU second": round(len(files) / cpu)}))
