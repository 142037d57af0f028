import {
  callable,
  checkOptions,
  checkSignal,
  integer,
  type OptionKinds,
  shown,
} from "@tensorloom/core/internal";
import type { Source, Start } from "./source.ts";
import { isStageStart } from "./stageStart.ts";

/** Throws if an argument is not a source; returns it. */
export function assertSource<T>(name: string, source: Source<T>): Source<T> {
  const value: unknown = source;
  const isOne = typeof value === "object" && value !== null && "open" in value && "label" in value;
  if (isOne && typeof value.open === "function" && typeof value.label === "string") return source;
  const hint = Array.isArray(value) ? "; use fromArray for an array" : "";
  throw new TypeError(`${name} must be a source, got ${shown(value)}${hint}`);
}

/** Throws if one of the arguments is not a source; returns them. */
export function assertSources<T>(name: string, value: readonly Source<T>[]): readonly Source<T>[] {
  value.forEach((source, i) => assertSource(`${name}: source ${String(i)}`, source));
  return value;
}

/** Throws if an operator's argument is not a source; returns it. */
export function assertUpstream<T>(label: string, value: Source<T>): Source<T> {
  return assertSource(`${label}: the upstream`, value);
}

/** Throws if an argument is not an array; returns it. */
export function assertList<T>(name: string, value: readonly T[]): readonly T[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be a list, got ${shown(value)}`);
  return value as readonly T[]; // it still is
}

/** Throws if an argument has no length and indices; returns it. `of` says what it holds: `numbers`. */
export function assertArrayLike<L extends ArrayLike<unknown>>(name: string, value: L, of: string): L {
  if (typeof value === "object" && (value as unknown) !== null && "length" in value) return value;
  throw new TypeError(`${name} must be an array of ${of}, got ${shown(value)}`);
}

/** Throws if an argument is not an object; returns it. */
export function assertObject<O extends object>(name: string, value: O): O {
  if (typeof value === "object" && (value as unknown) !== null) return value;
  throw new TypeError(`${name} must be an object, got ${shown(value)}`);
}

/** Throws if an argument is not a string, or empty; returns it. */
export function assertString(name: string, value: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new TypeError(`${name} must be a string that is not empty, got ${shown(value)}`);
}

/** Throws if a stage's description lacks a label or its work. */
export function assertStageSpec(
  name: string,
  value: { readonly label: string; readonly work: unknown },
): void {
  const { label, work } = assertObject(`${name}: the spec`, value);
  assertString(`${name}: label`, label);
  callable(`${name}: work`, work as () => unknown); // as it claims to be
}

/** The options of `open`. */
const START: OptionKinds<Start> = {
  epoch: "number",
  state: "any",
  instrumentation: "object",
  branch: "function",
  split: "string",
  part: "any",
};

/** Checks the start of a pass, and returns it. A start that one of our stages made needs no check. */
export function checkStart(name: string, value: Start): Start {
  return isStageStart(value) ? value : checkEpoch(checkOptions(name, value, START));
}

/** Checks the options of `iterate` and `forEach`, and returns them. */
export function checkIterateOptions<W extends AbortableStart>(name: string, value: W): W {
  checkOptions<AbortableStart>(name, value, { ...START, signal: "object" });
  checkSignal(`${name}: signal`, value.signal);
  return checkEpoch(value);
}

/** A start, and the signal that ends the iteration. */
interface AbortableStart extends Start {
  readonly signal?: AbortSignal | undefined;
}

function checkEpoch<S extends Start>(start: S): S {
  if (start.epoch !== undefined) integer("epoch", start.epoch, 0);
  return start;
}
