import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { bucketByLength, Dataset, range, type Source, type State } from "../index.ts";

/** Numbers whose states are counted as long as somebody holds on to them. */
function watched(count: number): { numbers: Dataset<number>; held: () => number } {
  const states: WeakRef<object>[] = [];
  const source: Source<number> = {
    label: "watched",
    size: count,
    open(start) {
      const pass = range(count).open(start);
      return {
        next: () => pass.next(),
        close: () => pass.close(),
        state(): State {
          const state = { ...(pass.state() as { at: number; epoch: number }) };
          states.push(new WeakRef(state));
          return state;
        },
      };
    },
  };
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  return {
    numbers: new Dataset(source),
    held() {
      collect();
      return states.filter((state) => state.deref() !== undefined).length;
    },
  };
}

it.each<[string, (numbers: Dataset<number>) => Dataset<unknown>]>([
  [
    "a bucket that one element waits in",
    (numbers) => numbers.apply(bucketByLength((x) => (x === 0 ? 0 : 2), { boundaries: [1], sizes: [2, 4] })),
  ],
  [
    "an inner source that does not end",
    (numbers) => numbers.interleave((x) => range(x === 0 ? 1e6 : 1), { cycle: 2 }),
  ],
])("notes no more and no more places behind %s, and goes on exactly", async (_, of) => {
  const { numbers, held } = watched(20_000);
  const pass = of(numbers).open();
  for (let i = 0; i < 4000; i++) {
    await pass.next();
    if (i % 1000 === 999) await new Promise((turned) => setTimeout(turned, 0)); // a WeakRef holds on until then
  }
  expect(held()).toBeLessThanOrEqual(66);
  const rest = of(range(20_000)).open({ state: pass.state() });
  for (let i = 0; i < 100; i++) expect(await rest.next()).toEqual(await pass.next());
  await pass.close();
  await rest.close();
});
