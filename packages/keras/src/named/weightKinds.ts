import { isObject } from "@tensorloom/core/internal";
import type { WeightKinds } from "./keras3Weights.ts";

/**
 * Lists the weight kinds of normalisation layers by name, in Keras's order.
 *
 * Layers built without `scale` or `center` lack gamma or beta.
 *
 * @param config - `config.json` of a `.keras` archive, if it has one; a damaged file counts as missing.
 * @see keras/src/layers/normalization/batch_normalization.py, build
 */
export function weightKindsIn(config: Uint8Array | undefined): WeightKinds {
  const kinds = new Map<string, readonly string[]>();
  if (config !== undefined) collect(parseJson(config), kinds);
  return kinds;
}

function collect(value: unknown, kinds: Map<string, readonly string[]>): void {
  if (Array.isArray(value)) for (const inner of value) collect(inner, kinds);
  if (!isObject(value)) return;
  for (const inner of Object.values(value)) collect(inner, kinds);
  if (!("class_name" in value && "config" in value)) return;
  const { class_name, config } = value;
  const { name, scale, center } = isObject(config) ? config : {};
  if (typeof name !== "string" || typeof scale !== "boolean" || typeof center !== "boolean") return;
  const affine = [...(scale ? ["gamma"] : []), ...(center ? ["beta"] : [])];
  if (class_name === "BatchNormalization") kinds.set(name, [...affine, "moving_mean", "moving_variance"]);
  if (class_name === "LayerNormalization") kinds.set(name, affine);
}

function parseJson(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(json));
  } catch {
    return undefined;
  }
}
