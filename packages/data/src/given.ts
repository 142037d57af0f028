import { shown } from "@tensorloom/core";
import type { Source } from "./source.ts";

/** Checks what was given as a source, and gives it back: JavaScript may put anything in. */
export function sourceGiven<T>(name: string, given: Source<T>): Source<T> {
  const value: unknown = given;
  const isOne = typeof value === "object" && value !== null && "open" in value && "label" in value;
  if (isOne && typeof value.open === "function" && typeof value.label === "string") return given;
  const hint = Array.isArray(value) ? "; fromArray makes one of an array" : "";
  throw new TypeError(`${name} must be a source, got ${shown(value)}${hint}`);
}

/** Checks what an operator is called with, and gives it back. */
export function upstreamGiven<T>(label: string, given: Source<T>): Source<T> {
  return sourceGiven(`${label}: the upstream`, given);
}

/** Checks what was given as a list, and gives it back. */
export function listGiven<T>(name: string, given: readonly T[]): readonly T[] {
  if (!Array.isArray(given)) throw new TypeError(`${name} must be a list, got ${shown(given)}`);
  return given as readonly T[]; // it still is
}

/** Checks what was given as options that something must be said in, and gives them back. */
export function optionsGiven<O extends object>(name: string, given: O): O {
  if (typeof given === "object" && (given as unknown) !== null) return given;
  throw new TypeError(`${name} must be an object, got ${shown(given)}`);
}
