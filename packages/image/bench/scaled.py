"""What TensorFlow takes for what scaled.bench.ts measures: python scaled.py JPEG.

Prints one JSON object: the median milliseconds of CPU time of tf.io.decode_jpeg by ratio.
"""
import json, os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf

data = open(sys.argv[1], "rb").read()
medians = {}
for ratio in (1, 2, 4, 8):
    times = []
    for i in range(26):
        start = time.process_time()
        tf.io.decode_jpeg(data, ratio=ratio).numpy()
        if i >= 5:
            times.append(1000 * (time.process_time() - start))
    medians[ratio] = sorted(times)[len(times) // 2]
print(json.dumps(medians))
