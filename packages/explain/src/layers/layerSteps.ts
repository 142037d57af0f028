import type { layers, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { LayersModel } from "@tensorflow/tfjs-layers";
import { layerCallsOf } from "@tensorloom/graph/internal";

/** One call of a layer that is not a model, and the numbers of the values that it reads and makes. */
export interface LayerStep {
  /** The names of the models around the layer and its own, as in `backbone/top_activation`. */
  readonly path: string;
  readonly layer: layers.Layer;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The shape of its first output; `null` is any length. */
  readonly shape: readonly (number | null)[];
  /** Arguments of the call besides the inputs. */
  readonly callArguments: Readonly<Record<string, unknown>>;
}

/** A model and the models inside it as one list of steps, in the order in which they run. */
export interface LayerSteps {
  readonly steps: readonly LayerStep[];
  /** The values of the model's inputs. */
  readonly inputs: readonly number[];
  /** The values of the model's outputs. */
  readonly outputs: readonly number[];
}

/**
 * Lists the calls of a model's layers, with those of the models inside it.
 *
 * @throws Error if a layer masks its output.
 */
export function layerStepsOf(caller: string, model: LayersModel): LayerSteps {
  const steps: LayerStep[] = [];
  let values = 0;
  const visit = (current: LayersModel, prefix: string, outer: readonly number[]): readonly number[] => {
    const known = new Map<SymbolicTensor, number>(current.inputs.map((input, at) => [input, outer[at]]));
    const valueOf = (tensor: SymbolicTensor): number => {
      const value = known.get(tensor);
      if (value === undefined) throw new Error(`${caller}: ${tensor.name} was read before it was made`);
      return value;
    };
    for (const { layer, inputs, outputs, callArguments } of layerCallsOf(current)) {
      const read = inputs.map(valueOf);
      const path = `${prefix}${layer.name}`;
      let made;
      if (layer instanceof LayersModel) {
        made = visit(layer, `${path}/`, read);
      } else {
        refuseMask(caller, layer);
        made = outputs.map(() => values++);
        steps.push({ path, layer, inputs: read, outputs: made, shape: outputs[0].shape, callArguments });
      }
      outputs.forEach((output, at) => known.set(output, made[at]));
    }
    return current.outputs.map(valueOf);
  };
  const inputs = model.inputs.map(() => values++);
  const outputs = visit(model, "", inputs);
  return { steps, inputs, outputs };
}

/** Refuses the two stock layers that start a mask: the layers after them would not see it. */
function refuseMask(caller: string, layer: layers.Layer): void {
  const name = layer.getClassName();
  if (name === "Masking" || (name === "Embedding" && layer.getConfig()["maskZero"] === true))
    throw new Error(`${caller}: layer ${layer.name} (${name}) masks its output, which cannot be explained`);
}
