"""What Pillow takes for what png.bench.ts measures: python png.py FILE...

Prints one JSON object: the median milliseconds of CPU time by file name.
"""
import json, sys, time
from PIL import Image

medians = {}
for name in sys.argv[1:]:
    times = []
    for run in range(18):
        start = time.process_time()
        Image.open(name).load()
        times.append((time.process_time() - start) * 1000)
    medians[name] = sorted(times[3:])[7]
print(json.dumps(medians))
