import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeJpeg } from "@tensorloom/image";
import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { afterAll, expect, it } from "vitest";
import { validateFile } from "./validateFile.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-validate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const image = await encodeJpeg({ data: new Uint8Array(8 * 8 * 3), height: 8, width: 8, channels: 3 });

const SEXES = [0, 1, -1]; // unknown

async function writeTargets(targets: readonly number[]): Promise<{ path: string; count: number }> {
  const path = join(folder, `train00-${String(targets.length)}.tfrec`);
  const records = targets.map((target, index) =>
    encodeExample({
      image: bytes(image),
      image_name: bytes(`ISIC_${String(index)}`),
      target: int64(target),
      sex: int64(SEXES[index]),
      note: bytes("a", "b"),
    }),
  );
  await writeRecordFile(path, records);
  return { path, count: targets.length };
}

it("returns names and targets in the file's order, and counts the records", async () => {
  const file = await writeTargets([0, 1, 0]);
  let count = 0;
  const valid = await validateFile(file, "train", { onRecord: () => count++ });
  expect(valid).toEqual({
    path: file.path,
    names: ["ISIC_0", "ISIC_1", "ISIC_2"],
    targets: [0, 1, 0],
    metadata: [{ sex: "0" }, { sex: "1" }, {}],
  });
  expect(count).toBe(3);
  expect((await validateFile(file, "test")).targets).toEqual([]);
});

it("refuses a target other than 0 and 1", async () => {
  const file = await writeTargets([0, 2]);
  await expect(validateFile(file, "train")).rejects.toThrow(
    `${file.path}: record 1: target must be 0 or 1, got 2 (ISIC_1)`,
  );
});

it("stops at an abort", async () => {
  const file = await writeTargets([0]);
  const signal = AbortSignal.abort(new Error("stop"));
  await expect(validateFile(file, "train", { signal })).rejects.toThrow("stop");
});
