import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRecords } from "../records/readRecords.ts";
import { decodeEvent } from "./decodeEvent.ts";
import { encodeEvent } from "./encodeEvent.ts";
import type { Event, Summary } from "./event.ts";
import { prCurveSummary } from "./prCurveSummary.ts";
import { sessionEndSummary, sessionStartSummary } from "./sessionSummaries.ts";

const fixture = new Uint8Array(readFileSync(join(import.meta.dirname, "../../fixtures", "plugins.tfevents")));

/** The events that TensorBoard wrote, and their summaries by tag. */
async function written(): Promise<{ events: readonly Event[]; find: (tag: string) => Summary | undefined }> {
  const events: Event[] = [];
  for await (const record of readRecords(fixture)) events.push(decodeEvent(record));
  const summaries = events.flatMap((event) => event.summaries);
  return { events, find: (tag) => summaries.find((one) => one.tag === tag) };
}

const roundTrip = (event: Event): Event => decodeEvent(encodeEvent(event));

describe("summaries of TensorBoard's plugins", () => {
  it("hold the same precision-recall curve as TensorBoard's own", async () => {
    const labels = Array.from({ length: 60 }, (_, i) => Number(i % 3 === 0));
    const scores = Array.from({ length: 60 }, (_, i) => Math.fround(((i * 37) % 60) / 59));
    const { find } = await written();
    expect(prCurveSummary("pr/pr_curves", labels, scores, { thresholds: 11 })).toEqual(find("pr/pr_curves"));
  });

  it("hold the same hyperparameters as TensorBoard's own", async () => {
    const hyperparameters = { dropout: 0.25, frozen: true, layers: 3, optimizer: "adam" };
    const { find } = await written();
    const ours = sessionStartSummary(hyperparameters, 10.5);
    expect(ours).toEqual(find(ours.tag));
    expect(sessionEndSummary("failure", 20.5)).toEqual(find("_hparams_/session_end_info"));
  });

  it("survive encoding", () => {
    const summaries = [prCurveSummary("pr", [0, 1], [0.2, 0.7]), sessionEndSummary("success", 3)];
    const event: Event = { wallTime: 2, step: 5, summaries };
    expect(roundTrip(event)).toEqual(event);
  });
});

describe("the start of a session", () => {
  it("is read from a file that TensorBoard wrote", async () => {
    const { events } = await written();
    expect(events.map(({ sessionStart = false }) => sessionStart)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it("survives encoding", () => {
    const event: Event = { wallTime: 2, step: 5, sessionStart: true, summaries: [] };
    expect(roundTrip(event)).toEqual(event);
  });
});

describe("prCurveSummary", () => {
  it("counts at 201 thresholds by default", () => {
    const curve = prCurveSummary("pr", [1, 0], [1, 0]);
    expect(curve).toMatchObject({ shape: [6, 201] });
  });

  it.each<[string, () => Summary, string]>([
    [
      "two lengths",
      () => prCurveSummary("pr", [1], []),
      "labels and scores must have the same length, got 1 and 0",
    ],
    ["a label", () => prCurveSummary("pr", [2], [0.5]), "labels[0] must be an integer from 0 to 1, got 2"],
    [
      "a score",
      () => prCurveSummary("pr", [1], [1.5]),
      "scores[0] must be a finite number from 0 to 1, got 1.5",
    ],
    [
      "one threshold",
      () => prCurveSummary("pr", [], [], { thresholds: 1 }),
      "thresholds must be an integer of at least 2, got 1",
    ],
  ])("rejects %s", (_what, create, message) => {
    expect(create).toThrow(`prCurveSummary: ${message}`);
  });
});

it("sessionEndSummary rejects another status", () => {
  expect(() => sessionEndSummary("stopped" as never, 0)).toThrow(
    'sessionEndSummary: status must be one of "success", "failure", got "stopped"',
  );
});
