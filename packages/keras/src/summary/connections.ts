import type { layers, LayersModel } from "@tensorflow/tfjs-layers";

type Layer = layers.Layer;

/** One call of a layer. */
interface Call {
  readonly inboundLayers: readonly Layer[];
  readonly nodeIndices: readonly number[];
  readonly tensorIndices: readonly number[];
}

function callsOf(layer: Layer): readonly Call[] {
  return layer.inboundNodes;
}

/** The calls of a layer that are part of a model. A model called by another one is part of that one, too. */
function callsWithin(model: LayersModel, layer: Layer): readonly Call[] {
  const known = new Set(model.layers);
  return callsOf(layer).filter(({ inboundLayers }) => inboundLayers.every((one) => known.has(one)));
}

/** Whether the layers of a model form a sequence: each is called once, by the one before it. */
export function isSequence(model: LayersModel): boolean {
  if (model.getClassName() === "Sequential") return true;
  const sources = model.layers.map((layer) => callsWithin(model, layer));
  if (sources.some((calls) => calls.length !== 1 || calls[0].inboundLayers.length > 1)) return false;
  const from = sources.flatMap((calls) => calls[0].inboundLayers);
  return new Set(from).size === from.length && model.inputs.length === 1 && model.outputs.length === 1;
}

/** The tensors that a layer of a model reads, as Keras lists them: `stem_conv[0][0], add[0][0]`. */
export function listConnections(model: LayersModel, layer: Layer): string {
  const texts = callsWithin(model, layer).flatMap(({ inboundLayers, nodeIndices, tensorIndices }) =>
    inboundLayers.map(({ name }, at) => `${name}[${String(nodeIndices[at])}][${String(tensorIndices[at])}]`),
  );
  return texts.length === 0 ? "-" : texts.join(", ");
}
