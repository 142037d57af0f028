import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";
import { allVariables, movingVariables, trainableVariables } from "../model/variables.ts";

/** What a step does to a weight: by its gradient, by itself (statistics of normalisation), or nothing. */
export type Role = "trainable" | "moving" | "fixed";

/** All that a thread needs to build a model again; its weights come later. Plain data. */
export interface ModelSpec {
  /** As `model.toJSON` gives it, without initial values, regularisers and constraints, which no replica needs. */
  readonly topology: object;
  /** What the model reads, for one that was not built from its topology alone. */
  readonly inputShape: readonly (number | null)[];
  readonly layers: readonly { readonly name: string; readonly className: string; readonly frozen: boolean }[];
  readonly variables: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly role: Role;
  }[];
  /** The addresses of the modules that register layer classes. */
  readonly modules: readonly string[];
}

/** Draws a model's blueprint. */
export function createModelSpec(caller: string, model: LayersModel, modules: readonly string[]): ModelSpec {
  const inside = leavesOf(model);
  const [trainable, moving] = [trainableVariables(model), movingVariables(model)].map(
    (variables) => new Set(variables.values()),
  );
  return {
    topology: topologyWithoutInitializers(model),
    inputShape: model.inputs[0].shape,
    layers: inside.map(({ layer, frozen }) => ({
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
    modules: [...new Set([...modules, ...inside.flatMap(({ layer }) => moduleUrlsOf(layer))])],
  };
}

/** Where a class says that it is registered, by a static property; a wrapper's layer may say it too. */
function moduleUrlsOf(layer: layers.Layer): readonly string[] {
  const { moduleUrl } = layer.constructor as { readonly moduleUrl?: unknown }; // any class may have one
  const own = typeof moduleUrl === "string" ? [moduleUrl] : [];
  return "layer" in layer ? [...own, ...moduleUrlsOf(layer.layer as layers.Layer)] : own; // tfjs's wrappers hold one there
}

const ZEROS = { class_name: "Zeros", config: {} };

/** Drawing initial values takes seconds for a large model, and the weights come from replica 0 anyway. */
function topologyWithoutInitializers(model: LayersModel): object {
  const text = JSON.stringify(model.toJSON(null, false), (key, value: unknown) => {
    if (/_(regularizer|constraint)$/.test(key)) return null;
    return key.endsWith("_initializer") && value !== null ? ZEROS : value;
  });
  return JSON.parse(text) as object; // a model's topology is one
}
