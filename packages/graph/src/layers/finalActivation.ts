import { sigmoid, softmax, type Tensor } from "@tensorflow/tfjs-core";
import { layers, LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { type LayerCall, layerCallsOf } from "./layerCalls.ts";

/** The final activation of a model: it turns logits into probabilities. */
export interface FinalActivation {
  readonly name: "sigmoid" | "softmax";
  /** Computes the model's output from its logits. */
  apply(logits: Tensor): Tensor;
}

/** Layers whose last operation is their activation; all of tfjs's names. */
const ENDS_IN_ACTIVATION: ReadonlySet<string> = new Set([
  "Activation",
  "Conv1D",
  "Conv2D",
  "Conv2DTranspose",
  "Conv3D",
  "Conv3DTranspose",
  "Dense",
  "DepthwiseConv2D",
  "SeparableConv2D",
]);

/**
 * The final activation of a model with one output, also if a model inside it ends in that.
 *
 * A layer after the activation hides it, even Reshape, as in Keras. A linear activation and a Dropout of rate 0 return
 * their input and do not.
 *
 * @returns `undefined` if the model does not end in sigmoid or softmax.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { finalActivationOf } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const inner = sequential({ layers: [layers.dense({ inputShape: [2], units: 3, activation: "softmax" })] });
 * finalActivationOf(sequential({ layers: [inner] }))?.name; // => "softmax"
 * ```
 */
export function finalActivationOf(model: LayersModel): FinalActivation | undefined {
  const layer = finalLayerOf(model);
  if (layer === undefined) return undefined;
  return layer instanceof LayersModel ? finalActivationOf(layer) : activationOf(layer);
}

/** The layer that makes a model's one output, before layers that return their input. */
export function finalLayerOf(model: LayersModel): layers.Layer | undefined {
  return finalCallOf(model)?.layer;
}

/** The call that makes a model's one output, before layers that return their input. */
export function finalCallOf(model: LayersModel): LayerCall | undefined {
  if (model.outputs.length !== 1) return undefined;
  const calls = layerCallsOf(model);
  const makerOf = (tensor: SymbolicTensor): LayerCall | undefined =>
    calls.find(({ outputs }) => outputs.includes(tensor));
  let found = makerOf(model.outputs[0]);
  while (found !== undefined && returnsItsInput(found.layer)) found = makerOf(found.inputs[0]);
  return found;
}

/**
 * Whether a layer returns its input unchanged: a linear activation, or a Dropout of rate 0.
 *
 * @example
 * ```ts
 * import { layers } from "@tensorflow/tfjs-layers";
 * import { returnsItsInput } from "@tensorloom/graph/internal";
 *
 * returnsItsInput(layers.activation({ activation: "linear" })); // => true
 * ```
 */
export function returnsItsInput(layer: layers.Layer): boolean {
  const { activation, rate } = layer.getConfig();
  if (layer.getClassName() === "Activation") return activation === "linear";
  return layer.getClassName() === "Dropout" && rate === 0;
}

/**
 * The sigmoid or softmax that is a layer's last operation; undefined if it ends in another one.
 *
 * @example
 * ```ts
 * import { layers } from "@tensorflow/tfjs-layers";
 * import { activationOf } from "@tensorloom/graph/internal";
 *
 * activationOf(layers.dense({ units: 3, activation: "softmax" }))?.name; // => "softmax"
 * ```
 */
export function activationOf(layer: layers.Layer): FinalActivation | undefined {
  const className = layer.getClassName();
  const { activation, axis } = layer.getConfig();
  if (className === "Softmax") {
    const along = Array.isArray(axis) ? Number(axis[0]) : Number(axis);
    return Array.isArray(axis) && axis.length > 1
      ? undefined
      : { name: "softmax", apply: (logits) => softmax(logits, along) };
  }
  if (!ENDS_IN_ACTIVATION.has(className)) return undefined;
  if (activation === "sigmoid") return { name: "sigmoid", apply: (logits) => sigmoid(logits) };
  if (activation === "softmax") return { name: "softmax", apply: (logits) => softmax(logits) };
  return undefined;
}

/**
 * Runs a layer without its activation; Activation and Softmax then return their input.
 *
 * @example
 * ```ts
 * import { tensor1d, type Tensor } from "@tensorflow/tfjs-core";
 * import { layers } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { callWithoutActivation } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const y = callWithoutActivation(layers.activation({ activation: "sigmoid" }), tensor1d([40]), {}) as Tensor;
 * y.dataSync(); // => Float32Array.of(40)
 * ```
 */
export function callWithoutActivation(
  layer: layers.Layer,
  inputs: Tensor | Tensor[],
  options: Readonly<Record<string, unknown>>,
  call: layers.Layer["call"] = layer.call.bind(layer),
): Tensor | Tensor[] {
  if (["Activation", "Softmax"].includes(layer.getClassName())) {
    const [x] = Array.isArray(inputs) ? inputs : [inputs];
    return x.clone(); // another tensor, so that each can be disposed
  }
  const activated = layer as layers.Layer & { activation: unknown }; // each of the classes above has one
  const own = activated.activation;
  activated.activation = linear();
  try {
    return call(inputs, { ...options });
  } finally {
    activated.activation = own;
  }
}

let known: unknown;

/** tfjs's identity, which it does not export. */
function linear(): unknown {
  const identity = layers.activation({ activation: "linear" }) as layers.Layer & { activation: unknown };
  known ??= identity.activation;
  return known;
}
