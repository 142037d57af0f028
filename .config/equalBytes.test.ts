import { describe, expect, it } from "vitest";

describe("the equality of typed arrays", () => {
  it("is that of their numbers and classes", () => {
    expect(Float32Array.of(1, Number.NaN)).toEqual(Float32Array.of(1, Number.NaN));
    expect({ data: Uint8Array.of(1, 2) }).toEqual({ data: Uint8Array.of(1, 2) });
    expect(Uint8Array.of(1, 2)).not.toEqual(Uint8Array.of(1, 3));
    expect(Uint8Array.of(1, 2)).not.toEqual(Uint8Array.of(1, 2, 3));
    expect(Uint8Array.of(1, 2)).not.toStrictEqual(Int8Array.of(1, 2));
  });
});
