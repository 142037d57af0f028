import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryStorage } from "../../../../core/fixtures/memoryStorage.ts";
import { decodeEvent } from "../../events/decodeEvent.ts";
import { type Event, scalarSummary } from "../../events/event.ts";
import { eventWriter } from "../../events/eventWriter.ts";
import { readRecordFile } from "../readRecordFile.ts";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "events-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = () => 1_700_000_000_500;

async function read(path: string): Promise<readonly Event[]> {
  const events: Event[] = [];
  for await (const record of readRecordFile(path)) events.push(decodeEvent(record));
  return events;
}

describe("eventWriter", () => {
  it("names its file by the clock, and every event has the clock's time", async () => {
    const writer = await eventWriter(folder, { clock, suffix: ".v2" });
    await writer.write(7, [scalarSummary("loss", 0.5)]);
    await writer.close();
    expect(basename(writer.path)).toMatch(/^events\.out\.tfevents\.1700000000\..+\.\d+\.v2$/);
    expect(await read(writer.path)).toEqual([
      { wallTime: 1_700_000_000.5, step: 0, fileVersion: "brain.Event:2", summaries: [] },
      { wallTime: 1_700_000_000.5, step: 7, summaries: [{ kind: "scalar", tag: "loss", value: 0.5 }] },
    ]);
  });

  it("can be read while it writes", async () => {
    const writer = await eventWriter(folder, { clock });
    await writer.write(1, [scalarSummary("loss", 0.5)]);
    expect(await read(writer.path)).toHaveLength(2);
    await writer.close();
  });

  it("creates a second file in the same second, which sorts after the first", async () => {
    const writers = [await eventWriter(folder, { clock }), await eventWriter(folder, { clock })];
    for (const writer of writers) await writer.close();
    expect(readdirSync(folder).sort()).toEqual(writers.map(({ path }) => basename(path)));
  });

  it("starts a session at the step from which earlier files are hidden", async () => {
    const writer = await eventWriter(folder, { clock, purgeStep: 40 });
    await writer.close();
    expect((await read(writer.path))[1]).toMatchObject({ step: 40, sessionStart: true });
  });

  it("rejects a negative step", async () => {
    await expect(eventWriter(folder, { clock, purgeStep: -1 })).rejects.toThrow(
      "eventWriter: purgeStep must be an integer of at least 0, got -1",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it("writes an object at an address: when it begins, every 30 seconds, and when it ends", async () => {
    const storage = memoryStorage("board");
    let now = 1_700_000_000_500;
    const steps = async (path: string) => (await read(path)).map(({ step }) => step);
    try {
      const writer = await eventWriter("board://runs/first/", { clock: () => now });
      const second = await eventWriter("board://runs/first/", { clock: () => now });
      expect(second.path).toBe(`${writer.path}.1`);
      expect(writer.path).toMatch(/^board:\/\/runs\/first\/events\.out\.tfevents\.1700000000\./);
      await writer.write(1, []);
      expect(await steps(writer.path)).toEqual([0]);
      now += 30_000;
      await writer.write(2, []);
      expect(await steps(writer.path)).toEqual([0, 1, 2]);
      await writer.write(3, []);
      await writer.close();
      expect(await steps(writer.path)).toEqual([0, 1, 2, 3]);
      storage.onRequest = (request) => {
        if (request.startsWith("write")) throw new Error("access denied");
      };
      now += 30_000;
      await expect(second.write(1, [])).rejects.toThrow("access denied");
    } finally {
      storage.restore();
    }
  });
});
