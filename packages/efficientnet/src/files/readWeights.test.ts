import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NamedWeights } from "../weights/namedWeights.ts";
import { readWeights } from "./readWeights.ts";
import { WeightsFileError } from "./weightsFileError.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-read-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The k-th weight holds k + i / 1000 at i, as fixtures/hdf5.py wrote it. */
function expectNumbered(
  weights: NamedWeights,
  order: readonly (readonly [string, readonly number[]])[],
): void {
  for (const [k, [name, shape]] of order.entries()) {
    const weight = weights.get(name);
    expect([name, weight?.shape]).toEqual([name, shape]);
    const length = shape.reduce((a, b) => a * b);
    const values = Float32Array.from({ length }, (_, i) => k + i / 1000);
    expect(weight?.data).toEqual(values);
  }
}

/** What fixtures/hdf5.py's model holds; Keras 3 calls a depthwise kernel `kernel`. */
const small = (depthwise: string): readonly (readonly [string, readonly number[]])[] => [
  ["stem_conv/kernel", [3, 3, 3, 4]],
  ["stem_bn/gamma", [4]],
  ["stem_bn/beta", [4]],
  ["stem_bn/moving_mean", [4]],
  ["stem_bn/moving_variance", [4]],
  [`block1a_dwconv/${depthwise}`, [3, 3, 4, 1]],
  ["block1a_se_reduce/kernel", [1, 1, 4, 2]],
  ["block1a_se_reduce/bias", [2]],
  ["predictions/kernel", [2, 5]],
  ["predictions/bias", [5]],
];

describe("readWeights of HDF5", () => {
  it.each([
    ["legacy weights", "legacy.h5", "kernel"],
    ["a whole model", "whole.h5", "kernel"],
    ["Keras 3 weights", "small.weights.h5", "depthwise_kernel"],
  ])("reads %s", async (_, file, depthwise) => {
    const weights = await readWeights(join(fixtures, file));
    expectNumbered(weights, small(depthwise));
    const others = [...weights.keys()].filter((name) => !small(depthwise).some(([known]) => known === name));
    expect(others.sort()).toEqual(["normalization/mean", "normalization/variance"]);
  });

  it("reads split lists, fixed-length names, a model inside a model, packed and double datasets", async () => {
    const weights = await readWeights(join(fixtures, "keras2.h5"));
    const names = ["stem_conv/kernel", "stem_bn/gamma", "stem_bn/beta", "probs/kernel"];
    expect([...weights.keys()]).toEqual(names);
    expectNumbered(weights, [
      ["stem_conv/kernel", [3, 3, 3, 4]],
      ["stem_bn/gamma", [4]],
      ["stem_bn/beta", [4]],
      ["probs/kernel", [4, 5]],
    ]);
  });

  it.each([
    ["missing-dataset.h5", "lists a weight stem_conv/stem_conv/kernel:0 but has no such dataset"],
    ["missing-group.h5", "lists a layer stem_conv but has no such group"],
    ["huge.h5", "stem_conv/kernel claims 1099511627776 values; the maximum is 268435456"],
    ["no-weights.h5", "holds no Keras weights"],
    [
      "nameless.weights.h5",
      "/layers/conv2d/vars lacks its layer's name; save it again with Keras 3.15 or later",
    ],
  ])("refuses %s", async (name, problem) => {
    const file = join(fixtures, name);
    await expect(readWeights(file)).rejects.toThrow(
      expect.objectContaining({
        name: "WeightsFileError",
        file,
        message: `readWeights: ${file}: ${problem}`,
      }) as Error,
    );
  });

  it("refuses a file that is cut off anywhere", async () => {
    const whole = readFileSync(join(fixtures, "legacy.h5"));
    const file = join(folder, "cut.h5");
    for (let length = 0; length < whole.length; length += 977) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(readWeights(file), `cut at ${String(length)}`).rejects.toThrow(WeightsFileError);
    }
  });
});

