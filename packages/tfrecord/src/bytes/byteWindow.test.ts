import { describe, expect, it } from "vitest";
import { chunkWindow } from "./byteWindow.ts";
import { writeHeader } from "../records/frameRecord.ts";
import { readRecords } from "../records/readRecords.ts";

const MEBIBYTE = 2 ** 20;

describe("chunkWindow", () => {
  it("does not allocate for a length before its bytes arrive", async () => {
    const window = chunkWindow([new Uint8Array(100), new Uint8Array(100)][Symbol.iterator]());
    expect(await window.fill(1024 * MEBIBYTE)).toBe(false);
    expect(window.end - window.start).toBe(200);
    expect(window.bytes.length).toBe(64 * MEBIBYTE);
  });

  it("holds a record and a chunk, independent of earlier records", async () => {
    function* chunks(): Generator<Uint8Array> {
      for (let i = 0; i < 200; i++) yield new Uint8Array(MEBIBYTE);
    }
    const window = chunkWindow(chunks());
    while (await window.fill(1.5 * MEBIBYTE)) {
      window.start += 1.5 * MEBIBYTE;
      expect(window.bytes.length).toBeLessThanOrEqual(3 * MEBIBYTE);
    }
  });
});

describe("a sound header that states a gibibyte", () => {
  it.each(["throw", "skip", "resync"] as const)("reports a truncated record: %s", async (damage) => {
    const file = new Uint8Array(200);
    writeHeader(file, 0, 2 ** 30);
    const results: string[] = [];
    const reading = async (): Promise<void> => {
      const options = { damage, onDamage: ({ message }: { message: string }) => void results.push(message) };
      for await (const record of readRecords([file.subarray(0, 50), file.subarray(50)], options))
        results.push(`a record of ${String(record.length)}`);
    };
    const cut = "record 0 at byte 0: the record is truncated: 200 of 1073741840 bytes";
    if (damage === "throw") await expect(reading()).rejects.toThrow(cut);
    else {
      await reading();
      expect(results).toEqual([cut]);
    }
  });
});
