import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEvent } from "./decodeEvent.ts";
import { encodeEvent } from "./encodeEvent.ts";
import { histogramSummary, imageSummary, scalarSummary, type Event } from "./event.ts";
import { computeHistogram } from "./computeHistogram.ts";
import { readRecords } from "../records/readRecords.ts";

const fixture = new Uint8Array(readFileSync(join(import.meta.dirname, "../../fixtures", "events.tfevents")));

async function events(): Promise<readonly Event[]> {
  const read: Event[] = [];
  for await (const record of readRecords(fixture)) read.push(decodeEvent(record));
  return read;
}

describe("an event file that TensorFlow wrote", () => {
  it("is read: scalars, histograms and images of TensorFlow 1 and 2", async () => {
    const read = await events();
    expect(read[0].fileVersion).toBe("brain.Event:2");
    const summaries = read.flatMap(({ step, summaries }) => summaries.map((one) => ({ step, ...one })));
    expect(summaries.map(({ step, tag, kind }) => [step, tag, kind])).toEqual([
      [7, "loss", "scalar"],
      [8, "weights", "histogram"],
      [8, "picture/image/0", "image"],
      [9, "scalars", "scalar"],
      [10, "histograms", "histogram"],
      [11, "images", "image"],
      [12, "text", "other"],
    ]);
    expect(summaries).toMatchObject([
      { value: 0.5 },
      { histogram: { count: 7, min: -3, max: Math.fround(1e30) } },
      { height: 1, width: 2 },
      { value: 0.25 },
      { histogram: { min: 1, max: 4, count: 4, limits: [2, 4], counts: [3, 1] } },
      { height: 1, width: 2, encoded: new Uint8Array([0x89, 0x50, 0x4e, 0x47]) },
      {},
    ]);
  });

  it("holds the same histogram as ours", async () => {
    const numbers = new Float32Array([-3, 0, 1e-13, 1, 1, 6, 1e30]);
    const theirs = (await events()).flatMap((one) => one.summaries).find((one) => one.tag === "weights");
    expect(theirs?.kind === "histogram" ? theirs.histogram : undefined).toEqual(computeHistogram(numbers));
  });
});

describe("encodeEvent", () => {
  it("reads back any event", () => {
    const summary = fc.oneof(
      fc.tuple(fc.string(), fc.float()).map(([tag, value]) => scalarSummary(tag, value)),
      fc
        .tuple(fc.string(), fc.array(fc.double({ noNaN: true })))
        .map(([tag, values]) => histogramSummary(tag, values)),
      fc.tuple(fc.string(), fc.uint8Array(), fc.nat(), fc.nat()).map((one) => imageSummary(...one)),
    );
    const event = fc.record({
      wallTime: fc.double({ noNaN: true }),
      step: fc.maxSafeNat(),
      summaries: fc.array(summary),
    });
    fc.assert(
      fc.property(event, (one) => {
        expect(decodeEvent(encodeEvent(one))).toEqual(one);
      }),
    );
  });

  it("refuses a summary of an unknown kind", () => {
    const event = { wallTime: 0, step: 0, summaries: [{ kind: "other", tag: "graph" }] } as const;
    expect(() => encodeEvent(event)).toThrow(
      'the summary graph has the kind "other", which cannot be written',
    );
  });

  it("refuses NaN in a histogram", () => {
    expect(() => histogramSummary("w", [1, NaN])).toThrow("histogram: value 1 must be a number, got NaN");
  });
});
