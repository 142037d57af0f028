import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCompiled } from "../../../../../.config/compiled/runCompiled.ts";

const script = join(import.meta.dirname, "..", "..", "..", "fixtures", "earlyEnds.ts");

/** Whether the native library is installed; npm skips it on other machines. */
const isInstalled = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve("@julusian/jpeg-turbo");
    return true;
  } catch {
    return false;
  }
})();

/** Runs a process that leaves `times` passes in one way: its exit code or signal, and its output. */
function leave(way: string, times: number): { readonly end: number | string; readonly output: string } {
  const flags = [runCompiled, script, way, String(times)];
  const { status, signal, stdout } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  return { end: status ?? signal ?? "nothing", output: stdout };
}

describe.skipIf(!isInstalled)("a pass that ends while workers are in a native library", () => {
  it("does not end the process: take, break, and an error in the loop", () => {
    for (const way of ["take", "break", "error"]) expect([way, leave(way, 3).end]).toEqual([way, 0]);
  });

  it("reports the error of a truncated file", () => {
    const { end, output } = leave("truncated", 2);
    expect(end).toBe(0);
    expect(output.match(/mapInWorkers\(nativeDecode\.js\): element 3: /g)).toHaveLength(2);
  });

  it("keeps the process's exit code, and the code of an uncaught error", () => {
    expect(leave("exit", 1).end).toBe(9);
    expect(leave("crash", 1).end).toBe(1);
  });
});