/** A manifest of two shards: a weight across both, one packed to bytes, one to halves, and a counter. */
const manifest = [
  {
    paths: ["a.bin", "b.bin"],
    weights: [
      { name: "stem_conv/kernel", shape: [1, 1, 1, 3], dtype: "float32" },
      { name: "normalization/count", shape: [], dtype: "int32" },
      {
        name: "net/stem_bn/gamma",
        shape: [2],
        dtype: "float32",
        quantization: { dtype: "uint8", scale: 0.5, min: -1 },
      },
      {
        name: "stem_bn/beta",
        shape: [4],
        dtype: "float32",
        quantization: { dtype: "float16", original_dtype: "float32" },
      },
    ],
  },
];
const bytes = Buffer.from([
  ...new Uint8Array(Float32Array.of(1.5, -2.25, 1e-3).buffer),
  ...[7, 0, 0, 0],
  ...[0, 10],
  ...[0x00, 0x3c, 0x00, 0xc4, 0x01, 0x00, 0xff, 0x7b], // 1, -4, the smallest subnormal, the largest
]);

function writeManifest(name: string, json: unknown, shards: Readonly<Record<string, Buffer>> = {}): string {
  const at = mkdtempSync(join(folder, "manifest-"));
  writeFileSync(join(at, name), typeof json === "string" ? json : JSON.stringify(json));
  for (const [shard, content] of Object.entries(shards)) writeFileSync(join(at, shard), content);
  return at;
}

describe("readWeights of a tfjs manifest", () => {
  const shards = { "a.bin": bytes.subarray(0, 7), "b.bin": bytes.subarray(7) };

  it.each([
    ["model.json", { modelTopology: null, weightsManifest: manifest }],
    [
      "model.json",
      { format: "layers-model", modelTopology: { class_name: "Model" }, weightsManifest: manifest },
    ],
    ["weights_manifest.json", manifest],
  ])("reads %s in a folder, or by its own path", async (name, json) => {
    const at = writeManifest(name, json, shards);
    for (const path of [at, join(at, name)]) {
      const weights = await readWeights(path);
      expect([...weights]).toEqual([
        ["stem_conv/kernel", { shape: [1, 1, 1, 3], data: Float32Array.of(1.5, -2.25, 1e-3) }],
        ["stem_bn/gamma", { shape: [2], data: Float32Array.of(-1, 4) }],
        ["stem_bn/beta", { shape: [4], data: Float32Array.of(1, -4, 2 ** -24, 65504) }],
      ]);
    }
  });

  const group = manifest[0];
  const one = (weight: object): unknown => [{ paths: ["a.bin"], weights: [weight] }];

  it.each([
    ["{", "is not JSON"],
    [{ modelTopology: {} }, "holds no weightsManifest"],
    [[{ paths: [] }], "a group of the weightsManifest lacks paths or weights"],
    [[], "holds no weights"],
    [[{ ...group, paths: ["a.bin"] }], "a.bin: expected 26 bytes, got 7"],
    [[{ ...group, paths: ["a.bin", "c.bin"] }], "cannot read its shard c.bin"],
    [[{ ...group, paths: ["../a.bin"] }], "names a shard outside its folder: ../a.bin"],
    [one({ name: "x", shape: [1], dtype: "string" }), "x: expected numbers, got string"],
    [one({ name: "x", shape: [-1], dtype: "float32" }), "x: its shape is not a list of lengths"],
  ])("refuses %j", async (json, problem) => {
    const at = writeManifest("weights_manifest.json", json, shards);
    const file = join(at, "weights_manifest.json");
    await expect(readWeights(at)).rejects.toThrow(
      expect.objectContaining({
        name: "WeightsFileError",
        message: `readWeights: ${file}: ${problem}`,
      }) as Error,
    );
  });
});

describe("readWeights", () => {
  it("reports a missing file and an unknown format", async () => {
    const none = join(folder, "none.h5");
    await expect(readWeights(none)).rejects.toThrow(`readWeights: ${none}: no such file or folder`);
    await expect(readWeights(folder)).rejects.toThrow(
      "expected model.json or weights_manifest.json in the folder",
    );
    const other = join(folder, "other.h5");
    copyFileSync(join(fixtures, "README.md"), other);
    await expect(readWeights(other)).rejects.toThrow(
      "is neither HDF5 nor a .keras archive nor safetensors nor a tfjs manifest",
    );
  });
});
