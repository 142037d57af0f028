import { runJob, runScript } from "../threads/runJob.ts";
import type { Address } from "../wasm/kernelExports.ts";
import { doubles, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** Bytes of the sums and the scratch of the kernels `momentSums` and `normalizationSums`: two doubles and five floats per channel. */
export function sumBytes(channels: number): number {
  return channels * 16 + Math.ceil(channels / 4) * 80;
}

/** Numbers that a sum by channel reads at least before it is split. */
const LEAST_NUMBERS = 100_000;
/** Rows of a part of sums: always the same, so that the order of the sums does not depend on the threads. */
const ROWS = 1024;

/**
 * Computes sums by channel, some rows at a time, and passes a pair of doubles per channel on to `use`.
 *
 * @param argumentsOf - The arguments of the kernel for some rows, whose sums are written at an address.
 */
export function withSums(
  engine: WasmEngine,
  kernel: "momentSums" | "normalizationSums",
  { rows, channels, numbers }: Readonly<Record<"rows" | "channels" | "numbers", number>>,
  argumentsOf: (first: number, rows: number, sums: Address) => readonly number[],
  use: (engine: WasmEngine, pairs: Float64Array) => void,
): void {
  const bytes = sumBytes(channels);
  const parts = numbers > LEAST_NUMBERS ? Math.ceil(rows / ROWS) : 1;
  const most = Math.ceil(rows / parts);
  withScratch(engine, bytes * parts, (scratch) => {
    runJob(engine, {
      kernel,
      parts: Array.from({ length: parts }, (_, nth) =>
        argumentsOf(nth * most, Math.min(most, rows - nth * most), scratch + nth * bytes),
      ),
    });
    runScript(engine, (running) => {
      const all = doubles(running, scratch, 2 * channels);
      for (let nth = 1; nth < parts; nth++) {
        const own = doubles(running, scratch + nth * bytes, 2 * channels);
        for (let at = 0; at < own.length; at++) all[at] += own[at];
      }
      use(running, all);
    });
  });
}
