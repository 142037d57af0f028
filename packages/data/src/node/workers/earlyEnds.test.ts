import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const script = join(import.meta.dirname, "..", "..", "..", "fixtures", "earlyEnds.ts");

/** Whether the native library is here; npm leaves it out if it does not fit the machine. */
const isHere = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve("@julusian/jpeg-turbo");
    return true;
  } catch {
    return false;
  }
})();

/** How a process ends that leaves passes in some way so many times. */
function leave(way: string, times: number): { readonly end: number | string; readonly said: string } {
  const flags = ["--import", "tsx", "--conditions=@tensorloom/source", script, way, String(times)];
  const { status, signal, stdout } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  return { end: status ?? signal ?? "nothing", said: stdout };
}

describe.skipIf(!isHere)("a pass that ends while workers are in a native library", () => {
  it("does not end the process: take, break, and an error of the loop", () => {
    for (const way of ["take", "break", "error"]) expect([way, leave(way, 3).end]).toEqual([way, 0]);
  });

  it("shows the error of a file that is cut off", () => {
    const { end, said } = leave("truncated", 2);
    expect(end).toBe(0);
    expect(said.match(/mapInWorkers\(nativeDecode\.js\): element 3: /g)).toHaveLength(2);
  });

  it("lets the process exit with the code that was asked for, and crash with its own error", () => {
    expect(leave("exit", 1).end).toBe(9);
    expect(leave("crash", 1).end).toBe(1);
  });
});
