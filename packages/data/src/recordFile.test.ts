import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecordFile, writeRecordFile } from "@tensorloom/tfrecord/node";
import { afterAll, expect, it } from "vitest";
import { checkLaws, fromIndexed } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-indexed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a record file is an index: shuffled as a whole, sharded, resumed, and read only where it is asked", async () => {
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
  expect(await checkLaws(numbers)).toEqual([]);
  const whole = fromIndexed(file).map((record) => record[0]);
  expect(await whole.toArray()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  await file.close();
});
