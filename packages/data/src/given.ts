import { callable, integer, shown } from "@tensorloom/core";
import type { Source, Start } from "./source.ts";

/** Checks what was given as a source, and gives it back: JavaScript may put anything in. */
export function sourceGiven<T>(name: string, given: Source<T>): Source<T> {
  const value: unknown = given;
  const isOne = typeof value === "object" && value !== null && "open" in value && "label" in value;
  if (isOne && typeof value.open === "function" && typeof value.label === "string") return given;
  const hint = Array.isArray(value) ? "; fromArray makes one of an array" : "";
  throw new TypeError(`${name} must be a source, got ${shown(value)}${hint}`);
}

/** Checks what were given as sources, and gives them back. */
export function sourcesGiven<T>(name: string, given: readonly Source<T>[]): readonly Source<T>[] {
  given.forEach((source, i) => sourceGiven(`${name}: source ${String(i)}`, source));
  return given;
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

/** Checks what was given as an object, and gives it back. */
export function objectGiven<O extends object>(name: string, given: O): O {
  if (typeof given === "object" && (given as unknown) !== null) return given;
  throw new TypeError(`${name} must be an object, got ${shown(given)}`);
}

/** Checks what was given as a string that names something, and gives it back. */
export function stringGiven(name: string, given: string): string {
  if (typeof given === "string" && given !== "") return given;
  throw new TypeError(`${name} must be a string that is not empty, got ${shown(given)}`);
}

/** Checks what a stage is made of: what no stage can do without. */
export function specGiven(name: string, given: { readonly label: string; readonly work: unknown }): void {
  const { label, work } = objectGiven(`${name}: the spec`, given);
  stringGiven(`${name}: label`, label);
  callable(`${name}: work`, work as () => unknown); // as it claims to be
}

/** What an option is. Numbers, and what is anything, have checks of their own. */
export type OptionKind = "boolean" | "function" | "number" | "object" | "string" | "any";

/** The options that a function knows. */
export type OptionKinds<O> = { readonly [K in keyof O]-?: OptionKind };

/**
 * Checks a function's options, and gives them back: they are an object, all are known, each is of its kind.
 *
 * @param name - The function, for the message: `"batch"`.
 */
export function optionsOf<O extends object>(name: string, given: O, known: OptionKinds<O>): O {
  const value: unknown = given;
  if (!isPlain(value))
    throw new TypeError(`${name}: options must be a plain object, got ${shown(value)}${meant(value, known)}`);
  const kinds: Readonly<Record<string, OptionKind>> = known;
  for (const key in value) {
    if (!Object.hasOwn(kinds, key)) throw foreign(name, value, kinds);
    if (!isOf(kinds[key], value[key])) throw misfit(`${name}: ${key}`, kinds[key], value[key]);
  }
  return given;
}

/** Whether it is an object that is nothing else: no list, map, signal, expression. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** How one says what was given alone: a library that is written for another takes it by its place. */
function meant(value: unknown, known: Readonly<Record<string, OptionKind>>): string {
  const option = Object.keys(known).find((key) => known[key] === typeof value);
  const isOne = option !== undefined && ["boolean", "number", "string"].includes(typeof value);
  return isOne ? `; say { ${option}: ${shown(value)} }` : "";
}

function foreign(name: string, value: object, known: object): TypeError {
  const names: string[] = [];
  for (const key in value) if (!Object.hasOwn(known, key)) names.push(key);
  return new TypeError(
    `${name}: unknown option ${names.join(", ")}; known are ${Object.keys(known).join(", ")}`,
  );
}

function isOf(kind: OptionKind, value: unknown): boolean {
  if (value === undefined || kind === "any" || kind === "number") return true;
  return typeof value === kind && value !== null;
}

function misfit(name: string, kind: OptionKind, value: unknown): TypeError {
  return new TypeError(`${name} must be ${kind === "object" ? "an" : "a"} ${kind}, got ${shown(value)}`);
}

/** What is said of where a pass begins. */
const START: OptionKinds<Start> = { epoch: "number", state: "any", watch: "object" };

/** Checks where a pass begins, and gives it back. */
export function startGiven(name: string, given: Start): Start {
  return epochGiven(optionsOf(name, given, START));
}

/** Checks how to walk, and gives it back. */
export function walkGiven<W extends Walk>(name: string, given: W): W {
  optionsOf<Walk>(name, given, { ...START, signal: "object" });
  const { signal } = given;
  if (signal !== undefined && typeof (signal.throwIfAborted as unknown) !== "function")
    throw new TypeError(`${name}: signal must be an AbortSignal, got ${shown(signal)}`);
  return epochGiven(given);
}

/** How to walk: where it begins, and what ends it. */
interface Walk extends Start {
  readonly signal?: AbortSignal;
}

function epochGiven<S extends Start>(start: S): S {
  if (start.epoch !== undefined) integer("epoch", start.epoch, 0);
  return start;
}
