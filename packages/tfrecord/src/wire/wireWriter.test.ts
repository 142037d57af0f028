import { describe, expect, it } from "vitest";
import { decodeExample } from "../example/decodeExample.ts";
import { encodeExample } from "../example/encodeExample.ts";
import { bytes, int64 } from "../example/feature.ts";
import { WireWriter } from "@tensorloom/core/internal";

describe("WireWriter", () => {
  it("keeps every byte while it makes room, wherever the room runs out", () => {
    for (let size = 1000; size < 1030; size++) {
      const writer = new WireWriter();
      writer.raw(new Uint8Array(size).fill(7));
      for (let value = 0; value < 60; value++) writer.varint(value);
      const written = [...writer.finish()];
      expect(written).toEqual([
        ...Array.from({ length: 60 }, (_, i) => 59 - i),
        ...new Array<number>(size).fill(7),
      ]);
    }
  });

  it("forgets what an encoder that failed has written", () => {
    const broken = { first: int64(1), second: { kind: "bytes", values: [undefined] } } as never;
    const whole = encodeExample({ first: int64(1) });
    expect(() => encodeExample(broken)).toThrow(TypeError);
    expect(encodeExample({ first: int64(1) })).toEqual(whole);
  });

  it("carries images larger than its first room", () => {
    for (const size of [900, 1019, 1020, 1021, 1024, 5000, 333_000]) {
      const image = Uint8Array.from({ length: size }, (_, i) => (i * 31) & 255);
      const example = decodeExample(encodeExample({ image: bytes([image]), target: int64([1]) }));
      expect(example.get("image")).toEqual({ kind: "bytes", values: [image] });
      expect(example.get("target")).toEqual({ kind: "int64", values: BigInt64Array.of(1n) });
    }
  });
});
