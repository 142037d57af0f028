import { describe, expect, it } from "vitest";
import { type Dataset, fromSource, range, type Step } from "../index.ts";
import { positionOf } from "../../fixtures/positionOf.ts";

/** Waits until nothing can continue. */
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise<void>((done) => setTimeout(done, 0));
};

/** An upstream whose elements the test delivers, whether it is closed or not; it counts its calls. */
class ManualSource {
  calls = 0;
  #resolveStep: (step: Step<number>) => void = () => undefined;
  readonly numbers: Dataset<number> = fromSource<number>({
    label: "manual()",
    size: undefined,
    open: () => ({
      next: () => {
        this.calls += 1;
        return new Promise((done) => (this.#resolveStep = done));
      },
      state: () => 0,
      close: () => Promise.resolve(),
    }),
  });

  deliver(value: number): void {
    this.#resolveStep({ done: false, value });
  }
}

describe("a prefetch that is closed", () => {
  it("pulls nothing more from its upstream, whether its reader waits or not", async () => {
    for (const count of [0, 1, 2]) {
      const upstream = new ManualSource();
      const pass = upstream.numbers.prefetch(3).open();
      for (let i = 0; i < count; i++) {
        const step = pass.next();
        upstream.deliver(i);
        await step;
      }
      const waiting = pass.next();
      const { calls } = upstream;
      await pass.close();
      upstream.deliver(7);
      await waiting;
      expect(await pass.next()).toEqual({ done: true, value: undefined });
      await turns();
      expect(upstream.calls).toBe(calls);
    }
  });

  it("pulls nothing more in a resume, and reports the state that it resumed from", async () => {
    const state = { from: 0, held: [0, 1], pulled: 4, upstream: 0 };
    const upstream = new ManualSource();
    const pass = upstream.numbers.prefetch(2).open({ state });
    const waiting = pass.next();
    upstream.deliver(0);
    await turns();
    await pass.close();
    upstream.deliver(1);
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(upstream.calls).toBe(2);
    expect(positionOf(pass)).toEqual(state);
  });

  it("calls no upstream function in later turns of the event loop", async () => {
    let calls = 0;
    const pass = range(9)
      .tap(() => (calls += 1))
      .prefetch(4)
      .open();
    await pass.next();
    await pass.close();
    await turns();
    expect(calls).toBe(1);
  });
});
