"""Keras in the benchmarks, compiled by `tf.function` as `fit` and `predict` compile it."""
import keras
from steps import report, size, variant, what, x, y

model = getattr(keras.applications, f"EfficientNet{variant}")(
    weights=None, input_shape=(size, size, 3), classes=1, classifier_activation="sigmoid"
)
model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="binary_crossentropy")
report((lambda: model.train_on_batch(x, y)) if what == "train" else (lambda: model.predict_on_batch(x)))
