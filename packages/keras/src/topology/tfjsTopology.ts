import type { InboundTensor, LayerTopology } from "@tensorloom/graph/internal";
import { FileProblem } from "../errors/fileProblem.ts";
import { callNumbersOf, countFromZero } from "./callNumbers.ts";
import { type Conversion, reportIssue } from "./conversion.ts";
import { isGraph, type KerasLayer } from "./kerasLayer.ts";
import { checkMask, checkSequentialMasks } from "./masks.ts";
import { readCall, readEnds } from "./nodes.ts";
import { orderCalls } from "./orderCalls.ts";
import { tfjsLayer } from "./tfjsLayer.ts";

/**
 * Converts the description of a model or layer of Keras to one of tfjs.
 *
 * @param path - The layer, after the models that hold it; empty for the outermost model.
 */
export function tfjsTopology(layer: KerasLayer, path: string, conversion: Conversion): LayerTopology {
  const { layers, name, config } = layer;
  if (layers === undefined) return tfjsLayer(layer, path, conversion);
  const base = { name, ...(config["trainable"] === false ? { trainable: false } : {}) };
  if (isGraph(layer))
    return { class_name: "Functional", config: { ...base, ...convertGraph(layer, path, conversion) } };
  checkSequentialMasks(layers, path, conversion);
  const inner = layers.map((one) => tfjsTopology(one, placeOf(one, path), conversion));
  return { class_name: "Sequential", config: { ...base, layers: inner } };
}

function placeOf({ name }: KerasLayer, path: string): string {
  return path === "" ? name : `${path}/${name}`;
}

function convertGraph(
  { layers = [], config }: KerasLayer,
  path: string,
  conversion: Conversion,
): LayerTopology["config"] {
  const [starts, ends] = [readEnds(config["input_layers"]), readEnds(config["output_layers"])];
  const graph = new Map(layers.map((one) => [one.name, one]));
  const used = usedLayers(graph, [...starts, ...ends]);
  const numbers = callNumbersOf(used);
  const { calls, renumber } = orderCalls(
    used.map((one) => ({
      name: one.name,
      calls: one.nodes.map((node) => {
        const { tensors, kwargs } = readCall(node);
        checkMask(kwargs["mask"], one, placeOf(one, path), graph, conversion);
        checkArguments(kwargs, one, placeOf(one, path), conversion);
        return tensors.map((tensor) => countFromZero(tensor, numbers, "input"));
      }),
    })),
  );
  /** tfjs counts the calls of models from 1. */
  const forTfjs = ([name, call, output]: InboundTensor): InboundTensor => [
    name,
    numbers.models.has(name) ? call + 1 : call,
    output,
    {},
  ];
  return {
    layers: used.map((one) => ({
      ...tfjsTopology(one, placeOf(one, path), conversion),
      name: one.name,
      inbound_nodes: (calls.get(one.name) ?? []).map((tensors) => tensors.map(forTfjs)),
    })),
    input_layers: starts,
    output_layers: ends.map((end) => forTfjs(renumber(countFromZero(end, numbers, "output")))),
  };
}

/** The layers on which the outputs depend. Keras 3 also stores the operations that compute masks, which tfjs computes itself. */
function usedLayers(
  graph: ReadonlyMap<string, KerasLayer>,
  ends: readonly InboundTensor[],
): readonly KerasLayer[] {
  const used = new Set<KerasLayer>();
  const open = ends.map(([name]) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const layer = graph.get(name);
    if (layer === undefined)
      throw new FileProblem(`its configuration has no layer ${name}, which a graph reads`);
    if (used.has(layer)) continue;
    used.add(layer);
    for (const node of layer.nodes) open.push(...readCall(node).tensors.map(([inner]) => inner));
  }
  return [...graph.values()].filter((one) => used.has(one));
}

/** Arguments that a call of the whole model sets, in Keras too: whether it trains, and the masks of its inputs. */
const LATER_ARGUMENTS = new Set(["training", "mask"]);

function checkArguments(
  kwargs: Readonly<Record<string, unknown>>,
  { className }: KerasLayer,
  path: string,
  conversion: Conversion,
): void {
  for (const [option, value] of Object.entries(kwargs))
    if (value !== null && !LATER_ARGUMENTS.has(option))
      reportIssue(conversion, path, className, `a call without ${option}`, value);
}
