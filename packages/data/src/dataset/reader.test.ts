import { describe, expect, it } from "vitest";
import { fromArray, fromIterable, range, toStream } from "../index.ts";

describe("Web Streams", () => {
  it("are read, even if the engine cannot iterate over them", async () => {
    const blob = (): ReadableStream<string> =>
      new ReadableStream({
        start(controller) {
          for (const word of ["a", "b", "c"]) controller.enqueue(word);
          controller.close();
        },
      });
    expect(await fromIterable(blob).toArray()).toEqual(["a", "b", "c"]);
    let cancelled = false;
    const bare = fromIterable(() => {
      const stream = new ReadableStream<number>({
        pull: (controller) => controller.enqueue(7),
        cancel: () => {
          cancelled = true;
        },
      });
      return { getReader: () => stream.getReader() };
    });
    expect(await bare.take(2).toArray()).toEqual([7, 7]);
    expect(cancelled).toBe(true);
  });

  it("produce elements as they are read, and close the pass when they are cancelled", async () => {
    let made = 0;
    const stream = toStream(range(9).tap(() => (made += 1)));
    const reader = stream.getReader();
    expect(await reader.read()).toEqual({ done: false, value: 0 });
    expect(made).toBe(1);
    await reader.cancel();
    const all: number[] = [];
    for await (const x of range(4).toStream()) all.push(x);
    expect(all).toEqual([0, 1, 2, 3]);
  });
});

describe("a reader", () => {
  it("reduces", async () => {
    expect(await range(5).reduce((sum, x) => sum + x, 0)).toBe(10);
    expect(await fromArray(["a", "b"]).reduce((text, x) => Promise.resolve(text + x), "")).toBe("ab");
  });

  it("visits one element after another, and waits for each", async () => {
    const seen: string[] = [];
    await range(3).forEach(async (x, index) => {
      seen.push(`in ${String(x)} ${String(index)}`);
      await Promise.resolve();
      seen.push(`out ${String(x)}`);
    });
    expect(seen).toEqual(["in 0 0", "out 0", "in 1 1", "out 1", "in 2 2", "out 2"]);
  });

  it("waits for anything that behaves like a promise", async () => {
    const thenable: PromiseLike<number> = {
      then: (_, rejected) => Promise.reject(new Error("thenable")).catch(rejected),
    };
    await expect(range(1).forEach(() => thenable)).rejects.toThrow("thenable");
    await expect(range(1).reduce(() => thenable, 0)).rejects.toThrow("thenable");
  });

  it("keeps the state of a shuffled, augmented, batched and prefetched pipeline under 1 KB", async () => {
    const pass = range(100_000)
      .shuffle({ seed: 1 })
      .map((x, { random }) => Promise.resolve(x + random.uniform()), { concurrency: 16 })
      .batch(32)
      .prefetch(4)
      .open({ epoch: 7 });
    for (let i = 0; i < 50; i++) await pass.next();
    await new Promise((turned) => setTimeout(turned, 5));
    expect(JSON.stringify(pass.state()).length).toBeLessThan(1024);
    await pass.close();
    const buffered = range(100_000)
      .filter(() => true)
      .shuffle({ buffer: 2048 })
      .open();
    for (let i = 0; i < 5000; i++) await buffered.next();
    expect(JSON.stringify(buffered.state()).length).toBeLessThan(8 * 2048); // positions: up to eight bytes each
  });
});

describe("a description", () => {
  it("has a line per stage with its size, and indents the sources of a zip", () => {
    const pairs = range(100)
      .zip(range(3).repeat())
      .filter(() => true)
      .batch(8);
    expect(pairs.describe()).toBe(
      [
        "  range(100)                        100",
        "  range(3)                          3",
        "  repeat()                          endless",
        "zip(range(100), range(3).repeat())  100",
        "filter()                            unknown",
        "batch(8)                            unknown",
      ].join("\n"),
    );
    expect(range(7).describe()).toBe("range(7)  7");
  });
});
