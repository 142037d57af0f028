import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flipLeftRight } from "@tensorloom/image";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recordedIO } from "./cli/recordedIO.ts";
import { type OpenFiles, openFiles } from "./files/openFiles.ts";
import { prepareFiles, type PreparedFiles } from "./files/prepareFiles.ts";
import { labelledImages, readRecords, testDataset, trainingDataset, validationDataset } from "./pipeline.ts";
import { writeSample } from "./sample/writeSample.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-pipeline-"));
let prepared: PreparedFiles;
let files: OpenFiles;

beforeAll(async () => {
  const size = { trainFiles: 4, testFiles: 2, images: 5, malignant: 2, pixels: 24 };
  await writeSample(join(folder, "data"), { seed: 1, size });
  prepared = await prepareFiles(join(folder, "data"), 42, recordedIO());
  files = await openFiles(prepared);
});
afterAll(async () => {
  await files.close();
  rmSync(folder, { recursive: true });
});

it("reads validation images once and in order, with labels and names", async () => {
  const batches = await validationDataset(files.validation, { size: 8, batch: 3 }).toArray();
  expect(batches.map(({ inputs }) => ("shape" in inputs ? inputs.shape : []))).toEqual([
    [3, 8, 8, 3],
    [2, 8, 8, 3],
  ]);
  const [{ names, targets }] = prepared.validation;
  expect(batches.flatMap(({ ids }) => ids)).toEqual(names);
  expect(batches.flatMap((batch) => [...batch.targets.data])).toEqual(targets);
});

it("reads test images in order, without labels", async () => {
  const batches = await testDataset(files.test, { size: 8, batch: 4 }).toArray();
  expect(batches.flatMap(({ ids }) => ids)).toEqual(prepared.test.flatMap(({ names }) => names));
  expect(batches.every((batch) => !("targets" in batch))).toBe(true);
});

it("shuffles and mirrors training images: every image once per epoch, in the same way for the same seed", async () => {
  const plain = new Map(
    (await labelledImages(readRecords(files.train), 8).toArray()).map(({ ids, inputs }) => [ids, inputs]),
  );
  const epochs = async (seed: number) => {
    const batches = await trainingDataset(files.train, { size: 8, batch: 5, seed }).take(6).toArray();
    return batches.map(({ inputs, ids = [] }) => ({ inputs: "data" in inputs ? [...inputs.data] : [], ids }));
  };
  const batches = await epochs(42);
  const names = prepared.train.flatMap((file) => file.names);
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
