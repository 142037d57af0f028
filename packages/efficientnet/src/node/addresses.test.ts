import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../core/fixtures/memoryStorage.ts";
import { readWeights } from "../files/readWeights.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
let storage: MemoryStorage;
beforeAll(() => {
  storage = memoryStorage("weights");
});
afterAll(() => {
  storage.restore();
});

it.each(["legacy.h5", "normalizations.keras"])("readWeights reads %s at an address", async (name) => {
  storage.objects.set(`weights://b/${name}`, new Uint8Array(readFileSync(join(fixtures, name))));
  const [here, there] = [await readWeights(join(fixtures, name)), await readWeights(`weights://b/${name}`)];
  expect([...there]).toEqual([...here]);
});

it("readWeights reads a tfjs folder at an address", async () => {
  const weights = [{ name: "a/kernel", shape: [2], dtype: "float32" }];
  const manifest = JSON.stringify([{ paths: ["a.bin"], weights }]);
  storage.objects.set("weights://b/tfjs/weights_manifest.json", new TextEncoder().encode(manifest));
  storage.objects.set("weights://b/tfjs/a.bin", new Uint8Array(Float32Array.of(1, 2).buffer));
  for (const path of ["weights://b/tfjs", "weights://b/tfjs/", "weights://b/tfjs/weights_manifest.json"])
    expect((await readWeights(path)).get("a/kernel")?.data).toEqual(Float32Array.of(1, 2));
  await expect(readWeights("weights://b/none")).rejects.toThrow(
    "readWeights: weights://b/none: no such file or folder",
  );
});
