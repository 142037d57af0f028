import { createReadStream, type ReadStream } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import {
  fromGenerator,
  fromIterable,
  fromSource,
  iterate,
  range,
  type Source,
  toStream,
  zip,
} from "../index.ts";

const never = (): Promise<never> => new Promise<never>(() => undefined);
const here = new URL(import.meta.url);

/** A source that opens synchronously, yields `count` elements asynchronously, and counts its passes. */
function counted(count: number): { source: Source<number>; opened: number; closed: number } {
  const counts = { opened: 0, closed: 0 };
  const source: Source<number> = {
    label: "counted",
    size: count,
    open() {
      counts.opened += 1;
      let at = 0;
      return {
        next: () =>
          Promise.resolve(at < count ? { done: false, value: at++ } : { done: true, value: undefined }),
        state: () => at,
        close() {
          counts.closed += 1;
          return Promise.resolve();
        },
      };
    },
  };
  return Object.assign(counts, { source });
}

const endless = (): AsyncGenerator<number, void> =>
  (async function* () {
    try {
      for (let x = 0; ; x++) yield await Promise.resolve(x);
    } finally {
      throw new Error("finally failed");
    }
  })();

describe("a pass that is closed while an element is in flight", () => {
  it.each([
    [
      "flatMap",
      (source: Source<number>) =>
        range(3)
          .map((x) => Promise.resolve(x))
          .flatMap(() => source),
    ],
    ["repeat", (source: Source<number>) => fromSource(source).repeat(3)],
    ["concatenate", (source: Source<number>) => fromSource(source).concatenate(fromSource(source))],
  ])("opens no further source: %s", async (_, of) => {
    for (let count = 0; count < 3; count++) {
      const counts = counted(1);
      const pass = of(counts.source).open();
      for (let i = 0; i < count; i++) await pass.next();
      const pending = pass.next();
      await pass.close();
      await pending;
      expect(await pass.next()).toEqual({ done: true, value: undefined });
      expect(counts.closed).toBe(counts.opened);
    }
  });

  it("calls no function with that element", async () => {
    const seen: number[] = [];
    const pass = range(3)
      .map((x) => Promise.resolve(x))
      .tap((x) => seen.push(x))
      .open();
    const pending = pass.next();
    await pass.close();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(seen).toEqual([]);
  });

  it("cancels a Web Stream that stalls, also on an abort", async () => {
    let cancelled = 0;
    const stalled = fromIterable(
      () => new ReadableStream<number>({ pull: never, cancel: () => void (cancelled += 1) }),
    );
    const pass = stalled.open();
    const pending = pass.next();
    await pass.close();
    expect([cancelled, await pending]).toEqual([1, { done: true, value: undefined }]);
    const elements = stalled.iterate({ signal: AbortSignal.timeout(1) });
    await expect(elements.next()).rejects.toThrow("timeout");
    expect(cancelled).toBe(2);
  });

  it("ends if its Web Stream is cancelled, and aborts elements in flight", async () => {
    let aborted = 0;
    const stuck = range(3).map((_, { signal }) => {
      signal.addEventListener("abort", () => (aborted += 1));
      return never();
    });
    const reader = toStream(stuck).getReader();
    const read = reader.read();
    await Promise.resolve();
    await reader.cancel();
    expect([aborted, (await read).done]).toEqual([1, true]);
    const controller = new AbortController();
    const other = toStream(stuck, { signal: controller.signal }).getReader().read();
    controller.abort(new Error("enough"));
    await expect(other).rejects.toThrow("enough");
  });
});

describe("an iterable that a function returns", () => {
  it("may be a file's stream", async () => {
    const texts = await range(1)
      .flatMap(() => createReadStream(here))
      .map(String)
      .toArray();
    expect(texts.join("")).toContain("may be a file's stream");
  });

  it("may be a stream that stalls: closing ends the pending read", async () => {
    for (const stalled of [new Readable({ read: () => undefined }), new PassThrough()]) {
      const pass = fromIterable(() => stalled).open();
      const waited = pass.next();
      await new Promise((turned) => setTimeout(turned, 1));
      await pass.close();
      expect(stalled.destroyed).toBe(true);
      expect((await waited).done).toBe(true);
    }
  });

  it("is opened lazily after a resume, and closed with the pass", async () => {
    const streams: ReadStream[] = [];
    const chunks = range(4).interleave(
      () => {
        const stream = createReadStream(here, { highWaterMark: 10 });
        streams.push(stream);
        return stream;
      },
      { cycle: 4 },
    );
    const pass = chunks.open();
    for (let i = 0; i < 6; i++) await pass.next();
    const again = chunks.open({ state: pass.state() });
    await pass.close();
    await again.next();
    expect(streams).toHaveLength(5);
    await again.close();
    expect(streams.every(({ destroyed }) => destroyed)).toBe(true);
  });
});

describe("an error while closing", () => {
  it("does not hide the error that ended the pass, as in a plain for await", async () => {
    const broken = fromGenerator(endless).map((x) => {
      if (x === 2) throw new Error("the real one");
      return x;
    });
    await expect(broken.toArray()).rejects.toThrow("the real one");
    await expect(iterate(broken.skip(2)).next()).rejects.toThrow("the real one");
    await expect(
      (async () => {
        for await (const x of fromGenerator(endless)) throw new Error(`the body's ${String(x)}`);
      })(),
    ).rejects.toThrow("the body's 0");
    await expect(fromGenerator(endless).take(1).toArray()).rejects.toThrow("finally failed");
  });

  it("leaves no other source open, even if close throws synchronously", async () => {
    const counts = counted(2);
    const bad: Source<number> = {
      ...counts.source,
      open: () => ({
        next: () => ({ done: false, value: 1 }),
        state: () => null,
        close() {
          throw new Error("synchronous");
        },
      }),
    };
    await expect(fromSource(zip(bad, counts.source)).take(1).toArray()).rejects.toThrow("synchronous");
    expect(counts.closed).toBe(1);
  });
});
