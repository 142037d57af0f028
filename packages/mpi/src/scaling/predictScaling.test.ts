import { createCommunicatorMemory, createSharedCommunicator } from "@tensorloom/distributed";
import { describe, expect, it } from "vitest";
import { allReduceMs } from "./allReduceMs.ts";
import { fitLink } from "./fitLink.ts";
import { measureLink } from "./measureLink.ts";
import { predictScaling } from "./predictScaling.ts";

const link = { latencyMs: 0.1, bytesPerSecond: 1e6 }; // a byte takes 0.001 ms

describe("allReduceMs", () => {
  it("is the faster of both algorithms", () => {
    expect(allReduceMs(link, 1, 1e6)).toBe(0);
    expect(allReduceMs(link, 2, 10)).toBeCloseTo(0.11, 12); // 1 round of 0.1 + 0.01
    expect(allReduceMs(link, 8, 10)).toBeCloseTo(0.33, 12); // 3 rounds
    expect(allReduceMs(link, 8, 8000)).toBeCloseTo(6 * 0.1 + (2 * 7 * 8) / 8, 12); // 6 messages, 14 ms of bytes
  });
});

describe("fitLink", () => {
  it("finds latency and bandwidth again", () => {
    const [short, long] = [100, 1e6].map((bytes) => ({ bytes, milliseconds: allReduceMs(link, 4, bytes) }));
    const { latencyMs, bytesPerSecond } = fitLink(short, long, 4);
    expect(latencyMs).toBeCloseTo(0.1, 9);
    expect(bytesPerSecond).toBeCloseTo(1e6, 3);
  });
});

describe("predictScaling", () => {
  const options = { computeMs: 30, gradientBytes: 20_000, ranks: [1, 2], bucketBytes: 10_000 };

  it("sends buckets while the next are computed", () => {
    // ready after 20 and 30 ms; each takes 10.1 ms, so the second waits 0.1 ms for the first
    const [one, two] = predictScaling(link, options);
    expect(one).toEqual({ ranks: 1, stepMs: 30, waitMs: 0, efficiency: 1 });
    expect(two.stepMs).toBeCloseTo(40.2, 9);
    expect(two.efficiency).toBeCloseTo(30 / 40.2, 9);
  });

  it("with a backward pass that copying and adding makes longer", () => {
    const slow = { ...link, hostBytesPerSecond: 2e6 }; // 20000 bytes take 10 ms: ready after 25 and 40 ms
    expect(predictScaling(slow, options)[1].stepMs).toBeCloseTo(50.1, 9);
  });

  it("or after the last one", () => {
    expect(predictScaling(link, { ...options, overlap: false })[1].waitMs).toBeCloseTo(20.2, 9);
  });

  it("throws for numbers out of range", () => {
    expect(() => predictScaling(link, { ...options, computeMs: 0 })).toThrow(
      "predictScaling: computeMs must be greater than 0, got 0",
    );
    expect(() => predictScaling(link, { ...options, ranks: [0] })).toThrow(
      "predictScaling: ranks must be an integer of at least 1, got 0",
    );
  });
});

describe("measureLink", () => {
  it("throws for one rank", () => {
    const alone = createSharedCommunicator(createCommunicatorMemory(1), 0, 1);
    expect(() => measureLink(alone)).toThrow("measureLink: there must be at least 2 ranks, got 1");
  });

  it("times all-reduces with its clock", () => {
    let now = 0;
    let work = 0;
    const pretended = {
      ...createSharedCommunicator(createCommunicatorMemory(1), 0, 1),
      size: 2,
      allReduce: ({ length }: { readonly length: number }) => void (now += allReduceMs(link, 2, 4 * length)),
      startAllReduce: ({ length }: { readonly length: number }) => ({
        test: () => (now += 4) > 0 && ++work % 2 === 0,
        wait: () => void (now += allReduceMs(link, 2, 4 * length)),
      }),
    };
    const measured = measureLink(pretended, { clock: () => (now += 1e-6), maxBytes: 65_536 });
    expect(measured.latencyMs).toBeCloseTo(0.1, 2);
    expect(measured.bytesPerSecond / 1e6).toBeCloseTo(1, 2);
    expect(measured.hostBytesPerSecond).toBeCloseTo(65_536_000 / 8, -3); // two looks of 4 ms
  });
});
