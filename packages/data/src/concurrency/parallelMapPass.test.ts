import { describe, expect, it } from "vitest";
import { type Dataset, fromSource, type Pass, range, type Step } from "../index.ts";

/** Lets everything go on that can go on. */
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise<void>((done) => setImmediate(done));
};

/** An upstream whose elements come when the test says so, whether it is closed or not. */
function held(): { readonly numbers: Dataset<number>; readonly let: (x: number) => void } {
  let come: (step: Step<number>) => void = () => undefined;
  const pass: Pass<number> = {
    next: () => new Promise((done) => (come = done)),
    state: () => 0,
    close: () => Promise.resolve(),
  };
  return {
    numbers: fromSource<number>({ label: "held()", size: undefined, open: () => pass }),
    let: (value) => come({ done: false, value }),
  };
}

describe("a parallel map that is closed", () => {
  for (const ordered of [true, false])
    it(`begins no work with an element that comes afterwards (ordered: ${String(ordered)})`, async () => {
      const begun: number[] = [];
      const upstream = held();
      const work = (x: number): Promise<number> => Promise.resolve(begun.push(x));
      const pass = upstream.numbers.map(work, { concurrency: 3, ordered }).open();
      const asked = pass.next();
      upstream.let(1);
      await asked;
      const last = pass.next();
      await pass.close();
      upstream.let(2);
      expect(await last).toEqual({ done: true, value: undefined });
      await turns();
      expect(begun).toEqual([1]);
    });

  it("begins none after a resume either, nor if the function before it closes the pass", async () => {
    const begun: number[] = [];
    const work = (x: number): Promise<number> => Promise.resolve(begun.push(x));
    const upstream = held();
    const state = { epoch: 0, tape: { from: 0, held: [0], pulled: 1, upstream: 0 } };
    const resumed = upstream.numbers.map(work, { concurrency: 2 }).open({ state });
    const asked = resumed.next();
    await resumed.close();
    upstream.let(1);
    await asked;
    const closing: Pass<number> = range(9)
      .tap((x) => void (x === 1 && closing.close()))
      .map(work, { concurrency: 4 })
      .open();
    expect(await closing.next()).toEqual({ done: true, value: undefined });
    await turns();
    expect(begun).toEqual([0]);
  });

  it("aborts the signal of a transform for the first time afterwards", async () => {
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
