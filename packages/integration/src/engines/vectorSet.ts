import { readFileSync } from "node:fs";

/** Widest vectors first, by the flags of Linux. */
const SETS = [
  ["avx512f", "AVX-512"],
  ["avx2", "AVX2"],
  ["avx", "AVX"],
  ["sse2", "SSE2"],
  ["sve", "SVE"],
  ["asimd", "NEON"],
] as const;

/** The processor's widest set of vector instructions, for the lines of benchmarks. */
export function vectorSet(): string {
  if (process.platform === "linux") {
    const flags = /^(?:flags|Features)\s*:.*$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[0] ?? "";
    const words = new Set(flags.split(/\s+/));
    const found = SETS.find(([flag]) => words.has(flag));
    if (found !== undefined) return found[1];
  }
  return process.arch === "arm64" ? "NEON" : "unknown";
}
