import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { crc32 } from "node:zlib";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpointFile.ts";
import { packState, unpackState } from "./plainState.ts";
import { createCheckpointTimer } from "./dueCheckpoint.ts";
import { listDifferences } from "./differences.ts";
import { createStableNames } from "../model/stableNames.ts";

const STATE = {
  numbers: [1, -0, 0.1, NaN, Infinity, -Infinity, 1e-320],
  texts: ["", "é", "line\nbreak"],
  nested: { flag: true, nothing: null, $array: "own", $$: 1, empty: {}, list: [] },
  weights: { "dense/kernel": { data: Float32Array.of(1, NaN, -0, 1e-40), shape: [2, 2] } },
  scores: Float64Array.of(0.1, Number.MIN_VALUE),
  classes: [Int32Array.of(-1, 2), new Uint8Array(0), Uint16Array.of(65535)],
  scalar: { data: Float32Array.of(3), shape: [] },
};

function bytesOf(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks)); // of its own, as a file that is read
}

describe("a state", () => {
  it("comes back from JSON and arrays exactly", () => {
    const { json, arrays } = packState("state", STATE);
    expect(unpackState(JSON.parse(JSON.stringify(json)), arrays)).toEqual(STATE);
    expect([...arrays.keys()]).toContain("weights/dense/kernel");
  });

  it("comes back from a file exactly", () => {
    expect(decodeCheckpoint(bytesOf(encodeCheckpoint(STATE, crc32)), crc32)).toEqual(STATE);
  });

  it("loses fields that are undefined", () => {
    expect(decodeCheckpoint(bytesOf(encodeCheckpoint({ a: undefined, b: 1 }, crc32)), crc32)).toEqual({
      b: 1,
    });
  });

  it.each([
    [{ callbacks: [{ state: { run: () => 1 } }] }, "callbacks/0/state/run must be plain data"],
    [{ a: new Map() }, "a must be plain data or a typed array, got an object (Map)"],
  ])("is refused if it is not plain", (state, message) => {
    expect(() => encodeCheckpoint(state, crc32)).toThrow(message);
  });
});

describe("damage of a file", () => {
  const whole = bytesOf(encodeCheckpoint(STATE, crc32));

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
    expect(() => decodeCheckpoint(bytesOf([whole, Uint8Array.of(0)]), crc32)).toThrow("it must have");
  });
});

describe("the timer of checkpoints", () => {
  it("counts steps and epochs of the run, and seconds from the last checkpoint", () => {
    let now = 5000;
    const timer = createCheckpointTimer({ every: { steps: 10, epochs: 2, seconds: 3 }, clock: () => now });
    expect([9, 10, 11, 20].map((steps) => timer.isDueAfterStep(steps, false))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([1, 2, 3].map((epochs) => timer.isDueAfterEpoch(epochs, false))).toEqual([false, true, false]);
    now += 3000;
    expect([
      timer.isDueAfterStep(1, false),
      timer.isDueAfterStep(1, true),
      timer.isDueAfterStep(10, true),
    ]).toEqual([true, false, true]);
    expect(timer.isDueAfterEpoch(1, false)).toBe(true);
    timer.begin();
    expect(timer.isDueAfterStep(1, false)).toBe(false);
  });
});

describe("differences", () => {
  it("name each value by its path", () => {
    const before = { optimizer: { name: "adam", options: { beta1: 0.9, list: [1, 2] } }, gone: 1, same: {} };
    const now = {
      optimizer: { name: "adam", options: { beta1: 0.8, list: [1, 3] } },
      same: {},
      unset: undefined,
    };
    expect(listDifferences(now, before)).toEqual([
      "optimizer.options.beta1 is 0.8, was 0.9",
      "optimizer.options.list is [1,3], was [1,2]",
      "gone is missing, was 1",
    ]);
  });
});

describe("names that are the same in every process", () => {
  it("count automatic names within the model, and leave others alone", () => {
    const stable = createStableNames();
    expect(
      [
        "dense_Dense7/kernel",
        "dense_Dense7/bias",
        "dense_Dense12/kernel",
        "conv2d_Conv2D3",
        "model4",
        "block1a_bn",
      ].map(stable),
    ).toEqual([
      "dense_Dense1/kernel",
      "dense_Dense1/bias",
      "dense_Dense2/kernel",
      "conv2d_Conv2D1",
      "model1",
      "block1a_bn",
    ]);
    expect(stable('{"name":"dense_Dense12","inputs":["dense_Dense12_input","input5"]}')).toBe(
      '{"name":"dense_Dense2","inputs":["dense_Dense2_input","input1"]}',
    );
  });
});
