import { isObject } from "@tensorloom/core/internal";
import type { LayerTopology } from "@tensorloom/graph/internal";
import type { KerasLayer } from "./kerasLayer.ts";

/**
 * Whether an entry of a graph is an operation on tensors, such as `x + 1`, and not a layer.
 *
 * In `.h5` files it has the class's name alone, but every layer has a flag or a type of numbers.
 */
export function isOperation({ className, module, config, layers, nodes }: KerasLayer): boolean {
  if (className === "TFOpLambda" || module?.startsWith("keras.src.ops") === true) return true;
  const isBare = module === undefined && !("trainable" in config) && !("dtype" in config);
  return isBare && layers === undefined && nodes.length > 0;
}

/**
 * Returns the layer of tfjs that computes what an operation does; undefined if tfjs lacks it.
 *
 * These are arithmetic with a number, sums and products of tensors of one rank, concatenation, and activations.
 *
 * @see keras/src/ops/numpy.py, keras/src/ops/nn.py
 */
export function operationLayer({ className, config, name, nodes }: KerasLayer): LayerTopology | undefined {
  const [node] = nodes;
  const args: readonly unknown[] = isObject(node) && Array.isArray(node["args"]) ? node["args"] : [];
  const made = (layer: string, options: object = {}): LayerTopology => ({
    class_name: layer,
    config: { name, ...options },
  });
  const scaling = scalingOf(className, args);
  if (scaling !== undefined) return made("Rescaling", scaling);
  if (["Add", "Multiply", "Maximum", "Minimum"].includes(className) && args.length === 2 && haveOneRank(args))
    return made(className);
  if (className === "Concatenate" && Array.isArray(args[0])) return made(className, { axis: config["axis"] });
  const activation = ACTIVATIONS.get(className);
  const isPlain = Object.entries(config).every(
    ([option, value]) => option === "name" || DEFAULTS[option] === value,
  );
  return activation !== undefined && args.length === 1 && isPlain
    ? made("Activation", { activation })
    : undefined;
}

/** Activations by the names of their operations, as tfjs spells them in Python's way. */
const ACTIVATIONS: ReadonlyMap<string, string> = new Map([
  ["Exp", "exponential"],
  ["HardSigmoid", "keras_hard_sigmoid"],
  ["HardSilu", "hard_silu"],
  ["LogSigmoid", "log_sigmoid"],
  ["Relu", "relu"],
  ["Relu6", "relu6"],
  ["Sigmoid", "sigmoid"],
  ["Silu", "swish"],
  ["Softmax", "softmax"],
  ["Softplus", "softplus"],
  ["Softsign", "softsign"],
  ["Tanh", "tanh"],
]);

/** Options of these operations with which they are the activations. */
const DEFAULTS: Readonly<Record<string, unknown>> = { axis: -1 };

/** `x * scale + offset` for arithmetic of a tensor and a number. */
function scalingOf(
  className: string,
  [first, second]: readonly unknown[],
): { readonly scale: number; readonly offset: number } | undefined {
  const [isLeft, isRight] = [typeof first === "number", typeof second === "number"];
  if (className === "Negative") return { scale: -1, offset: 0 };
  if (isLeft === isRight) return undefined;
  const number = Number(isLeft ? first : second);
  if (className === "Add") return { scale: 1, offset: number };
  if (className === "Subtract") return isLeft ? { scale: -1, offset: number } : { scale: 1, offset: -number };
  if (className === "Multiply") return { scale: number, offset: 0 };
  return ["TrueDivide", "Divide"].includes(className) && isRight
    ? { scale: 1 / number, offset: 0 }
    : undefined;
}

/** Whether all arguments are tensors with the same number of sides: tfjs's layers broadcast others in another way. */
function haveOneRank(args: readonly unknown[]): boolean {
  const ranks = args.map((value) => {
    const shape = isObject(value) && isObject(value["config"]) ? value["config"]["shape"] : undefined;
    return Array.isArray(shape) ? shape.length : undefined;
  });
  return ranks.every((rank) => rank !== undefined && rank === ranks[0]);
}
