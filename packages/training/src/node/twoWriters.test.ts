import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCompiled } from "../../../../.config/compiled/runCompiled.ts";
import { loadModel } from "../files/loadModel.ts";
import { saveModel } from "../files/saveModel.ts";

let folder = "";
beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "training-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const small = () => sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });

async function writer(count: number, number: number): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "..", "..", "fixtures", "saveLoop.ts");
  const child = fork(runCompiled, [script, folder, String(count), String(number)]);
  await once(child, "message");
  return child;
}

describe("one folder", () => {
  it("accepts saves of two processes while others load: each load is the model of one save", async () => {
    const [saves, loads] = [Number(process.env["SAVES"] ?? 30), Number(process.env["LOADS"] ?? 60)];
    await saveModel(small(), folder);
    const writers = await Promise.all([writer(saves, 1), writer(saves, 2)]);
    const ends = writers.map((child) => once(child, "exit"));
    for (const child of writers) child.send("begin");
    for (let i = 0; i < loads; i += 3)
      await Promise.all(
        [0, 1, 2].map(async () => {
          const model = await loadModel(folder);
          const saved = model.getUserDefinedMetadata() as { readonly value?: number } | undefined;
          const numbers = model.getWeights()[0].dataSync();
          const value = saved?.value;
          if (value !== undefined) expect(numbers.every((number) => number === value)).toBe(true);
          model.dispose();
        }),
      );
    expect((await Promise.all(ends)).map(([code]) => code as unknown)).toEqual([0, 0]);
    await loadModel(folder);
    const left = readdirSync(folder).filter((name) => name.endsWith(".bin"));
    expect(left.length).toBeLessThan(10); // and not one of each save
  });

  it("takes many saves and loads of one process", async () => {
    await saveModel(small(), folder);
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? saveModel(small(), folder) : loadModel(folder))),
    );
    await saveModel(small(), folder);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it("removes the leftovers of an unfinished save, and keeps files that may still be needed", async () => {
    await saveModel(small(), folder);
    for (const name of ["weights.0123456789abcdef.bin", ".model.json.abc.partial", "weights.other.bin"]) {
      writeFileSync(join(folder, name), "");
      utimesSync(join(folder, name), 1, 1);
    }
    writeFileSync(join(folder, "weights.fedcba9876543210.bin"), "");
    await saveModel(small(), folder);
    const kept = readdirSync(folder);
    expect(kept).toHaveLength(4);
    expect(kept).toEqual(expect.arrayContaining(["weights.other.bin", "weights.fedcba9876543210.bin"]));
  });
});
