import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "./byteSource.ts";
import { frameRecord } from "../records/frameRecord.ts";
import { readRecords } from "../records/readRecords.ts";

const file = Buffer.concat([frameRecord(new Uint8Array(3)), frameRecord(new Uint8Array([7]))]);
const halves = [file.subarray(0, 20), file.subarray(20)];
const memory = Uint8Array.from(file).buffer;

/** The file's bytes as an object of another realm, for which `instanceof` is false. */
const foreign = (make: string): ByteSource => runInNewContext(make, { list: [...file] }) as ByteSource; // one of the classes below

async function lengths(source: unknown): Promise<number[]> {
  const read: number[] = [];
  for await (const record of readRecords(source as ByteSource)) read.push(record.length); // invalid sources too
  return read;
}

describe("readRecords takes", () => {
  it.each<[string, () => unknown]>([
    ["a Uint8Array", () => new Uint8Array(file)],
    ["a Buffer", () => file],
    ["an ArrayBuffer", () => memory],
    [
      "a SharedArrayBuffer",
      () => {
        const shared = new SharedArrayBuffer(file.length);
        new Uint8Array(shared).set(file);
        return shared;
      },
    ],
    ["a DataView", () => new DataView(memory)],
    ["a Uint8ClampedArray", () => new Uint8ClampedArray(file)],
    ["chunks that are ArrayBuffers", () => halves.map((half) => Uint8Array.from(half).buffer)],
    ["a Uint8Array of another realm", () => foreign("new Uint8Array(list)")],
    ["an ArrayBuffer of another realm", () => foreign("new Uint8Array(list).buffer")],
    [
      "chunks of another realm",
      () => foreign("[new Uint8Array(list.slice(0, 5)), new Uint8Array(list.slice(5))]"),
    ],
    ["a Blob", () => new Blob([file])],
    ["a Response", () => new Response(file)],
    ["a Web Stream", () => new Blob([file]).stream()],
    ["a Node stream", () => Readable.from(halves)],
  ])("%s", async (_, source) => {
    expect(await lengths(source())).toEqual([3, 1]);
  });
});

describe("readRecords refuses", () => {
  it.each<[string, () => unknown, string]>([
    ["null", () => null, "got null"],
    ["a path", () => "train.tfrec", 'got "train.tfrec"; a path is read by readRecordFile'],
    ["a promise", () => Promise.resolve(file), "got an object (Promise); await it first"],
    ["a number", () => 7, "got 7"],
    ["an object", () => ({}), "got an object (Object)"],
    ["a function", () => lengths, "got function lengths"],
    [
      "text in chunks",
      () => Readable.from(halves, { encoding: "latin1" }),
      "open the stream without an encoding",
    ],
    ["numbers in chunks", () => [1, 2], "every chunk of the source must be bytes, got 1"],
    ["a Response without a body", () => new Response(null), "the Response has no body"],
    ["a Response of a missing file", () => new Response("no", { status: 404 }), "(status 404)"],
  ])("%s by name", async (_, source, sentence) => {
    await expect(lengths(source())).rejects.toThrow(sentence);
  });

  it("a Response that has been read", async () => {
    const response = new Response(file);
    await response.arrayBuffer();
    await expect(lengths(response)).rejects.toThrow("the Response has been read already");
  });
});
