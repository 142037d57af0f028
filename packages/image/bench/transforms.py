"""What TensorFlow takes on one thread for what transforms.bench.ts measures: python transforms.py PNG PNG16 PNG1.

Prints one JSON object: the median milliseconds of CPU time of each operation on an image of 1024x1024 RGB bytes.
"""
import json, os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
tf.config.set_visible_devices([], "GPU")
png, png16, png1 = (open(name, "rb").read() for name in sys.argv[1:4])
image = tf.io.decode_png(png)
matrix = [[0.9, 0.3, -40.5, -0.3, 0.9, 200.25, 0, 0]]


def affine(method):
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=image[None], transforms=matrix, output_shape=[1024, 1024], interpolation=method, fill_mode="NEAREST", fill_value=0.0)


operations = {
    "affine nearest": lambda: affine("NEAREST"),
    "affine bilinear": lambda: affine("BILINEAR"),
    "resize to 256": lambda: tf.image.resize(image, (256, 256)),
    "resize to 256, nearest": lambda: tf.image.resize(image, (256, 256), method="nearest"),
    "resize to 256, area": lambda: tf.image.resize(image, (256, 256), method="area"),
    "resize to 256, antialias": lambda: tf.image.resize(image, (256, 256), antialias=True),
    "resize to 1500, bicubic": lambda: tf.image.resize(image, (1500, 1500), method="bicubic"),
    "hue": lambda: tf.image.adjust_hue(image, 0.1),
    "saturation": lambda: tf.image.adjust_saturation(image, 1.3),
    "decodePng, 8 bits": lambda: tf.io.decode_png(png),
    "decodePng, 16 bits": lambda: tf.io.decode_png(png16),
    "decodePng, 1 bit": lambda: tf.io.decode_png(png1),
}
medians = {}
for name, operation in operations.items():
    times = []
    for _ in range(21):
        start = time.process_time()
        operation().numpy()
        times.append((time.process_time() - start) * 1000)
    medians[name] = sorted(times)[10]
print(json.dumps(medians))
