import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeExample } from "../example/decodeExample.ts";
import { readRecordFile } from "./readRecordFile.ts";

/** Files that others' TensorFlow and Hadoop jobs wrote, and what TensorFlow reads from them. They are no part of this repository. */
const folder = join(import.meta.dirname, "../../../../../shared/data/tfrecord-real");

interface Golden {
  readonly records: number;
  readonly payload_bytes: number;
  readonly sha256_of_concatenated_records: string;
  readonly features: Readonly<Record<string, { type: string | null }>>;
}

const LISTS: Readonly<Record<string, string | null>> = {
  bytes: "bytes_list",
  float32: "float_list",
  int64: "int64_list",
  none: null,
};

/** Takes note of the kind that each feature has where it first comes, as the golden does. */
function note(kinds: Map<string, string | null>, record: Uint8Array): void {
  for (const [key, { kind }] of decodeExample(record)) if (!kinds.has(key)) kinds.set(key, LISTS[kind]);
}

describe.skipIf(!existsSync(folder))("real files, as TensorFlow reads them", () => {
  const golden = existsSync(folder)
    ? (JSON.parse(readFileSync(join(folder, "golden-by-tensorflow.json"), "utf8")) as Record<string, Golden>)
    : {};
  const files = Object.entries(golden)
    .map(([name, expected]) => [name.replace("tfrecord/", ""), expected] as const)
    .filter(([name]) => existsSync(join(folder, name)));

  it("are there", () => expect(files.length).toBeGreaterThan(40));

  it.each(files)("%s", async (name, expected) => {
    const hash = createHash("sha256");
    const kinds = new Map<string, string | null>();
    let [records, bytes] = [0, 0];
    for await (const record of readRecordFile(join(folder, name))) {
      hash.update(record);
      records += 1;
      bytes += record.length;
      if (Object.keys(expected.features).length > 0) note(kinds, record);
    }
    expect([records, bytes, hash.digest("hex")]).toEqual([
      expected.records,
      expected.payload_bytes,
      expected.sha256_of_concatenated_records,
    ]);
    if (Object.keys(expected.features).length === 0) return; // TensorFlow did not take them for Examples
    const told = Object.entries(expected.features).map(([key, { type }]) => [key, type]);
    expect(Object.fromEntries(kinds)).toEqual(Object.fromEntries(told));
  });
});
