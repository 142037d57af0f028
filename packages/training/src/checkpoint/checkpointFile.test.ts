import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { runInNewContext } from "node:vm";
import { crc32 } from "node:zlib";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpointFile.ts";
import { packState, unpackState } from "./plainState.ts";

const STATE = {
  numbers: [1, -0, 0.1, NaN, Infinity, -Infinity, 1e-320],
  texts: ["", "é", "line\nbreak"],
  nested: { flag: true, nothing: null, $array: "own", $$: 1, empty: {}, list: [] },
  weights: { "dense/kernel": { data: Float32Array.of(1, NaN, -0, 1e-40), shape: [2, 2] } },
  scores: Float64Array.of(0.1, Number.MIN_VALUE),
  classes: [Int32Array.of(-1, 2), new Uint8Array(0), Uint16Array.of(65535)],
  scalar: { data: Float32Array.of(3), shape: [] },
};

/** What Node 24 and browsers have as `Float16Array`. */
function halves(): object {
  return Object.defineProperty(new Uint16Array(2), Symbol.toStringTag, { value: "Float16Array" });
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks)); // of its own, as a file that is read
}

describe("a state", () => {
  it("comes back from JSON and arrays exactly", () => {
    const { json, arrays } = packState("state", STATE);
    expect(unpackState(JSON.parse(JSON.stringify(json)), arrays)).toEqual(STATE);
    expect([...arrays.keys()]).toContain("weights/dense/kernel");
  });

  it("comes back from a file exactly", () => {
    expect(decodeCheckpoint(concatenate(encodeCheckpoint(STATE, crc32)), crc32)).toEqual(STATE);
  });

  it("loses fields that are undefined", () => {
    expect(decodeCheckpoint(concatenate(encodeCheckpoint({ a: undefined, b: 1 }, crc32)), crc32)).toEqual({
      b: 1,
    });
  });

  it("comes back from arrays of another realm", () => {
    const other = runInNewContext("({ a: Float32Array.of(1, 2), b: Uint8ClampedArray.of(3) })") as object;
    expect(decodeCheckpoint(concatenate(encodeCheckpoint({ ...other }, crc32)), crc32)).toEqual({
      a: Float32Array.of(1, 2),
      b: Uint8Array.of(3),
    });
  });

  it.each([
    [{ callbacks: [{ state: { run: () => 1 } }] }, "callbacks/0/state/run must be plain data"],
    [{ a: halves() }, "a must be plain data or a typed array, got an object (Float16Array)"],
    [{ a: new Map() }, "a must be plain data or a typed array, got an object (Map)"],
  ])("is refused if it is not plain", (state, message) => {
    expect(() => encodeCheckpoint(state, crc32)).toThrow(message);
  });
});

describe("damage of a file", () => {
  const whole = concatenate(encodeCheckpoint(STATE, crc32));

  it("is found wherever a bit is flipped", () => {
    const numbers = random(1);
    for (let at = 0; at < whole.length; at++) {
      const bytes = whole.slice();
      bytes[at] ^= 1 << numbers.integer(8);
      let read: unknown;
      try {
        read = decodeCheckpoint(bytes, crc32);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        continue;
      }
      expect(read).toEqual(STATE); // a bit of the padding
    }
  });

  it("is found wherever it is cut off, and if it is longer", () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeCheckpoint(whole.slice(0, length), crc32)).toThrow(RangeError);
    expect(() => decodeCheckpoint(concatenate([whole, Uint8Array.of(0)]), crc32)).toThrow("it must have");
  });
});
