import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";

/**
 * Keeps a recurrent layer's initial state from the layers after it.
 *
 * tfjs passes one object of arguments to all layers of a prediction, and a layer that reads an initial state writes it
 * there, and the next recurrent layer would take it for its own. It also keeps the state with the call, which no format
 * can store, although the call's inputs have it.
 *
 * @see tfjs-layers/src/layers/recurrent.ts, RNN.apply
 */
export function isolateStates(model: LayersModel): void {
  for (const { layer } of leavesOf(model))
    if ("cell" in layer || "forwardLayer" in layer) copyArguments(layer);
}

function copyArguments(layer: layers.Layer): void {
  for (const { callArgs } of layer.inboundNodes) if (callArgs !== undefined) delete callArgs["initialState"];
  const apply = layer.apply.bind(layer);
  layer.apply = (inputs, options) => apply(inputs, { ...options });
}
