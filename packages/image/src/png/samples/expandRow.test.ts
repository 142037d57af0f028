import { expect, it } from "vitest";
import { expandRow } from "./expandRow.ts";
import { createLevelTable, type SampleMeaning } from "./levelTable.ts";

const file = (depth: number, colorType: number, transparency?: Uint8Array): SampleMeaning => ({
  header: { depth, colorType },
  palette: colorType === 3 ? Uint8Array.of(10, 20, 30, 40, 50, 60) : undefined,
  transparency,
});

function expand(
  png: SampleMeaning,
  channels: number,
  row: readonly number[],
  width: number,
  after: number,
): number[] {
  const table = createLevelTable(png, channels);
  if (table === undefined) throw new Error("no table");
  const output = new Uint8Array(1 + width * channels + after);
  expandRow(Uint8Array.of(0, ...row), 1, width, table, new DataView(output.buffer), 1);
  return [...output.subarray(1, 1 + width * channels)];
}

it.each([0, 1, 2, 3, 40])("expands gray, the last byte in part, with %d bytes after the row", (after) => {
  // 0b10110001 0b01......
  expect(expand(file(1, 0), 1, [0xb1, 0x40], 10, after)).toEqual([255, 0, 255, 255, 0, 0, 0, 255, 0, 255]);
  // 2 bits: 0, 1, 2, 3 and 3
  expect(expand(file(2, 0), 1, [0x1b, 0xc0], 5, after)).toEqual([0, 85, 170, 255, 255]);
  // 4 bits: 1, 15 and 2, repeated as RGB
  expect(expand(file(4, 0), 3, [0x1f, 0x20], 3, after)).toEqual([17, 17, 17, 255, 255, 255, 34, 34, 34]);
});

it.each([0, 1, 2, 40])("expands colours of a palette, with %d bytes after the row", (after) => {
  expect(expand(file(8, 3), 3, [1, 0, 2], 3, after)).toEqual([40, 50, 60, 10, 20, 30, 0, 0, 0]);
  const transparent = file(1, 3, Uint8Array.of(7));
  expect(expand(transparent, 4, [0x80], 2, after)).toEqual([40, 50, 60, 255, 10, 20, 30, 7]);
  expect(expand(transparent, 3, [0x80], 2, after)).toEqual([40, 50, 60, 10, 20, 30]); // alpha is dropped
});

it("makes the transparent gray level transparent, and no other", () => {
  expect(expand(file(2, 0, Uint8Array.of(0, 2)), 4, [0x90], 2, 0)).toEqual([
    170, 170, 170, 0, 85, 85, 85, 255,
  ]);
});
