import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { allVariables, leavesOf, movingVariables, trainableVariables } from "@tensorloom/graph/internal";

/** What changes a weight: its gradient, the forward pass (moving statistics), or nothing. */
export type Role = "trainable" | "moving" | "fixed";

/** Plain data from which another thread builds the same model, without its weights. */
export interface ModelSpec {
  /** As `model.toJSON` returns it, without initial values, regularisers and constraints, which no replica needs. */
  readonly topology: object;
  /** The model's input shape, for a model whose topology does not include one. */
  readonly inputShape: readonly (number | null)[];
  readonly layers: readonly { readonly name: string; readonly className: string; readonly frozen: boolean }[];
  readonly variables: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly role: Role;
  }[];
  /** URLs of the modules that register layer classes. */
  readonly modules: readonly string[];
}

/**
 * Describes a model as plain data.
 *
 * @throws RangeError if a weight is not float32.
 */
export function createModelSpec(caller: string, model: LayersModel, modules: readonly string[]): ModelSpec {
  const leaves = leavesOf(model);
  const [trainable, moving] = [trainableVariables(model), movingVariables(model)].map(
    (variables) => new Set(variables.values()),
  );
  return {
    topology: topologyWithoutInitializers(model),
    inputShape: model.inputs[0].shape,
    layers: leaves.map(({ layer, frozen }) => ({
      name: layer.name,
      className: layer.getClassName(),
      frozen,
    })),
    variables: [...allVariables(model)].map(([name, variable]) => {
      if (variable.dtype !== "float32")
        throw new RangeError(`${caller}: replicas: weight ${name} must be float32, got ${variable.dtype}`);
      return {
        name,
        shape: variable.shape,
        role: trainable.has(variable) ? "trainable" : moving.has(variable) ? "moving" : "fixed",
      };
    }),
    modules: [...new Set([...modules, ...leaves.flatMap(({ layer }) => moduleUrlsOf(layer))])],
  };
}

/** The module that a layer's class names in `static moduleUrl`, and the one of the layer that it wraps. */
function moduleUrlsOf(layer: layers.Layer): readonly string[] {
  const { moduleUrl } = layer.constructor as { readonly moduleUrl?: unknown }; // any class may have one
  const own = typeof moduleUrl === "string" ? [moduleUrl] : [];
  return "layer" in layer ? [...own, ...moduleUrlsOf(layer.layer as layers.Layer)] : own; // tfjs's wrappers hold one there
}

const ZEROS = { class_name: "Zeros", config: {} };

/** Random initial values take seconds to draw for a large model, and the weights come from rank 0 anyway. */
function topologyWithoutInitializers(model: LayersModel): object {
  const text = JSON.stringify(model.toJSON(null, false), (key, value: unknown) => {
    if (/_(regularizer|constraint)$/.test(key)) return null;
    return key.endsWith("_initializer") && value !== null ? ZEROS : value;
  });
  return JSON.parse(text) as object; // a model's topology is one
}
