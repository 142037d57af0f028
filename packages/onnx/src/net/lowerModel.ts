import { LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { finalActivationOf, type LayerCall, layerCallsOf, leavesOf } from "@tensorloom/graph/internal";
import type { Net, NetOp, NetTensor } from "./net.ts";
import { lowerLayer } from "./lowerLayer.ts";
import { nameWeights } from "./nameWeights.ts";

/** Options of {@link lowerModel}. */
export interface LowerOptions {
  /** Shapes of the inputs without the batch, for a model that leaves sides free. Default: the model's. */
  readonly inputShapes?: readonly (readonly (number | null)[])[] | undefined;
}

const KNOWN: OptionKinds<LowerOptions> = { inputShapes: "object" };

/**
 * Writes a layers model as a net.
 *
 * Nested models are opened; layers that pass their input on, such as a linear activation, leave no operation.
 *
 * @throws UnsupportedLayerError that lists every layer that has no operations here; RangeError if `inputShapes` do not fit.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { lowerModel } from "@tensorloom/onnx/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", name: "out" })] });
 * lowerModel(model).ops.map(({ kind }) => kind); // => ["dense", "activation"]
 * ```
 */
export function lowerModel(model: LayersModel, options: LowerOptions = {}): Net {
  const { inputShapes } = checkOptions("lowerModel", options, KNOWN);
  const weight = nameWeights(model);
  const frozen = new Set(leavesOf(model).flatMap((leaf) => (leaf.frozen ? [leaf.layer] : [])));
  const ops: NetOp[] = [];
  const taken = new Set<string>();
  const unsupported = new Set<string>();

  function add(op: NetOp): void {
    ops.push(op);
  }

  function tensor(name: string, shape: readonly (number | null)[]): NetTensor {
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name}#${String(copy)}`;
    taken.add(unique);
    return { name: unique, shape };
  }

  /** Adds the operations of a model, and returns its outputs. */
  function lower(inner: LayersModel, inputs: readonly NetTensor[]): readonly NetTensor[] {
    const values = new Map<SymbolicTensor, NetTensor>(inner.inputs.map((input, at) => [input, inputs[at]]));
    const read = (symbol: SymbolicTensor): NetTensor => {
      const value = values.get(symbol);
      if (value === undefined) throw new Error(`${inner.name}: ${symbol.name} is read before it is made`);
      return value;
    };
    for (const call of layerCallsOf(inner)) {
      const sources = call.inputs.map(read);
      const made = call.layer instanceof LayersModel ? lower(call.layer, sources) : lowerOne(call, sources);
      call.outputs.forEach((output, at) => values.set(output, made[at]));
    }
    return inner.outputs.map(read);
  }

  /** An unsupported layer is noted, and stands for its outputs, so that the layers after it are looked at too. */
  function lowerOne({ layer, outputs }: LayerCall, inputs: readonly NetTensor[]): readonly NetTensor[] {
    const result = lowerLayer({ layer, frozen: frozen.has(layer), inputs }, { tensor, weight, add });
    if (typeof result !== "string") return [result];
    unsupported.add(result);
    return outputs.map(({ shape }) => tensor(layer.name, shape.slice(1)));
  }

  if (inputShapes !== undefined) checkShapes(model, inputShapes);
  const inputs = model.inputs.map((input, at) =>
    tensor(input.sourceLayer.name, inputShapes?.[at] ?? input.shape.slice(1)),
  );
  const outputs = lower(model, inputs);
  if (unsupported.size > 0) throw new UnsupportedLayerError(model.name, [...unsupported]);
  return { name: model.name, inputs, outputs, ops, finalActivation: finalActivationOf(model)?.name };
}

/** Refuses shapes of another number than the inputs, or that differ in a side that is not free. */
function checkShapes(model: LayersModel, shapes: readonly (readonly (number | null)[])[]): void {
  if (shapes.length !== model.inputs.length)
    throw new RangeError(
      `${model.name}: inputShapes must be ${String(model.inputs.length)} shapes, got ${String(shapes.length)}`,
    );
  model.inputs.forEach((input, at) => {
    const [own, shape] = [input.shape.slice(1), shapes[at]];
    if (own.length === shape.length && own.every((side, axis) => side === null || side === shape[axis]))
      return;
    const sides = own.map((side) => side ?? "free").join();
    throw new RangeError(
      `${model.name}: the shape of input ${input.sourceLayer.name} must be ${sides}, got ${shape.join()}`,
    );
  });
}

/**
 * A model has layers that cannot be written as a net.
 *
 * @example
 * ```ts
 * import { UnsupportedLayerError } from "@tensorloom/onnx/internal";
 *
 * new UnsupportedLayerError("net", ["layer lstm is a LSTM"]).reasons; // => ["layer lstm is a LSTM"]
 * ```
 */
export class UnsupportedLayerError extends Error {
  /** What cannot be written, a sentence each. */
  readonly reasons: readonly string[];

  constructor(model: string, reasons: readonly string[]) {
    super(
      `${model} cannot be written as an ONNX graph: ${reasons.join("; ")}. Replace these layers; to run them, use engine: "tfjs"`,
    );
    this.name = "UnsupportedLayerError";
    this.reasons = reasons;
  }
}
