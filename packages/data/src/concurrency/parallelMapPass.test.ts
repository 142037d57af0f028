import { describe, expect, it } from "vitest";
import { type Dataset, fromSource, type Pass, range, type Step } from "../index.ts";

/** Waits until nothing can continue. */
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise<void>((done) => setImmediate(done));
};

/** An upstream whose elements the test delivers, whether it is closed or not. */
function manualSource(): { readonly numbers: Dataset<number>; readonly deliver: (x: number) => void } {
  let resolveStep: (step: Step<number>) => void = () => undefined;
  const pass: Pass<number> = {
    next: () => new Promise((done) => (resolveStep = done)),
    state: () => 0,
    close: () => Promise.resolve(),
  };
  return {
    numbers: fromSource<number>({ label: "manual()", size: undefined, open: () => pass }),
    deliver: (value) => resolveStep({ done: false, value }),
  };
}

describe("a parallel map that is closed", () => {
  for (const ordered of [true, false])
    it(`starts no transform with an element that arrives afterwards (ordered: ${String(ordered)})`, async () => {
      const started: number[] = [];
      const upstream = manualSource();
      const work = (x: number): Promise<number> => Promise.resolve(started.push(x));
      const pass = upstream.numbers.map(work, { concurrency: 3, ordered }).open();
      const pending = pass.next();
      upstream.deliver(1);
      await pending;
      const last = pass.next();
      await pass.close();
      upstream.deliver(2);
      expect(await last).toEqual({ done: true, value: undefined });
      await turns();
      expect(started).toEqual([1]);
    });

  it("starts no transform in a resume, nor if the function before it closes the pass", async () => {
    const started: number[] = [];
    const work = (x: number): Promise<number> => Promise.resolve(started.push(x));
    const upstream = manualSource();
    const state = { epoch: 0, tape: { from: 0, held: [0], pulled: 1, upstream: 0 } };
    const resumed = upstream.numbers.map(work, { concurrency: 2 }).open({ state });
    const pending = resumed.next();
    await resumed.close();
    upstream.deliver(1);
    await pending;
    const closing: Pass<number> = range(9)
      .tap((x) => void (x === 1 && closing.close()))
      .map(work, { concurrency: 4 })
      .open();
    expect(await closing.next()).toEqual({ done: true, value: undefined });
    await turns();
    expect(started).toEqual([0]);
  });

  it("shows an aborted signal to a transform that first reads it afterwards", async () => {
    let go: () => void = () => undefined;
    const aborted: boolean[] = [];
    const pass = range(3)
      .map(
        async (_, context) => {
          await new Promise<void>((done) => (go = done));
          aborted.push(context.signal.aborted);
        },
        { concurrency: 2 },
      )
      .open();
    void pass.next();
    await pass.close();
    go();
    await turns();
    expect(aborted).toEqual([true]);
  });

  it("closes its upstream immediately, before its own elements in flight have ended", async () => {
    let closed = false;
    const upstream = fromSource<number>({
      label: "upstream()",
      size: 1,
      open: () => ({
        next: () => Promise.resolve({ done: false, value: 1 }),
        state: () => 0,
        close: () => Promise.resolve(void (closed = true)),
      }),
    });
    const pass = upstream.map((x) => Promise.resolve(x), { concurrency: 2 }).open();
    await pass.next();
    void pass.close();
    expect(closed).toBe(true);
  });
});
