import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { range } from "../index.ts";

describe("a walk with a signal", () => {
  it("keeps no delivered element, and one listener", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void; // that is what V8 puts there
    const given: WeakRef<object>[] = [];
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    signal.addEventListener = (...hook: Parameters<typeof add>): void => {
      listeners += 1;
      add(...hook);
    };
    const walk = range(60)
      .map((x) => Promise.resolve({ x }))
      .iterate({ signal });
    for (let i = 0; i < 50; i++) {
      const { value } = await walk.next();
      if (typeof value === "object") given.push(new WeakRef(value));
    }
    await new Promise((turned) => setImmediate(turned));
    collect();
    expect(given.filter((element) => element.deref() !== undefined).length).toBeLessThan(5);
    expect(listeners).toBe(1);
    await walk.return();
  });
});
