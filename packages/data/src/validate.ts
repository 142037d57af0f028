import { callable, checkOptions, integer, type OptionKinds, shown } from "@tensorloom/core/internal";
import type { Source, Start } from "./source.ts";
import { StageStart } from "./random/stageStart.ts";

/** Checks what was given as a source, and gives it back: JavaScript may put anything in. */
export function assertSource<T>(name: string, given: Source<T>): Source<T> {
  const value: unknown = given;
  const isOne = typeof value === "object" && value !== null && "open" in value && "label" in value;
  if (isOne && typeof value.open === "function" && typeof value.label === "string") return given;
  const hint = Array.isArray(value) ? "; fromArray makes one of an array" : "";
  throw new TypeError(`${name} must be a source, got ${shown(value)}${hint}`);
}

/** Checks what were given as sources, and gives them back. */
export function assertSources<T>(name: string, given: readonly Source<T>[]): readonly Source<T>[] {
  given.forEach((source, i) => assertSource(`${name}: source ${String(i)}`, source));
  return given;
}

/** Checks what an operator is called with, and gives it back. */
export function assertUpstream<T>(label: string, given: Source<T>): Source<T> {
  return assertSource(`${label}: the upstream`, given);
}

/** Checks what was given as a list, and gives it back. */
export function assertList<T>(name: string, given: readonly T[]): readonly T[] {
  if (!Array.isArray(given)) throw new TypeError(`${name} must be a list, got ${shown(given)}`);
  return given as readonly T[]; // it still is
}

/** Checks what was given as an object, and gives it back. */
export function assertObject<O extends object>(name: string, given: O): O {
  if (typeof given === "object" && (given as unknown) !== null) return given;
  throw new TypeError(`${name} must be an object, got ${shown(given)}`);
}

/** Checks what was given as a string that names something, and gives it back. */
export function assertString(name: string, given: string): string {
  if (typeof given === "string" && given !== "") return given;
  throw new TypeError(`${name} must be a string that is not empty, got ${shown(given)}`);
}

/** Checks what a stage is made of: what no stage can do without. */
export function assertStageSpec(
  name: string,
  given: { readonly label: string; readonly work: unknown },
): void {
  const { label, work } = assertObject(`${name}: the spec`, given);
  assertString(`${name}: label`, label);
  callable(`${name}: work`, work as () => unknown); // as it claims to be
}

/** What is said of where a pass begins. */
const START: OptionKinds<Start> = {
  epoch: "number",
  state: "any",
  instrumentation: "object",
  branch: "function",
  split: "string",
};

/** Checks where a pass begins, and returns it; what a stage of ours says needs no check. */
export function checkStart(name: string, given: Start): Start {
  return given instanceof StageStart ? given : checkEpoch(checkOptions(name, given, START));
}

/** Checks how to walk, and gives it back. */
export function checkIterateOptions<W extends AbortableStart>(name: string, given: W): W {
  checkOptions<AbortableStart>(name, given, { ...START, signal: "object" });
  const { signal } = given;
  if (signal !== undefined && typeof (signal.throwIfAborted as unknown) !== "function")
    throw new TypeError(`${name}: signal must be an AbortSignal, got ${shown(signal)}`);
  return checkEpoch(given);
}

/** How to walk: where it begins, and what ends it. */
interface AbortableStart extends Start {
  readonly signal?: AbortSignal;
}

function checkEpoch<S extends Start>(start: S): S {
  if (start.epoch !== undefined) integer("epoch", start.epoch, 0);
  return start;
}
