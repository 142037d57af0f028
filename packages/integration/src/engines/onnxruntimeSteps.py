"""ONNX Runtime from Python in the benchmarks: predicts by the model in the file that comes as the last argument."""
import sys

import onnxruntime
from steps import report, x

session = onnxruntime.InferenceSession(sys.argv[7], providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name
report(lambda: session.run(None, {name: x}))
