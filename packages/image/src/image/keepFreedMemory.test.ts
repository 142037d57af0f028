import { expect, it } from "vitest";
import { flipUpDown } from "../geometry/flip.ts";

/** The version of glibc; undefined with another C library, or none. */
function glibc(): unknown {
  const report: unknown = process.platform === "linux" ? process.report.getReport() : undefined;
  const { header } = (report ?? {}) as { readonly header?: { readonly glibcVersionRuntime?: string } }; // as documented
  return header?.glibcVersionRuntime;
}

it.runIf(glibc() !== undefined)("memory of images that were freed is used again, without page faults", () => {
  const side = 1024;
  const image = { data: new Uint8Array(3 * side * side), height: side, width: side, channels: 3 };
  const faults = (flips: number): number => {
    const before = process.resourceUsage().minorPageFault;
    for (let i = 0; i < flips; i++) flipUpDown(image);
    return (process.resourceUsage().minorPageFault - before) / flips;
  };
  faults(300); // until the garbage collector has run
  expect(faults(300)).toBeLessThan(200); // new memory has 768 pages of 4 KB
});
