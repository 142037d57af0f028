import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { range } from "../index.ts";

describe("iterate with a signal", () => {
  it("retains no delivered element, and adds one listener", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void; // V8 defines it
    const delivered: WeakRef<object>[] = [];
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    signal.addEventListener = (...hook: Parameters<typeof add>): void => {
      listeners += 1;
      add(...hook);
    };
    const elements = range(60)
      .map((x) => Promise.resolve({ x }))
      .iterate({ signal });
    for (let i = 0; i < 50; i++) {
      const { value } = await elements.next();
      if (typeof value === "object") delivered.push(new WeakRef(value));
    }
    await new Promise((turned) => setImmediate(turned));
    collect();
    expect(delivered.filter((element) => element.deref() !== undefined).length).toBeLessThan(5);
    expect(listeners).toBe(1);
    await elements.return();
  });
});
