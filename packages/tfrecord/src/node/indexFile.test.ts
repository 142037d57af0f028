import { copyFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { frameRecord } from "../records/frameRecord.ts";
import { RecordIndexError } from "../records/recordIndexText.ts";
import { readIndexFile, writeIndexFile } from "../files/indexFile.ts";
import { openRecordFile } from "../files/openRecordFile.ts";

const folder = mkdtempSync(join(tmpdir(), "tfrecord-index-"));
const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, "records.tfrecord");
copyFileSync(join(fixtures, "records.plain.tfrecord"), path);
/** Offsets and lengths by the six records' sizes, 0 1 11 256 1000 70000, with a frame of 16. */
const text = "0 16\n16 17\n33 27\n60 272\n332 1016\n1348 70016\n";

async function lengthOf(file: string): Promise<number> {
  const opened = await openRecordFile(file);
  await opened.close();
  return opened.length;
}

describe("a saved index", () => {
  it("is the two columns that DALI reads, and is read back", async () => {
    const index = await writeIndexFile(path);
    expect(readFileSync(`${path}.idx`, "utf8")).toBe(text);
    expect(await readIndexFile(path)).toEqual(index);
  });

  it("is used to open the file", async () => {
    const file = await openRecordFile(path);
    expect([file.length, (await file.at(3))?.length, (await file.at(-1))?.length]).toEqual([6, 256, 70000]);
    await file.close();
  });

  it("is passed over if it is of another file: by its size, its time, or its records", async () => {
    const other = join(folder, "longer");
    const [whole, sixteen] = [readFileSync(path), frameRecord(new Uint8Array(0))];
    writeFileSync(other, Buffer.concat([whole, sixteen]));
    writeFileSync(`${other}.idx`, text); // of 71364 bytes
    expect(await lengthOf(other)).toBe(7);
    writeFileSync(other, whole);
    utimesSync(`${other}.idx`, 1000, 1000); // older than the file
    expect(await lengthOf(other)).toBe(6);
    writeFileSync(`${other}.idx`, `0 ${String(whole.length)}\n`); // of one record
    expect(await lengthOf(other)).toBe(6);
    writeFileSync(`${other}.idx`, "no index");
    expect(await lengthOf(other)).toBe(6);
    writeFileSync(`${other}.idx`, `${text}\n \n`); // blank lines at the end
    expect((await readIndexFile(other)).length).toBe(6);
  });

  it("is refused if the file is newer", async () => {
    const newer = join(folder, "newer");
    copyFileSync(path, newer);
    writeFileSync(`${newer}.idx`, text);
    utimesSync(`${newer}.idx`, 1000, 1000);
    await expect(readIndexFile(newer)).rejects.toThrow(RecordIndexError);
    await expect(readIndexFile(newer)).rejects.toThrow("was written after it");
  });

  it("that does not point at records is found out by their headers", async () => {
    const wrong = join(folder, "wrong.idx");
    writeFileSync(wrong, text.replace("16 17\n33 27", "16 20\n36 24"));
    const file = await openRecordFile(path, { index: wrong });
    expect([file.length, (await file.at(2))?.length]).toEqual([6, 11]);
    await file.close();
  });

  it.each([
    ["0 16\n16\n", 2, 'expected "offset length", got "16"'],
    ["0 16\n17 20\n", 2, "expected a record at 16, got 17"],
    ["0 12\n", 1, "expected at least 16 bytes, got 12"],
  ])("%j is refused with its line", async (bad, line, sentence) => {
    const file = join(folder, "bad.idx");
    writeFileSync(file, bad);
    await expect(readIndexFile(path, file)).rejects.toThrow(`${file}:${String(line)}: ${sentence}`);
  });

  it("cannot be made of a compressed file", async () => {
    await expect(openRecordFile(join(fixtures, "records.gzip.tfrecord"))).rejects.toThrow(
      "the file is compressed (gzip)",
    );
  });
});
