import type { Kernels } from "../wasm/kernels.ts";

/** Changes levels in the memory of the kernels, in place. */
type LevelChange = (kernels: Kernels, at: number, end: number) => void;

const clipped = (level: number): number => Math.min(Math.max(level, 0), 255);

/**
 * Finds what a table of 256 levels does, if vectors compute it without the table: it inverts the levels from one on, keeps
 * some bits, or adds a number and clips. 1024x1024 RGB pixels then take 0.3 ms, not 0.9.
 */
export function shapeOf(table: Uint8Array): LevelChange | undefined {
  const mask = table[255];
  if (table.every((level, i) => level === (i & mask)))
    return (kernels, at, end) => {
      kernels.keepBits(at, end, mask);
    };
  const least = table.findIndex((level, i) => level !== i);
  if (table.every((level, i) => level === (i < least ? i : 255 - i)))
    return (kernels, at, end) => {
      kernels.invertFrom(at, end, least);
    };
  const inner = table.findIndex((level) => level > 0 && level < 255);
  if (inner < 0) return undefined;
  const amount = table[inner] - inner;
  const found = table.findIndex((level, i) => i >= inner && level !== clipped(i + amount));
  const step = found < 0 ? 255 : found;
  const extra = found < 0 ? 0 : 1;
  if (!table.every((level, i) => level === clipped(i + amount + (i >= step ? extra : 0)))) return undefined;
  return (kernels, at, end) => {
    kernels.shiftLevels(at, end, amount, step, extra);
  };
}
