import { isObject } from "@tensorloom/core/internal";
import type { InboundTensor, LayerTopology } from "@tensorloom/graph/internal";
import { FileProblem } from "../errors/fileProblem.ts";
import { type Conversion, reportIssue } from "./conversion.ts";
import { isGraph, type KerasLayer } from "./kerasLayer.ts";
import { tfjsLayer } from "./tfjsLayer.ts";

/**
 * Converts the description of a model or layer of Keras to one of tfjs.
 *
 * @param path - The layer, after the models that hold it; empty for the outermost model.
 */
export function tfjsTopology(layer: KerasLayer, path: string, conversion: Conversion): LayerTopology {
  const { layers, name, config } = layer;
  if (layers === undefined) return tfjsLayer(layer, path, conversion);
  const convert = (one: KerasLayer): LayerTopology =>
    tfjsTopology(one, path === "" ? one.name : `${path}/${one.name}`, conversion);
  const base = { name, ...(config["trainable"] === false ? { trainable: false } : {}) };
  if (!isGraph(layer)) return { class_name: "Sequential", config: { ...base, layers: layers.map(convert) } };
  const [starts, ends] = [endsOf(config["input_layers"]), endsOf(config["output_layers"])];
  const kept = usedLayers(layers, [...starts, ...ends]);
  const calls = callsOf(kept);
  return {
    class_name: "Functional",
    config: {
      ...base,
      layers: kept.map((one) => ({
        ...convert(one),
        name: one.name,
        inbound_nodes: one.nodes.map((node) => convertNode(node, calls, one, path, conversion)),
      })),
      input_layers: starts,
      output_layers: ends.map((end) => fromOne(end, calls, "output")),
    },
  };
}

/** The layers on which the outputs depend. Keras 3 also stores the operations that compute masks, which tfjs computes itself. */
function usedLayers(layers: readonly KerasLayer[], ends: readonly InboundTensor[]): readonly KerasLayer[] {
  const byName = new Map(layers.map((one) => [one.name, one]));
  const used = new Set<KerasLayer>();
  const visit = ([name]: InboundTensor): void => {
    const layer = byName.get(name);
    if (layer === undefined)
      throw new FileProblem(`its configuration has no layer ${name}, which a graph reads`);
    if (used.has(layer)) return;
    used.add(layer);
    for (const node of layer.nodes) readNode(node).tensors.forEach(visit);
  };
  ends.forEach(visit);
  return layers.filter((one) => used.has(one));
}

/**
 * How a graph counts the calls of the models inside it. tfjs counts all from 1, as Keras 2 does. Keras 3 counts from 0,
 * except that the outputs of a graph count the calls of other graphs from 1.
 */
interface Calls {
  readonly models: ReadonlyMap<string, "graph" | "sequential">;
  readonly fromZero: boolean;
}

function callsOf(layers: readonly KerasLayer[]): Calls {
  const models = new Map(
    layers.flatMap((one) =>
      one.layers === undefined ? [] : [[one.name, isGraph(one) ? "graph" : "sequential"] as const],
    ),
  );
  const nodes = layers.flatMap((one) => one.nodes);
  const isZero = (tensor: unknown): boolean =>
    Array.isArray(tensor) && models.has(String(tensor[0])) && tensor[1] === 0;
  // The form of Keras 3, or a first call that is called 0.
  return {
    models,
    fromZero: nodes.some((node) => isObject(node) || (Array.isArray(node) && node.some(isZero))),
  };
}

function fromOne(
  [name, call, ...rest]: InboundTensor,
  { models, fromZero }: Calls,
  place: "input" | "output",
): InboundTensor {
  const kind = models.get(name);
  const isShifted = fromZero && kind !== undefined && !(place === "output" && kind === "graph");
  return [name, isShifted ? call + 1 : call, ...rest];
}

/** The inputs or outputs of a graph: one tensor, a list of them, or tensors by name. */
function endsOf(ends: unknown): readonly InboundTensor[] {
  if (isTensor(ends)) return [ends];
  if (Array.isArray(ends)) return ends.flatMap(endsOf);
  if (!isObject(ends)) throw new FileProblem("its configuration has a graph without inputs or outputs");
  return Object.keys(ends)
    .sort() // as Keras orders them
    .flatMap((key) => endsOf(ends[key]));
}

function isTensor(value: unknown): value is InboundTensor {
  if (!Array.isArray(value)) return false;
  const [name, call, tensor] = value as readonly unknown[];
  return typeof name === "string" && Number.isSafeInteger(call) && Number.isSafeInteger(tensor);
}

/** Arguments that a call of the whole model sets, in Keras too: whether it trains, and the masks of its inputs. */
const LATER_ARGUMENTS = new Set(["training", "mask"]);

/** Converts one call of a layer: `[[name, call, tensor, arguments], …]` or Keras 3's `{ args, kwargs }`. */
function convertNode(
  node: unknown,
  calls: Calls,
  layer: KerasLayer,
  path: string,
  conversion: Conversion,
): readonly InboundTensor[] {
  const { tensors, kwargs } = readNode(node);
  const place = path === "" ? layer.name : `${path}/${layer.name}`;
  for (const [option, value] of Object.entries(kwargs))
    if (!isEmpty(value) && !LATER_ARGUMENTS.has(option))
      reportIssue(conversion, place, layer.className, `a call without ${option}`, value);
  return tensors.map((tensor) => {
    const [name, call, output] = fromOne(tensor, calls, "input");
    return [name, call, output, {}];
  });
}

/** Whether an argument is null, or only nulls: masks that nothing has set. */
function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isEmpty) : value === null;
}

interface Call {
  readonly tensors: readonly InboundTensor[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

function readNode(node: unknown): Call {
  return isObject(node) ? readCall(node) : readLegacyCall(node);
}

function readLegacyCall(node: unknown): Call {
  if (!Array.isArray(node) || !node.every(isTensor))
    throw new FileProblem("its configuration has a call of a layer that is no list of tensors");
  const [first] = node as readonly (InboundTensor | undefined)[];
  const kwargs = first?.[3];
  return { tensors: node, kwargs: isObject(kwargs) ? kwargs : {} };
}

function readCall({ args, kwargs }: Readonly<Record<string, unknown>>): Call {
  const named = isObject(kwargs) ? kwargs : {};
  const tensors = ["inputs", "initial_state"].flatMap((option) => [...tensorsIn(named[option])]);
  const others = Object.entries(named).filter(
    ([option]) => option !== "inputs" && option !== "initial_state",
  );
  return { tensors: [...tensorsIn(args), ...tensors], kwargs: Object.fromEntries(others) };
}

function* tensorsIn(value: unknown): Generator<InboundTensor> {
  if (Array.isArray(value)) for (const inner of value) yield* tensorsIn(inner);
  if (!isObject(value) || !isObject(value["config"])) return;
  const history = value["config"]["keras_history"];
  if (isTensor(history)) yield history;
}
