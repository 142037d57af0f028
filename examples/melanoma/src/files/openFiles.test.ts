import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { afterAll, expect, it } from "vitest";
import { openFiles } from "./openFiles.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-open-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("opens the files of each part, and refuses one that changed after it was validated", async () => {
  const path = join(folder, "train00-2.tfrec");
  await writeRecordFile(path, [Uint8Array.of(1), Uint8Array.of(2)]);
  const file = { path, names: ["a", "b"] };
  const files = await openFiles({ train: [file, file], test: [] });
  expect([files.train, files.test].map((part) => part.map(({ length }) => length))).toEqual([[2, 2], []]);
  expect(await files.train[0].at(1)).toEqual(Uint8Array.of(2));
  await files.close();

  await writeRecordFile(path, [Uint8Array.of(1)]);
  await expect(openFiles({ train: [file], test: [] })).rejects.toThrow(
    `${path} changed after it was validated: it now holds 1 records`,
  );
});
