import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { afterAll, expect, it } from "vitest";
import { countRecords, openFiles } from "./openFiles.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-open-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("opens the files of each part, and refuses one that changed after it was validated", async () => {
  const path = join(folder, "train00-2.tfrec");
  await writeRecordFile(path, [Uint8Array.of(1), Uint8Array.of(2)]);
  const file = { path, names: ["a", "b"], targets: [0, 1] };
  const files = await openFiles({ train: [file, file], validation: [file], test: [] });
  expect([files.train, files.validation, files.test].map(countRecords)).toEqual([4, 2, 0]);
  expect(await files.validation[0].at(1)).toEqual(Uint8Array.of(2));
  await files.close();

  await writeRecordFile(path, [Uint8Array.of(1)]);
  await expect(openFiles({ train: [file], validation: [], test: [] })).rejects.toThrow(
    `${path} changed after it was validated: it now holds 1 records`,
  );
});
