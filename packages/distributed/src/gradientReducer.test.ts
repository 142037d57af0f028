import { describe, expect, it } from "vitest";
import type { Communicator } from "./communicator.ts";
import { createGradientReducer } from "./gradientReducer.ts";

/** A communicator of one rank that doubles, and records what it does. */
function recorder(): { readonly communicator: Communicator; readonly log: string[] } {
  const log: string[] = [];
  const unused = (): never => {
    throw new Error("unused");
  };
  const communicator: Communicator = {
    rank: 0,
    size: 2,
    allReduce: unused,
    broadcast: unused,
    allGather: unused,
    scatter: unused,
    barrier: unused,
    startAllReduce(values, feedback) {
      log.push(`start ${String(values.length)}${feedback === undefined ? "" : ` ${feedback.compression}`}`);
      return {
        test: () => log.push("test") > 0,
        wait() {
          log.push("wait");
          for (const [i, x] of values.entries()) values[i] = 2 * x;
        },
      };
    },
  };
  return { communicator, log };
}

describe("createGradientReducer", () => {
  it("starts a bucket when it is full, and long arrays by themselves", () => {
    const { communicator, log } = recorder();
    const reducer = createGradientReducer(communicator, { bucketBytes: 16 });
    for (let step = 0; step < 2; step++) {
      reducer.add(Float32Array.of(1, 2));
      reducer.add(Float32Array.of(3)); // 3 of 4 numbers
      reducer.add(Float32Array.of(4, 5)); // does not fit
      reducer.add(Float32Array.of(6, 7, 8, 9, 10)); // longer than a bucket
      reducer.add(new Float32Array(0));
      expect(log).toEqual(["start 3", "test", "start 2", "start 5", "test", "test", "test"]);
      expect(reducer.finish()).toEqual(
        [[2, 4], [6], [8, 10], [12, 14, 16, 18, 20], []].map((values) => Float32Array.from(values)),
      );
      expect(log.splice(0).slice(7)).toEqual(["start 0", "wait", "wait", "wait", "wait"]);
    }
    expect(reducer.finish()).toEqual([]);
  });

  it("compresses, and throws for invalid options", () => {
    const { communicator, log } = recorder();
    const reducer = createGradientReducer(communicator, { compression: "float16" });
    reducer.add(Float32Array.of(1));
    reducer.finish();
    expect(log).toEqual(["start 1 float16", "wait"]);
    expect(() => createGradientReducer(communicator, { bucketBytes: 3 })).toThrow(
      "createGradientReducer: bucketBytes must be an integer of at least 4, got 3",
    );
    expect(() => createGradientReducer(communicator, { compression: "int8" as "float16" })).toThrow(
      'createGradientReducer: compression must be one of "float16", "bfloat16", got "int8"',
    );
  });
});
