import { isObject } from "@tensorloom/core/internal";
import { kerasActivation, tfjsActivation } from "./activations.ts";
import type { KerasConfig } from "./kerasLayer.ts";

/** A converted option, or what was expected of it. */
export type Converted = { readonly value: unknown } | { readonly expected: string };

/** The initializers that both know, and their options. */
const INITIALIZERS: Readonly<Record<string, readonly string[]>> = {
  Constant: ["value"],
  GlorotNormal: ["seed"],
  GlorotUniform: ["seed"],
  HeNormal: ["seed"],
  HeUniform: ["seed"],
  Identity: ["gain"],
  LecunNormal: ["seed"],
  LecunUniform: ["seed"],
  Ones: [],
  Orthogonal: ["gain", "seed"],
  RandomNormal: ["mean", "stddev", "seed"],
  RandomUniform: ["minval", "maxval", "seed"],
  TruncatedNormal: ["mean", "stddev", "seed"],
  VarianceScaling: ["scale", "mode", "distribution", "seed"],
  Zeros: [],
};

const CONSTRAINTS: Readonly<Record<string, readonly string[]>> = {
  MaxNorm: ["max_value", "axis"],
  MinMaxNorm: ["min_value", "max_value", "rate", "axis"],
  NonNeg: [],
  UnitNorm: ["axis"],
};

/** The names that tfjs spells in another way. */
const TFJS_NAMES: ReadonlyMap<string, string> = new Map([
  ["LecunNormal", "LeCunNormal"],
  ["LecunUniform", "LeCunUniform"],
]);

/**
 * Converts the value of a layer's option for tfjs.
 *
 * @param option - Keras's name of the option.
 * @param kerasVersion - The major version of the file.
 */
export function toTfjsValue(option: string, value: unknown, kerasVersion: number): Converted {
  if (isActivation(option)) {
    const name = typeof value === "string" ? tfjsActivation(value, kerasVersion) : undefined;
    return name === undefined ? { expected: "an activation that TensorFlow.js has" } : { value: name };
  }
  if (value === null || value === undefined) return { value: null };
  if (option.endsWith("_initializer")) return { value: initializerOf(value) };
  if (option.endsWith("_regularizer")) return regularizerOf(value);
  if (option.endsWith("_constraint"))
    return pickOf(value, CONSTRAINTS) ?? { expected: "a constraint that TensorFlow.js has" };
  if (option === "padding" && value === "causal") return { expected: "valid or same" };
  if (option === "axis" && Array.isArray(value) && value.length === 1) return { value: value[0] as unknown };
  return { value: plainNumbers(value) };
}

/** Converts the value of a layer's option for Keras 3. */
export function toKerasValue(option: string, value: unknown): Converted {
  if (isActivation(option)) {
    const name = typeof value === "string" ? kerasActivation(value) : undefined;
    return name === undefined ? { expected: "an activation that Keras 3 has" } : { value: name };
  }
  if (isObject(value) && typeof value["class_name"] === "string") {
    const kind = /_(initializer|regularizer|constraint)$/.exec(option)?.[1];
    if (kind !== undefined) return { value: kerasObject(`keras.${kind}s`, value) };
  }
  return { value };
}

function isActivation(option: string): boolean {
  return option === "activation" || option === "recurrent_activation";
}

function kerasObject(module: string, { class_name, config }: KerasConfig): object {
  const name = [...TFJS_NAMES].find(([, tfjs]) => tfjs === class_name)?.[0] ?? class_name;
  return { module, class_name: name, config, registered_name: null };
}

/** An initializer that tfjs has, or null for its default: the weights are loaded, so it is not used. */
function initializerOf(value: unknown): unknown {
  const found = pickOf(value, INITIALIZERS);
  if (found === undefined) return null;
  const { config, class_name } = found.value;
  if (config["distribution"] === "untruncated_normal") return null; // tfjs has no such distribution
  return { class_name: TFJS_NAMES.get(class_name) ?? class_name, config };
}

function pickOf(
  value: unknown,
  known: Readonly<Record<string, readonly string[]>>,
): { readonly value: { readonly class_name: string; readonly config: KerasConfig } } | undefined {
  if (!isObject(value) || typeof value["class_name"] !== "string") return undefined;
  const { class_name, config } = value;
  if (!Object.hasOwn(known, class_name)) return undefined;
  const options = isObject(config) ? config : {};
  const picked = known[class_name].flatMap((option) =>
    option in options ? [[option, options[option]]] : [],
  );
  return { value: { class_name, config: Object.fromEntries(picked) as KerasConfig } };
}

function regularizerOf(value: unknown): Converted {
  const expected = "an L1, L2 or L1L2 regularizer";
  if (!isObject(value) || !isObject(value["config"])) return { expected };
  if (!["L1", "L2", "L1L2"].includes(String(value["class_name"]))) return { expected };
  const { l1 = 0, l2 = 0 } = value["config"];
  return { value: { class_name: "L1L2", config: { l1, l2 } } };
}

/** The numbers of an array that Python wrapped: `{ class_name: "__numpy__", config: { value } }`. */
export function plainNumbers(value: unknown): unknown {
  if (!isObject(value) || !isObject(value["config"])) return value;
  return ["__numpy__", "__tensor__"].includes(String(value["class_name"])) ? value["config"]["value"] : value;
}
