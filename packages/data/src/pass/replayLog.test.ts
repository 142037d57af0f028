import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { bucketByLength, Dataset, range, type Source, type State } from "../index.ts";

/** Numbers whose states are counted while they are reachable. */
function countStates(count: number): { numbers: Dataset<number>; reachable: () => number } {
  const states: WeakRef<object>[] = [];
  const source: Source<number> = {
    label: `range(${String(count)})`,
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
    reachable() {
      collect();
      return states.filter((state) => state.deref() !== undefined).length;
    },
  };
}

it.each<[string, (numbers: Dataset<number>) => Dataset<unknown>]>([
  [
    "a bucket that holds one element",
    (numbers) => numbers.apply(bucketByLength((x) => (x === 0 ? 0 : 2), { boundaries: [1], sizes: [2, 4] })),
  ],
  ["a long inner source", (numbers) => numbers.interleave((x) => range(x === 0 ? 1e6 : 1), { cycle: 2 })],
])("keeps a bounded number of checkpoints after %s, and resumes exactly", async (_, of) => {
  const { numbers, reachable } = countStates(20_000);
  const pass = of(numbers).open();
  for (let i = 0; i < 4000; i++) {
    await pass.next();
    if (i % 1000 === 999) await new Promise((turned) => setTimeout(turned, 0)); // a WeakRef keeps its target until then
  }
  expect(reachable()).toBeLessThanOrEqual(66);
  const rest = of(range(20_000)).open({ state: pass.state() });
  for (let i = 0; i < 100; i++) expect(await rest.next()).toEqual(await pass.next());
  await pass.close();
  await rest.close();
});
