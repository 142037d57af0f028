import { serialization, type Tensor, tidy } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";

/** The names of tfjs's own activations that differ from Keras's, in Python's spelling. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["silu", "swish"],
  ["hard_swish", "hard_silu"],
]);

/** The activations that have the same name in both. */
const COMMON: ReadonlySet<string> = new Set([
  ...["elu", "gelu", "linear", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "softmax"],
  ...["softplus", "softsign", "swish", "tanh"],
]);

/**
 * Keras's activations that tfjs lacks, by the name under which they are registered with it.
 *
 * tfjs has a `hardSigmoid`, which is Keras 2's.
 *
 * @see keras/src/activations/activations.py
 */
const ADDED: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  exponential: tf.exp,
  hard_silu: (x) => tf.mul(x, hardSigmoid(x)),
  hard_tanh: (x) => tf.clipByValue(x, -1, 1),
  keras_hard_sigmoid: hardSigmoid,
  leaky_relu: (x) => tf.leakyRelu(x, 0.2),
  log_sigmoid: tf.logSigmoid,
};

function hardSigmoid(x: Tensor): Tensor {
  return tf.div(tf.relu6(tf.add(x, 3)), 6);
}

/**
 * Returns the name under which tfjs knows an activation; undefined if it does not.
 *
 * @param kerasVersion - The major version of the file: `hard_sigmoid` has another slope since Keras 3.
 */
export function tfjsActivation(name: string, kerasVersion: number): string | undefined {
  if (name === "hard_sigmoid") return kerasVersion < 3 ? name : "keras_hard_sigmoid";
  const renamed = RENAMED.get(name) ?? name;
  return COMMON.has(renamed) || renamed in ADDED ? renamed : undefined;
}

/** Returns the name under which Keras 3 knows an activation of tfjs; undefined if it does not. */
export function kerasActivation(name: string): string | undefined {
  if (name === "keras_hard_sigmoid") return "hard_sigmoid";
  if (name === "swish") return "silu";
  return COMMON.has(name) || name in ADDED ? name : undefined;
}

let areRegistered = false;

/**
 * Registers Keras's activations that tfjs lacks, so that models with them can be built.
 *
 * @example
 * ```ts
 * import { registerKerasActivations } from "@tensorloom/keras/internal";
 *
 * registerKerasActivations(); // again and again
 * ```
 */
export function registerKerasActivations(): void {
  if (areRegistered) return;
  areRegistered = true;
  for (const [name, apply] of Object.entries(ADDED)) registerActivation(name, apply);
}

function registerActivation(name: string, apply: (x: Tensor) => Tensor): void {
  class Activation extends serialization.Serializable {
    static readonly className = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()); // tfjs's spelling
    apply(x: Tensor): Tensor {
      return tidy(() => apply(x));
    }
    getConfig(): serialization.ConfigDict {
      return {};
    }
  }
  serialization.registerClass(Activation);
}
