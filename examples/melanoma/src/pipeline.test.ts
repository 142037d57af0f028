import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flipLeftRight } from "@tensorloom/image";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testOptions } from "./cli/testOptions.ts";
import { recordedIO } from "./cli/recordedIO.ts";
import { openRecords } from "./pictures/openRecords.ts";
import type { TrainingData } from "./pictures/trainingData.ts";
import { labelledImages, testDataset, trainingDataset, validationDataset } from "./pipeline.ts";
import { writeSample } from "./sample/writeSample.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-pipeline-"));
let data: TrainingData;

beforeAll(async () => {
  const size = { trainFiles: 3, testFiles: 2, images: 5, malignant: 2, pixels: 24 };
  await writeSample(join(folder, "data"), { seed: 1, size });
  data = await openRecords(join(folder, "data"), testOptions(), recordedIO());
});
afterAll(async () => {
  await data.close();
  rmSync(folder, { recursive: true });
});

it("reads validation images once and in order, with labels and names", async () => {
  const rows = [7, 2, 3, 11, 0];
  const batches = await validationDataset(data.pictures.select(rows), { size: 8, batch: 3 }).toArray();
  expect(batches.map(({ inputs }) => ("shape" in inputs ? inputs.shape : []))).toEqual([
    [3, 8, 8, 3],
    [2, 8, 8, 3],
  ]);
  expect(batches.flatMap(({ ids }) => ids)).toEqual(rows.map((row) => data.rows[row].id));
  expect(batches.flatMap((batch) => [...batch.targets.data])).toEqual(
    rows.map((row) => data.rows[row].target),
  );
});

it("reads test images in order, without labels", async () => {
  const { pictures, rows } = data.test ?? { pictures: data.pictures, rows: [] };
  const batches = await testDataset(pictures, { size: 8, batch: 4 }).toArray();
  expect(batches.flatMap(({ ids }) => ids)).toEqual(rows.map(({ id }) => id));
  expect(rows).toHaveLength(10);
  expect(batches.every((batch) => !("targets" in batch))).toBe(true);
});

it("shuffles and mirrors training images: every image once per epoch, in the same way for the same seed", async () => {
  const plain = new Map(
    (await labelledImages(data.pictures, 8).toArray()).map(({ ids, inputs }) => [ids, inputs]),
  );
  const epochs = async (seed: number) => {
    const batches = await trainingDataset(data.pictures, { size: 8, batch: 5, seed }).take(6).toArray();
    return batches.map(({ inputs, ids = [] }) => ({ inputs: "data" in inputs ? [...inputs.data] : [], ids }));
  };
  const batches = await epochs(42);
  const names = data.rows.map(({ id }) => id);
  const order = batches.flatMap(({ ids }) => ids);
  const [first, second] = [order.slice(0, 15), order.slice(15)];
  expect([first.toSorted(), second.toSorted()]).toEqual([names.toSorted(), names.toSorted()]);
  expect(first).not.toEqual(second);

  const mirrored = batches.flatMap(({ inputs, ids }) =>
    ids.map((id, row) => {
      const pixels = inputs.slice(row * 192, (row + 1) * 192);
      const image = plain.get(id);
      if (image === undefined) throw new Error(`unknown image ${id}`);
      const sides = [image, flipLeftRight(image)].map(({ data }) => [...data].join());
      expect(sides).toContain(pixels.join());
      return sides.indexOf(pixels.join());
    }),
  );
  const count = mirrored.reduce((sum, side) => sum + side, 0);
  expect(count).toBeGreaterThan(5); // of 30, half on average
  expect(count).toBeLessThan(25);
  expect(await epochs(42)).toEqual(batches);
  expect(await epochs(43)).not.toEqual(batches);
});
