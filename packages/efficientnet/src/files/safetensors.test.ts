import { describe, expect, it } from "vitest";
import { floatBytes, safetensorsFile } from "../../fixtures/weightsAs.ts";
import { readWeights } from "./readWeights.ts";

const tensors = {
  "stem_conv/kernel": { dtype: "F32", shape: [1, 2], bytes: floatBytes(1.5, -2) },
  "stem_bn.gamma": { dtype: "F16", shape: [2], bytes: Uint8Array.of(0x00, 0x3c, 0x00, 0xc4) }, // 1, -4
  "stem_bn.beta": { dtype: "BF16", shape: [1], bytes: Uint8Array.of(0xc0, 0x3f) }, // 1.5
  "stem_bn.moving_mean": { dtype: "F64", shape: [1], bytes: new Uint8Array(Float64Array.of(0.25).buffer) },
  "stem_bn.num_batches_tracked": { dtype: "I64", shape: [], bytes: new Uint8Array(8) },
};
const read = [
  ["stem_conv/kernel", { shape: [1, 2], data: Float32Array.of(1.5, -2) }],
  ["stem_bn/gamma", { shape: [2], data: Float32Array.of(1, -4) }],
  ["stem_bn/beta", { shape: [1], data: Float32Array.of(1.5) }],
  ["stem_bn/moving_mean", { shape: [1], data: Float32Array.of(0.25) }],
];
const file = (name: string, ...parts: BlobPart[]): File => new File(parts, name);

describe("readWeights of safetensors", () => {
  it("reads floats of every width, from a Blob or a File", async () => {
    const bytes = safetensorsFile(tensors);
    expect([...(await readWeights(new Blob([bytes])))]).toEqual(read);
    expect([...(await readWeights(file("b0.safetensors", bytes)))]).toEqual(read);
  });

  it("refuses files that are cut off, that hold no floats, or numbers that are not finite", async () => {
    const bytes = safetensorsFile(tensors);
    await expect(readWeights(file("a.safetensors", bytes.slice(0, -1)))).rejects.toThrow(
      /^readWeights: a\.safetensors: array stem_bn\.num_batches_tracked must have 8 bytes, got 7$/,
    );
    await expect(readWeights(file("a", bytes.slice(0, 20)))).rejects.toThrow("fewer than its header");
    const none = safetensorsFile({ n: { dtype: "I32", shape: [1], bytes: new Uint8Array(4) } });
    await expect(readWeights(file("a", none))).rejects.toThrow("holds no weights");
    const nan = safetensorsFile({ "a/b": { dtype: "F32", shape: [2], bytes: floatBytes(0, NaN) } });
    await expect(readWeights(file("a", nan))).rejects.toThrow("a/b must hold finite numbers, got NaN at 1");
  });
});

describe("readWeights of files that a user has chosen", () => {
  const weights = [{ name: "a/kernel", shape: [2], dtype: "float32" }];
  const model = file("model.json", JSON.stringify({ weightsManifest: [{ paths: ["a.bin"], weights }] }));

  it("reads tfjs's model with its shards", async () => {
    const found = await readWeights([file("a.bin", floatBytes(1, 2)), model, file("notes.txt", "")]);
    expect([...found]).toEqual([["a/kernel", { shape: [2], data: Float32Array.of(1, 2) }]]);
  });

  it("says what is missing, and what it takes", async () => {
    await expect(readWeights([model])).rejects.toThrow(
      "readWeights: model.json: cannot read its shard a.bin",
    );
    await expect(readWeights([file("a.bin", ""), file("b.bin", "")])).rejects.toThrow(
      "readWeights: 2 files: expected one file, or model.json or weights_manifest.json with its shards, got a.bin, b.bin",
    );
    await expect(readWeights(7 as never)).rejects.toThrow(
      "readWeights: source must be a path, an address, a File or Blob, or Files, got 7",
    );
  });
});
