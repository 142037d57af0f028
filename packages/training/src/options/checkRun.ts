import { closest, isObject } from "@tensorloom/core/internal";
import type { Source } from "@tensorloom/data";
import type { Callback } from "../callbacks/callback.ts";
import { throwWrongType } from "../batch/throwWrongType.ts";
import type { Loss } from "../losses/loss.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";

/** Factories by the names that Keras and tfjs know them by, in lower case without underscores. */
const LOSSES: Readonly<Record<string, string>> = {
  binarycrossentropy: "binaryCrossEntropy()",
  binaryfocalcrossentropy: "binaryFocalCrossEntropy()",
  categoricalcrossentropy: "categoricalCrossEntropy()",
  sparsecategoricalcrossentropy: "sparseCategoricalCrossEntropy()",
  meansquarederror: "meanSquaredError()",
  mse: "meanSquaredError()",
};
/** Losses of other libraries, for which a similar name here would be a different loss. */
const OTHER_LOSSES = ["mae", "meanabsoluteerror", "msle", "mape", "huber", "hinge", "kldivergence"];
const OPTIMIZERS: Readonly<Record<string, string>> = {
  adadelta: "adadelta()",
  adagrad: "adagrad()",
  adam: "adam()",
  adamax: "adamax()",
  adamw: "adamW()",
  lamb: "lamb()",
  lion: "lion()",
  nadam: "nadam()",
  rmsprop: "rmsprop()",
  sgd: "sgd()",
};

/** @throws TypeError if a value is not a dataset. */
export function checkSource(name: string, source: Source<unknown>): void {
  const value: unknown = source;
  if (isObject(value) && typeof value["open"] === "function") return;
  throwWrongType(name, "a dataset of batches (a Source)", value, suggestDataset(value));
}

/** @throws RangeError if a dataset repeats without end, so that one pass over it would not return. */
export function checkHasEnd(name: string, { label, size }: Source<unknown>): void {
  if (size === Infinity)
    throw new RangeError(`${name} (${label}) has no end; pass some of it, such as dataset.take(100)`);
}

function suggestDataset(value: unknown): string | undefined {
  if (Array.isArray(value)) return "write fromArray([…]) of @tensorloom/data";
  if (typeof value === "function") return "write fromIterable(() => …) of @tensorloom/data";
  if (!isObject(value)) return undefined;
  if ("inputs" in value) return "that is one batch: write fromArray([batch]) of @tensorloom/data";
  if ("shape" in value) return "write fromArray([{ inputs: { data, shape } }]) of @tensorloom/data";
  if (typeof value["then"] === "function") return "await it first";
  if (Symbol.iterator in value || Symbol.asyncIterator in value)
    return "write fromIterable(() => …) of @tensorloom/data, whose function makes a new one for each epoch";
  return undefined;
}

/** @throws TypeError if a value is not a loss. */
export function checkLoss(name: string, loss: Loss): void {
  const value: unknown = loss;
  if (isObject(value) && typeof value["compute"] === "function") return;
  throwWrongType(name, "a loss such as binaryCrossEntropy()", value, suggestFactory("loss", value, LOSSES));
}

/** @throws TypeError if a value is not an optimizer. */
export function checkOptimizer(name: string, optimizer: Optimizer): void {
  const value: unknown = optimizer;
  if (isObject(value) && typeof value["bind"] === "function") return;
  const hint = isObject(value) ? "write adam() or sgd() of @tensorloom/training" : undefined;
  throwWrongType(
    name,
    "an optimizer such as adam()",
    value,
    hint ?? suggestFactory("optimizer", value, OPTIMIZERS),
  );
}

/** Events of Keras and tfjs that have another name here, in lower case without underscores. */
const OTHER_EVENTS: Readonly<Partial<Record<string, string>>> = {
  ontrainbegin: "onBegin",
  ontrainend: "onEnd",
  onbatchbegin: "onEpochBegin",
  onbatchend: "onStepEnd",
  ontrainbatchbegin: "onTrainBatch",
  ontrainbatchend: "onStepEnd",
  ontestbatchend: "onValidationBatch",
};
const EVENTS = [
  "onBegin",
  "onEpochBegin",
  "onTrainBatch",
  "onGradients",
  "onStepEnd",
  "onValidationBatch",
  "onEpochEnd",
  "onEnd",
] as const;
const STATE = ["state", "restore"] as const;

/** @throws TypeError if a value is not a list of callbacks. */
export function checkCallbacks(name: string, callbacks: readonly Callback[]): void {
  const value: unknown = callbacks;
  if (!Array.isArray(value))
    throwWrongType(name, "a list of callbacks", value, "write callbacks: [earlyStopping()]");
  for (const [at, one] of value.entries()) checkCallback(`${name}[${String(at)}]`, one);
}

function checkCallback(name: string, callback: unknown): void {
  if (!isObject(callback)) throwWrongType(name, "a callback such as earlyStopping()", callback);
  for (const event of [...EVENTS, ...STATE]) {
    const handler = callback[event];
    if (handler !== undefined && typeof handler !== "function")
      throwWrongType(`${name}.${event}`, "a function", handler);
  }
  // Other methods are allowed, but a name that is similar to an event's is probably a mistake.
  for (const key of Object.keys(callback)) {
    const other = OTHER_EVENTS[key.toLowerCase().replaceAll("_", "")];
    const meant = EVENTS.some((event) => event === key) ? undefined : (other ?? closest(key, EVENTS));
    if (meant !== undefined && /^on/i.test(key))
      throw new TypeError(`${name}: there is no event ${key}; did you mean ${meant}?`);
  }
}

function suggestFactory(
  option: string,
  value: unknown,
  known: Readonly<Record<string, string>>,
): string | undefined {
  if (typeof value !== "string") return undefined;
  const plain = value.toLowerCase().replaceAll(/[^a-z]/g, "");
  const near = OTHER_LOSSES.includes(plain) ? undefined : closest(plain, Object.keys(known));
  const key = Object.hasOwn(known, plain) ? plain : near;
  return key === undefined
    ? `known are ${[...new Set(Object.values(known))].join(", ")}`
    : `write ${option}: ${known[key]}`;
}
