import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { frameRecord } from "../records/frameRecord.ts";
import { readChunks } from "./readChunks.ts";
import { readRecordFile } from "./readRecordFile.ts";

let path = "";
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "chunks-")), "file");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true }));

const numbered = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i % 251);

describe("readChunks", () => {
  it("copies only the ends of blocks: records share the memory of their block", async () => {
    const records = Array.from({ length: 200 }, (_, i) => numbered(900 + i));
    writeFileSync(path, Buffer.concat(records.map((record) => frameRecord(record))));
    const read: Uint8Array[] = [];
    for await (const record of readRecordFile(path, { blockBytes: 8192 })) read.push(record);
    expect(read).toEqual(records);
    const blocks = new Set(read.map(({ buffer }) => buffer));
    expect(blocks.size).toBeLessThanOrEqual(Math.ceil((200 * 1016) / 8192) + 3); // the first blocks have no room yet
  });

  it("reads four blocks into one slab if memory is reused, so that a record in two of them is not copied", async () => {
    writeFileSync(path, numbered(100));
    const chunks = await readChunks(path, { blockBytes: 20, reuse: true });
    const first = await chunks.next(12);
    const second = await chunks.next(10, first.value?.subarray(15));
    expect([second.tailBytes, second.value]).toEqual([5, numbered(100).slice(15, 40)]);
    expect(second.value?.buffer).toBe(first.value?.buffer);
    expect((await chunks.next(30, second.value?.subarray(15))).tailBytes).toBe(0); // too few bytes
    await chunks.return();
  });

  it.each([12, 64, 300, 5000])(
    "reads records of any size with memory reused, in blocks of %d",
    async (blockBytes) => {
      const records = Array.from({ length: 120 }, (_, i) => numbered((i * i * 37) % 1200));
      writeFileSync(path, Buffer.concat(records.map((record) => frameRecord(record))));
      let i = 0;
      for await (const record of readRecordFile(path, { blockBytes, reuse: true }))
        expect(record).toEqual(records[i++]);
      expect(i).toBe(120);
    },
  );

  it("begins a block with the tail if it has the bytes wanted, and not if it has too few", async () => {
    writeFileSync(path, numbered(50));
    const chunks = await readChunks(path, { blockBytes: 20, reuse: false });
    const tail = new Uint8Array([7, 8]);
    await chunks.next(10); // what follows has no room yet
    await chunks.next(18, tail);
    const last = await chunks.next(10, tail);
    expect([last.tailBytes, last.value]).toEqual([2, new Uint8Array([7, 8, ...numbered(50).slice(40)])]);
    expect((await chunks.next(1)).done).toBe(true);
  });

  it("reads a file that grows without a gap", async () => {
    writeFileSync(path, numbered(30));
    const chunks = await readChunks(path, { blockBytes: 20, reuse: true });
    const read: number[] = [];
    for (let more = 3; ; more--) {
      const { value } = await chunks.next();
      if (value === undefined) break;
      read.push(...value);
      if (more > 0) appendFileSync(path, numbered(30 * (5 - more)).slice(30 * (4 - more)));
    }
    expect(read.length).toBeGreaterThanOrEqual(30);
    expect(read).toEqual([...numbered(read.length)]);
  });

  it.each([
    ["reused", true],
    ["kept", false],
  ])("fills two blocks with a read, from the third read on: memory %s", async (_, reuse) => {
    writeFileSync(path, numbered(10_007));
    const chunks = await readChunks(path, { blockBytes: 1000, reuse, blocksPerRead: 2 });
    const sizes: number[] = [];
    const read: number[] = [];
    const buffers = new Set<unknown>();
    for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) {
      sizes.push(step.value.length);
      read.push(...step.value);
      buffers.add(step.value.buffer);
    }
    expect(read).toEqual([...numbered(10_007)]);
    expect(sizes).toEqual(
      reuse ? [1000, 1000, 2000, 2000, 2000, 2000, 7] : [...Array<number>(10).fill(1000), 7],
    );
    expect(buffers.size < 3).toBe(reuse);
  });

  it("passes the memory of a file that was read to its end to the next one, and no other", async () => {
    const records = Array.from({ length: 30 }, (_, i) => numbered(500 + i));
    writeFileSync(path, Buffer.concat(records.map((record) => frameRecord(record))));
    const options = { blockBytes: 4096, reuse: true };
    const used = new Set<unknown>();
    for await (const { buffer } of readRecordFile(path, options)) used.add(buffer);
    let held: Uint8Array = new Uint8Array(0);
    for await (const record of readRecordFile(path, options)) {
      held = record;
      break;
    }
    expect(used.has(held.buffer)).toBe(true);
    for await (const { buffer } of readRecordFile(path, options)) expect(buffer).not.toBe(held.buffer);
    expect(held).toEqual(records[0]);
  });

  it("reports the error of a read, and closes after it", async () => {
    const chunks = await readChunks(join(path, ".."), { blockBytes: 20, reuse: false });
    await expect(chunks.next()).rejects.toThrow("EISDIR");
    expect((await chunks.return()).done).toBe(true);
  });
});
