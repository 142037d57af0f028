import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readWeights } from "./readWeights.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-halves-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("readWeights of HDF5", () => {
  it("reads halves, compressed or not, in either byte order", async () => {
    const weights = await readWeights(join(fixtures, "halves.h5"));
    const data = Float32Array.of(1, -4, 2 ** -24, 65504);
    expect([...weights].map(([name, weight]) => [name, weight.data])).toEqual([
      ["a/kernel", data],
      ["a/bias", data],
      ["a/packed", data],
    ]);
  });

  it("reads bfloat16", async () => {
    const weights = await readWeights(join(fixtures, "bfloat16.weights.h5"));
    expect(weights.get("a/kernel")?.data).toEqual(Float32Array.of(1, -4, 2 ** -130, 2 ** 100));
    expect(weights.get("a/bias")?.data).toEqual(Float32Array.of(0.5, -0));
  });

  it.each([
    ["lzf.h5", "a/kernel is compressed with lzf, which is not supported; write the file again with gzip"],
    ["bzip2.h5", "a/kernel is compressed with bzip2, which is not supported; write the file again with gzip"],
    ["nan.h5", "a/kernel must hold finite numbers, got NaN at 1"],
  ])("refuses %s", async (file, problem) => {
    await expect(readWeights(join(fixtures, file))).rejects.toThrow(problem);
  });
});

/** A zip archive of one member. */
function zip(name: string, content: Uint8Array, packed: boolean): Buffer {
  const data = packed ? deflateRawSync(content) : Buffer.from(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(packed ? 8 : 0, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), data]);
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x00", "latin1"),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

describe("readWeights of a .keras archive", () => {
  const content = readFileSync(join(fixtures, "small.weights.h5"));
  const write = (bytes: Uint8Array): string => {
    const path = join(folder, "model.keras");
    writeFileSync(path, bytes);
    return path;
  };

  it.each([true, false])("reads its weights (compressed: %s)", async (packed) => {
    const weights = await readWeights(write(zip("model.weights.h5", content, packed)));
    expect(weights).toEqual(await readWeights(join(fixtures, "small.weights.h5")));
  });

  it("refuses an archive that is cut off anywhere or has other members", async () => {
    const whole = zip("model.weights.h5", content, true);
    for (let length = 4; length < whole.length; length += 997)
      await expect(readWeights(write(whole.subarray(0, length)))).rejects.toThrow("cut off or damaged");
    await expect(readWeights(write(zip("config.json", content, true)))).rejects.toThrow(
      "is a zip archive without model.weights.h5, so it is not a Keras model",
    );
    const changed = zip("model.weights.h5", content, false);
    changed[changed.indexOf("stem_bn") + 3] ^= 1;
    await expect(readWeights(write(changed))).rejects.toThrow("model.weights.h5 does not match its checksum");
    await expect(readWeights(write(Buffer.alloc(0)))).rejects.toThrow("is empty");
    await expect(readWeights(write(zip("model.weights.h5", Buffer.from("x"), false)))).rejects.toThrow(
      "model.weights.h5: cannot be read as HDF5",
    );
  });
});
