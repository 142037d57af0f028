import { describe, expect, it } from "vitest";
import { type Dataset, fromSource, range, type Step } from "../index.ts";

/** Lets everything go on that can go on. */
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise<void>((done) => setTimeout(done, 0));
};

/** An upstream that answers when the test says so, whether it is closed or not, and counts what it was asked. */
class Held {
  asked = 0;
  #come: (step: Step<number>) => void = () => undefined;
  readonly numbers: Dataset<number> = fromSource<number>({
    label: "held()",
    size: undefined,
    open: () => ({
      next: () => {
        this.asked += 1;
        return new Promise((done) => (this.#come = done));
      },
      state: () => 0,
      close: () => Promise.resolve(),
    }),
  });

  let(value: number): void {
    this.#come({ done: false, value });
  }
}

describe("a prefetch that is closed", () => {
  it("asks its upstream for nothing more, when it is waited for and when it is not", async () => {
    for (const given of [0, 1, 2]) {
      const upstream = new Held();
      const pass = upstream.numbers.prefetch(3).open();
      for (let i = 0; i < given; i++) {
        const step = pass.next();
        upstream.let(i);
        await step;
      }
      const waiting = pass.next();
      const asked = upstream.asked;
      await pass.close();
      upstream.let(7);
      await waiting;
      expect(await pass.next()).toEqual({ done: true, value: undefined });
      await turns();
      expect(upstream.asked).toBe(asked);
    }
  });

  it("asks for nothing more in a resume, and reports the same state as before", async () => {
    const state = { from: 0, held: [0, 1], pulled: 4, upstream: 0 };
    const upstream = new Held();
    const pass = upstream.numbers.prefetch(2).open({ state });
    const waiting = pass.next();
    upstream.let(0);
    await turns();
    await pass.close();
    upstream.let(1);
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(upstream.asked).toBe(2);
    expect(pass.state()).toEqual(state);
  });

  it("calls no function before it when the event loop turns", async () => {
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
