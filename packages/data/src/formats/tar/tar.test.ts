import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { golden, unpack } from "../../../fixtures/files.ts";
import { fromTar } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const long = `${"folder/".repeat(20)}${"n".repeat(120)}`;

/** What files.py puts into every tar file. */
const RECORDS = [
  {
    __key__: "a/0001",
    jpg: Uint8Array.of(255, 216, ...text("one")),
    cls: 3,
    "seg.png": Uint8Array.of(137, ...text("PNG")),
  },
  { __key__: "a/0002", jpg: new Uint8Array(0), json: { x: [1, 2] }, txt: "naïve" },
  { __key__: "b/café", jpg: Uint8Array.from({ length: 1280 }, (_, i) => i % 256), cls: 7 },
  { __key__: "last", cls: -1 },
];

/** A tar file with one member; `change` may damage its header. */
function tar(
  name: string,
  data: string,
  change: (header: Uint8Array) => void = () => undefined,
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(512);
  header.set(text(name));
  header.set(text(`${data.length.toString(8).padStart(11, "0")}\0`), 124);
  header[156] = 48;
  header.set(text("ustar\x0000"), 257);
  change(header);
  header.set(text("        "), 148);
  header.set(
    text(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
    ),
    148,
  );
  const bytes = new Uint8Array(512 + 512 * Math.ceil(data.length / 512));
  bytes.set(header);
  bytes.set(text(data), 512);
  return bytes;
}

const files = (...parts: readonly Uint8Array<ArrayBuffer>[]): Blob => new File([...parts], "a.tar");

describe("fromTar", () => {
  it.each(["ustar", "pax", "gnu"] as const)("reads what Python's tarfile writes: %s", async (format) => {
    const bytes = unpack(golden.tar[format]);
    const expected = format === "ustar" ? RECORDS : [...RECORDS, { __key__: long, txt: "long", cls: 5 }];
    for (const file of [
      bytes,
      new Uint8Array(gzipSync(bytes)),
      () => new Blob([bytes as Uint8Array<ArrayBuffer>]).stream(),
    ]) {
      const records = fromTar(file);
      expect(await records.toArray()).toEqual(expected);
      expect(await checkSourceContract(records)).toEqual([]);
    }
    const two = fromTar([bytes, bytes]);
    expect(await two.toArray()).toEqual([...expected, ...expected]);
    const pass = two.open();
    for (let i = 0; i < expected.length + 2; i++) await pass.next();
    expect(await two.toArray({ state: pass.state() })).toEqual(expected.slice(2));
    await pass.close();
  });

  it("has bytes that belong to the record", async () => {
    const bytes = unpack(golden.tar.ustar);
    const [first] = await fromTar(bytes, { types: { jpg: "bytes" } })
      .take(1)
      .toArray();
    bytes.fill(0);
    expect(first.jpg[0]).toBe(255);
    expect(first.jpg.byteLength).toBe(first.jpg.buffer.byteLength); // so it can be transferred
  });

  it("decodes fields by types, and has null for optional ones", async () => {
    const file = files(tar("a.cls", "3"), tar("a.x", "0.5"), tar("b.cls", "4"));
    const records = fromTar(file, { types: { cls: "text", x: "number?" } });
    const typed = records.map(({ __key__, cls, x }): [string, string, number | null] => [__key__, cls, x]);
    expect(await typed.toArray()).toEqual([
      ["a", "3", 0.5],
      ["b", "4", null],
    ]);
  });

  it("chooses the type by the last extension, as WebDataset does", async () => {
    const file = files(tar("a.meta.json", "[1]"), tar("a.json.bin", "x"), tar("a.JPG", "y"));
    expect(await fromTar(file).toArray()).toEqual([
      { __key__: "a", "meta.json": [1], "json.bin": text("x"), jpg: text("y") },
    ]);
  });

  it("names file and key if a later stage fails", async () => {
    const fail = (): never => {
      throw new Error("not a JPEG");
    };
    await expect(
      fromTar(files(tar("x/7.jpg", ".")))
        .map(fail)
        .toArray(),
    ).rejects.toThrow("element 0 (a.tar, record x/7): not a JPEG");
  });

  it("continues after a record that is wrong", async () => {
    const records = fromTar(files(tar("a.cls", "1"), tar("b.cls", "x"), tar("c.cls", "3")));
    const left = await records.ignoreErrors(() => undefined).toArray();
    expect(left.map(({ __key__ }) => __key__)).toEqual(["a", "c"]);
    expect(await checkSourceContract(records)).toEqual([]);
  });

  it("reads sizes in binary, sizes of pax, and files that end without blocks of zeros", async () => {
    const binary = tar("a.txt", "abc", (header) =>
      header.set([0x80, ...new Array<number>(10).fill(0), 3], 124),
    );
    const pax = tar("pax", "9 size=3\n", (header) => (header[156] = 120));
    const wrongSize = tar("b.txt", "abc", (header) => header.set(text("00000000000\0"), 124));
    expect(await fromTar(files(binary, pax, wrongSize)).toArray()).toEqual([
      { __key__: "a", txt: "abc" },
      { __key__: "b", txt: "abc" },
    ]);
  });

  const good = tar("a.cls", "1");
  const damaged = tar("b.cls", "2");
  damaged[0] ^= 1;
  it.each<[string, Blob, object]>([
    ["a.tar, byte 1024: expected a tar header, got a block with another checksum", files(good, damaged), {}],
    ["a.tar, byte 1024: the file ends inside a tar header", files(good, good.subarray(0, 100)), {}],
    ["a.tar, byte 0: the file ends in a.cls: expected 1 bytes, got 0", files(good.subarray(0, 512)), {}],
    [
      "a.tar, byte 0: the size in the tar header is not a number",
      files(tar("a.cls", "1", (header) => header.fill(57, 124, 135))),
      {},
    ],
    [
      "a.tar, byte 0: the pax header is damaged",
      files(
        tar("pax", "99 path=a.cls\n", (header) => (header[156] = 120)),
        good,
      ),
      {},
    ],
    [
      "a.tar, byte 0: expected a name of at most 1048576 bytes, got 8589934591",
      files(tar("x", "", (header) => (header.set(text("77777777777"), 124), (header[156] = 76)))),
      {},
    ],
    [
      "a.tar, byte 0: the record a has more than 3 bytes; see maxRecordBytes",
      files(tar("a.txt", "four")),
      { maxRecordBytes: 3 },
    ],
    ["a.tar, byte 0: the record a has cls twice", files(good, good), {}],
    ["a.tar, byte 0: the record a has no jpg; it has cls", files(good), { types: { jpg: "bytes" } }],
    ['a.tar, byte 0: a.cls: expected an integer, got "1.5"', files(tar("a.cls", "1.5")), {}],
    ["a.tar, byte 0: a.json: expected JSON: ", files(tar("a.json", "{")), {}],
  ])("refuses: %s", async (message, file, options) => {
    await expect(fromTar(file, options).toArray()).rejects.toThrow(`element 0: ${message}`);
  });

  it("refuses a type that does not exist", () => {
    expect(() => fromTar(new Blob(), { types: { jpg: "image" as "bytes" } })).toThrow(
      'fromTar: types.jpg must be one of "bytes", "bytes?", ',
    );
  });
});
