import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type JpegPlan, segment, writeJpeg } from "../../../fixtures/jpegWriter.ts";
import type { JpegReport } from "../validate/decodeJpegOptions.ts";
import { decodeJpegSync } from "./decodeJpegSync.ts";
import { decodeBytes } from "./decodeBytes.ts";
import { Warnings } from "../entropy/warnings.ts";
import { decodeJpeg as decodeInNode } from "../../node/decodeJpeg.ts";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)));
const promised: typeof decodeInNode = (bytes, options) =>
  new Promise((resolve) => resolve(decodeJpegSync(bytes, options)));
const entries = [
  ["the portable entry", promised],
  ["./node", decodeInNode],
] as const;
const ADOBE = (transform: number): readonly number[] =>
  segment(0xee, [...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0, transform]);
const HALF = [0x22, 0x11, 0x11];
const plain: JpegPlan = { width: 40, height: 36, sampling: HALF };
const restarts: JpegPlan = { ...plain, intervals: [3] };
const tall = (height: number): JpegPlan => ({ width: 40, height, sampling: HALF });

const same: readonly (readonly [what: string, plan: JpegPlan, plainPlan: JpegPlan])[] = [
  ["restart markers", restarts, plain],
  ["a restart marker after the last unit", { ...restarts, trailing: [0xff, 0xd2] }, plain],
  ["bytes before the end", { ...plain, trailing: [1, 2, 3] }, plain],
  ["bytes between segments", { ...plain, between: [1, 2, 3] }, plain],
  ["FF 00 between segments", { ...plain, between: [0xff, 0x00] }, plain],
  ["fill bytes before markers", { ...plain, between: [0xff, 0xff] }, plain],
  ["a short APP14", { ...plain, before: segment(0xee, [0x41, 0x64, 0x6f]) }, plain],
  [
    "a bad EXIF",
    { ...plain, before: segment(0xe1, [0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 255, 255]) },
    plain,
  ],
  ["no Huffman tables", { ...plain, tables: false }, plain],
  ["progressive", { ...plain, progressive: true }, plain],
  [
    "a restart interval that changes between scans",
    { ...plain, progressive: true, intervals: [4, 7, 0, 2] },
    plain,
  ],
  ...[1080, 1000, 600, 360].map(
    (height) =>
      [
        `progressive, ${String(height)} rows, an interval that does not divide the blocks`,
        { ...tall(height), progressive: true, intervals: [7, 7, 7, 7] },
        tall(height),
      ] as const,
  ),
];

/** MD5 of what `tf.io.decode_jpeg` of TensorFlow 2.21 makes of files that {@link writeJpeg} writes. */
const goldens: readonly (readonly [what: string, plan: JpegPlan, md5: string])[] = [
  ["4:2:0", plain, "b770c45b3c6fa6a71cb944e077460e66"],
  ["luma at half resolution", { ...plain, sampling: [0x11, 0x11, 0x22] }, "01ed7c0f165a4cf6230f3cd9f20590ae"],
  ["2x1, 1x2, 1x1", { ...plain, sampling: [0x22, 0x12, 0x21] }, "ec1cfd5a1d1de55f73047b9429b15ef9"],
  ["4:1:1", { ...plain, sampling: [0x41, 0x11, 0x11] }, "f07b50b1374039ebfdeea345c29807ef"],
  ["4:1:0", { ...plain, sampling: [0x42, 0x11, 0x11] }, "223e7af059223d706c870dfc18433bb9"],
  ["4:4:0", { ...plain, sampling: [0x12, 0x11, 0x11] }, "762f6029e0de86ebef1abff8886aa360"],
  [
    "chroma at full resolution, written as 2x2",
    { ...plain, sampling: [0x22, 0x22, 0x11] },
    "2fa84fa35d35ce88716edc644e4f23d6",
  ],
  ["gray, written as 2x2", { ...plain, sampling: [0x22] }, "c99e6eb3b89b0e0a0b03fa071b3b0398"],
  ["CMYK", { ...plain, sampling: [0x11, 0x11, 0x11, 0x11] }, "efd62b5a4f823bd9a977adfe1ba9cd68"],
  [
    "CMYK of Adobe",
    { ...plain, sampling: [0x11, 0x11, 0x11, 0x11], before: ADOBE(0) },
    "2808951a2538eff1a0e4319a36e7de9a",
  ],
  [
    "YCCK",
    { ...plain, sampling: [0x22, 0x11, 0x11, 0x22], before: ADOBE(2) },
    "8948a5da9aa5167e00d597354b44a956",
  ],
  [
    "RGB of Adobe",
    { ...plain, sampling: [0x11, 0x11, 0x11], before: ADOBE(0) },
    "dcc16fdb3cae9932dd7cdd05f655e21a",
  ],
  ["one pixel", { ...plain, width: 1, height: 1 }, "742ded6249e38464070d02e32955f10a"],
];

