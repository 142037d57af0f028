import { describe, expect, it } from "vitest";
import { WireReader } from "./wireReader.ts";

/** Skips one field and returns the rest. */
function left(...bytes: readonly number[]): number {
  const wire = new WireReader();
  wire.open(Uint8Array.from(bytes), 0, bytes.length);
  wire.skip(wire.tag());
  return wire.end - wire.at;
}

describe("WireReader", () => {
  it("passes over fields up to the largest number that there is, 2^29 - 1", () => {
    expect(left(0xf8, 0xff, 0xff, 0xff, 0x0f, 1, 99)).toBe(1);
    expect(left(0xfd, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3, 4)).toBe(0);
  });

  it("refuses the field number 0, and one past the largest", () => {
    expect(() => left(0x02, 0)).toThrow("expected a field number at byte 0");
    expect(() => left(0x80, 0x80, 0x80, 0x80, 0x10, 0)).toThrow("expected a field number at byte 0");
  });

  it("passes over groups, one in another", () => {
    const [begin4, begin100, end100, end4] = [0x23, [0xa3, 0x06], [0xa4, 0x06], 0x24];
    expect(left(begin4, 0x28, 7, ...begin100, 0x2a, 1, 0, ...end100, end4)).toBe(0);
  });

  it.each([
    ["small", [0x23, 0x2c]],
    ["large", [0xa3, 0x06, 0xac, 0x06]],
  ])("refuses a group that ends as another: %s field numbers", (_, bytes) => {
    expect(() => left(...bytes)).toThrow("expected the end of the group that began");
  });

  it("refuses groups deeper than a message can mean", () => {
    expect(() => left(...new Array<number>(101).fill(0x23))).toThrow("expected groups at most 100 deep");
  });
});
