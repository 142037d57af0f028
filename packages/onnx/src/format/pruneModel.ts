import type { OnnxModel, OnnxNode } from "./onnxModel.ts";

/** Leaves out the nodes, constants and optional inputs of a model that none of its outputs needs. */
export function pruneModel(model: OnnxModel, isOptionalInput: (name: string) => boolean): OnnxModel {
  const needed = new Set(model.outputs.map(({ name }) => name));
  const kept: OnnxNode[] = [];
  for (const node of model.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    kept.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return {
    ...model,
    nodes: kept.reverse(),
    inputs: model.inputs.filter(({ name }) => needed.has(name) || !isOptionalInput(name)),
    initializers: model.initializers.filter(({ name }) => needed.has(name)),
  };
}
