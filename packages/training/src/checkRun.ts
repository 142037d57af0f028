import { closest } from "@tensorloom/core";
import type { Source } from "@tensorloom/data";
import type { Callback } from "./callback.ts";
import { isObject, wrongKind } from "./describe.ts";
import type { Loss } from "./loss.ts";
import type { Optimizer } from "./optimizer.ts";

/** Factories by the names that Keras and tfjs know them by, in lower case without underscores. */
const LOSSES: Readonly<Record<string, string>> = {
  binarycrossentropy: "binaryCrossEntropy()",
  binaryfocalcrossentropy: "binaryFocalCrossEntropy()",
  categoricalcrossentropy: "categoricalCrossEntropy()",
  sparsecategoricalcrossentropy: "sparseCategoricalCrossEntropy()",
  meansquarederror: "meanSquaredError()",
  mse: "meanSquaredError()",
};
const OPTIMIZERS: Readonly<Record<string, string>> = { adam: "adam()", sgd: "sgd()" };

/** @throws TypeError if a value is not a dataset. */
export function checkSource(name: string, source: Source<unknown>): void {
  const value: unknown = source;
  if (isObject(value) && typeof value["open"] === "function") return;
  const hint = Array.isArray(value)
    ? "write fromArray([…]) of @tensorloom/data"
    : isObject(value) && "inputs" in value
      ? "that is one batch: write fromArray([batch]) of @tensorloom/data"
      : undefined;
  wrongKind(name, "a dataset of batches (a Source)", value, hint);
}

/** @throws TypeError if a value is not a loss. */
export function checkLoss(name: string, loss: Loss): void {
  const value: unknown = loss;
  if (isObject(value) && typeof value["rows"] === "function") return;
  wrongKind(name, "a loss such as binaryCrossEntropy()", value, named("loss", value, LOSSES));
}

/** @throws TypeError if a value is not an optimizer. */
export function checkOptimizer(name: string, optimizer: Optimizer): void {
  const value: unknown = optimizer;
  if (isObject(value) && typeof value["begin"] === "function") return;
  wrongKind(name, "an optimizer such as adam()", value, named("optimizer", value, OPTIMIZERS));
}

const EVENTS = ["onBegin", "onEpochBegin", "onStepEnd", "onEpochEnd", "onEnd"] as const;

/** @throws TypeError if a value is not a list of callbacks. */
export function checkCallbacks(name: string, callbacks: readonly Callback[]): void {
  const value: unknown = callbacks;
  if (!Array.isArray(value))
    wrongKind(name, "a list of callbacks", value, "write callbacks: [earlyStopping()]");
  for (const [at, one] of value.entries()) checkCallback(`${name}[${String(at)}]`, one);
}

function checkCallback(name: string, callback: unknown): void {
  if (!isObject(callback)) wrongKind(name, "a callback such as earlyStopping()", callback);
  for (const event of EVENTS) {
    const handler = callback[event];
    if (handler !== undefined && typeof handler !== "function")
      wrongKind(`${name}.${event}`, "a function", handler);
  }
  // Methods of its own are its affair; a name that is nearly an event's is a slip.
  for (const key of Object.keys(callback)) {
    const meant = EVENTS.some((event) => event === key) ? undefined : closest(key, EVENTS);
    if (meant !== undefined && /^on/i.test(key))
      throw new TypeError(`${name}: there is no event ${key}; did you mean ${meant}?`);
  }
}

function named(option: string, value: unknown, known: Readonly<Record<string, string>>): string | undefined {
  if (typeof value !== "string") return undefined;
  const plain = value.toLowerCase().replaceAll(/[^a-z]/g, "");
  const key = Object.hasOwn(known, plain) ? plain : closest(plain, Object.keys(known));
  return key === undefined
    ? `known are ${[...new Set(Object.values(known))].join(", ")}`
    : `write ${option}: ${known[key]}`;
}
