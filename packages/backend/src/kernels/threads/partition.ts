import type { WasmEngine } from "../wasm/wasmEngine.ts";
import { threadsOf } from "./team.ts";

/** A part of some rows or channels: from the first on, before the end. */
export type Range = readonly [first: number, end: number];

/** Multiply-adds, or what takes as long, that a part should have at least: 20 microseconds, a few times what handing it over takes. */
const LEAST_WORK = 500_000;
/** Parts for each thread: a thread that is late, or shares its core, takes fewer. */
const EACH = 4;

/**
 * Splits `count` rows or channels between threads, at multiples of `unit`; all in one range if that does not pay.
 *
 * The remainder of the last unit belongs to the last range. Results do not depend on the split.
 *
 * @param work - Multiply-adds of all of them, or what takes as long: a number that is read and written is about ten.
 * @param each - Parts for each thread, default 4.
 */
export function partition(
  engine: WasmEngine,
  count: number,
  unit: number,
  work: number,
  each: number = EACH,
): readonly Range[] {
  const threads = threadsOf(engine);
  const units = Math.floor(count / unit);
  const parts = Math.min(units, threads * each, Math.floor(work / LEAST_WORK));
  if (threads === 1 || parts < 2) return [[0, count]];
  return Array.from({ length: parts }, (_, nth) => {
    const end = nth === parts - 1 ? count : Math.floor(((nth + 1) * units) / parts) * unit;
    return [Math.floor((nth * units) / parts) * unit, end];
  });
}
