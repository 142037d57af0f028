import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromArray, fromIndexed, fromIterable } from "@tensorloom/data";
import { checkSourceContract } from "@tensorloom/data/operator";
import { openRecordFile, readRecordFile, readRecordFiles, writeRecordFile } from "@tensorloom/tfrecord/node";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-indexed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a record file is an index: it can be shuffled as a whole, sharded and resumed", async () => {
  const path = join(folder, "numbers-9.tfrec");
  await writeRecordFile(
    path,
    Array.from({ length: 9 }, (_, i) => Uint8Array.of(i)),
  );
  const file = await openRecordFile(path);
  const numbers = fromIndexed(file, { label: "numbers" })
    .shuffle({ seed: 1 })
    .shard(2, 0)
    .map((record) => record[0]);
  expect(numbers.size).toBe(5);
  expect(await checkSourceContract(numbers)).toEqual([]);
  const whole = fromIndexed(file).map((record) => record[0]);
  expect(await whole.toArray()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  await file.close();
});

it("an error names the file and number of the record that a stage failed at, also after a shuffle", async () => {
  const paths = ["a", "b"].map((name) => join(folder, `${name}.tfrec`));
  for (const path of paths)
    await writeRecordFile(
      path,
      Array.from({ length: 20 }, (_, i) => new Uint8Array(5000).fill(path.endsWith("b.tfrec") ? 20 + i : i)),
    );
  const parse = (record: Uint8Array): readonly number[] => Array.from(record.subarray(0, 1));
  const decode = ([x]: readonly number[]): number => {
    if (x === 34) throw new Error("Invalid SOS marker");
    return x;
  };
  const files = await Promise.all(paths.map((path) => openRecordFile(path)));
  const [a, b] = files.map((file) => fromIndexed(file));
  const streams = [
    a.concatenate(b).shuffle(),
    fromIterable(() => readRecordFiles(paths, { ordered: false })).shuffle({ buffer: 8 }),
    fromArray(paths).interleave((path) => readRecordFile(path), { cycle: 2 }),
  ];
  for (const records of streams)
    await expect(records.map(parse).map(decode, { concurrency: 2 }).toArray()).rejects.toThrow(
      `(${paths[1]}, record 14): Invalid SOS marker`,
    );
  for (const file of files) await file.close();
});
