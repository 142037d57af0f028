import type { WeightKinds } from "./keras3Weights.ts";

/**
 * What the weights of normalisations are, by the layer's name: the order of Keras, without what a layer was built without.
 *
 * @param config - `config.json` of a `.keras` archive, if there is one; a damaged one says nothing.
 * @see keras/src/layers/normalization/batch_normalization.py, build
 */
export function kindsIn(config: Uint8Array | undefined): WeightKinds {
  const kinds = new Map<string, readonly string[]>();
  if (config !== undefined) collect(parsed(config), kinds);
  return kinds;
}

function collect(value: unknown, kinds: Map<string, readonly string[]>): void {
  if (typeof value !== "object" || value === null) return;
  for (const inner of Object.values(value)) collect(inner, kinds);
  if (!("class_name" in value && "config" in value)) return;
  const { class_name, config } = value as {
    readonly class_name: unknown;
    readonly config: unknown;
  };
  const { name, scale, center } = (config ?? {}) as Readonly<Partial<Record<string, unknown>>>;
  if (typeof name !== "string" || typeof scale !== "boolean" || typeof center !== "boolean") return;
  const affine = [...(scale ? ["gamma"] : []), ...(center ? ["beta"] : [])];
  if (class_name === "BatchNormalization") kinds.set(name, [...affine, "moving_mean", "moving_variance"]);
  if (class_name === "LayerNormalization") kinds.set(name, affine);
}

function parsed(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(json));
  } catch {
    return undefined;
  }
}
