import { expect, inject, it } from "vitest";
import { createWorkFolder, placePrograms, runEndToEnd, runFeatures } from "../runtimes/runEndToEnd.ts";
import { currentRuntime } from "../runtimes/runtimes.ts";

/** What needs neither a native package nor other programs. `npm run test:runtimes` tries all, on every runtime. */
const PORTABLE = ["backend cpu", "mapInWorkers", "cacheToFile", "storage over HTTP", "command tfrecord"];

it("a program runs from end to end on this Node: writes, reads, trains, resumes, saves, loads", async () => {
  const home = inject("home");
  placePrograms(home);
  const work = createWorkFolder();
  const { folder } = work;
  try {
    const result = await runEndToEnd(currentRuntime(), home, folder);
    expect(result).toMatchObject({ backend: "wasm", count: 48 });
    expect(result.logs).toHaveLength(3);
    expect(result.logs[2]["val_loss"]).toBeLessThan(result.logs[0]["val_loss"]);
    expect(result.measured["auc"]).toBeGreaterThan(0.9);
    expect(result.classified[0].label).toBe("bright");
    expect(await runFeatures(currentRuntime(), home, folder, PORTABLE)).toEqual(
      PORTABLE.map((feature) => ({ feature, outcome: "works" })),
    );
  } finally {
    work.remove();
  }
}, 600_000);