const python = process.env["TENSORLOOM_PYTHON"];
const SCRIPT = `
import hashlib, sys
import tensorflow as tf
for name in sys.argv[1:]:
    pixels = tf.io.decode_jpeg(tf.io.read_file(name)).numpy()
    print("md5", hashlib.md5(pixels.tobytes()).hexdigest())
`;

it.skipIf(python === undefined)("the goldens are TensorFlow's", () => {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-jpeg-"));
  const names = goldens.map((_, i) => join(folder, `${String(i)}.jpg`));
  for (const [i, [, plan]] of goldens.entries()) writeFileSync(names[i], writeJpeg(plan));
  const said = execFileSync(python ?? "", ["-c", SCRIPT, ...names], { encoding: "utf8", stdio: "pipe" });
  rmSync(folder, { recursive: true });
  expect([...said.matchAll(/md5 (\w+)/g)].map(([, md5]) => md5)).toEqual(goldens.map(([, , md5]) => md5));
});

it("bounds the decisions of arithmetic coding, which take next to no data", () => {
  const sink = { convert: () => undefined, components: 3, channels: 3, pixels: () => new Uint8Array(9216) };
  const decode = (most?: number): void => {
    decodeBytes(fixture("420-arithmetic.jpg"), sink, new Warnings(), most);
  };
  expect(() => decode(1000)).toThrow("the arithmetic code takes too long for a file of this size by default");
  expect(() => decode()).not.toThrow();
});

describe.each(entries)("%s", (_name, decode) => {
  it.each(same)("reads %s as the plain file", async (_what, plan, plainPlan) => {
    const { data } = await decode(writeJpeg(plan));
    expect(Buffer.compare(data, (await decode(writeJpeg(plainPlan))).data)).toBe(0);
  });

  it.each(["420-arithmetic.jpg", "420-arithmetic-progressive.jpg"])(
    "reads %s as the Huffman-coded file",
    async (name) => {
      for (const channels of [1, 3] as const)
        expect(await decode(fixture(name), { channels })).toEqual(
          await decode(fixture("420-q90.jpg"), { channels }),
        );
    },
  );

  it.each(goldens)("makes TensorFlow's pixels of %s", async (_what, plan, md5) => {
    const { data } = await decode(writeJpeg(plan));
    expect(createHash("md5").update(data).digest("hex")).toBe(md5);
  });

  it("loses no more than an interval if a restart marker is lost", async () => {
    const plan: JpegPlan = { width: 40, height: 160, sampling: [0x11], intervals: [5] };
    const bytes = writeJpeg(plan);
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xd4);
    const without = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 2)]);
    let report: JpegReport | undefined;
    const [whole, damaged] = [await decode(bytes), await decode(without, { onDecode: (r) => (report = r) })];
    const differing = new Set<number>();
    damaged.data.forEach((value, i) => value !== whole.data[i] && differing.add(Math.floor(i / 40 / 8)));
    expect([...differing].every((row) => row === 4 || row === 5)).toBe(true); // the fifth interval, and its neighbour
    expect(report?.warnings).toContain("a restart marker is missing");
    await expect(decode(without, { strict: true })).rejects.toThrow("a restart marker is missing");
  });
});
