"""`tfliteModel.py VARIANT SIZE BATCH FILE` writes Keras's EfficientNet with random weights as a TFLite file, for LiteRT.js."""
import sys

import keras
import tensorflow as tf

variant, (size, batch), file = sys.argv[1], map(int, sys.argv[2:4]), sys.argv[4]
model = getattr(keras.applications, f"EfficientNet{variant}")(
    weights=None,
    input_tensor=keras.Input(batch_shape=(batch, size, size, 3)),
    classes=1,
    classifier_activation="sigmoid",
)
with open(file, "wb") as output:
    output.write(tf.lite.TFLiteConverter.from_keras_model(model).convert())
