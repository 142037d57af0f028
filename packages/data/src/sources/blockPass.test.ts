import { describe, expect, it } from "vitest";
import { checkSourceContract } from "../operator.ts";
import { blockSource } from "./blockSource.ts";
import type { BlockRecipe } from "./block.ts";

interface Probe {
  readonly recipe: BlockRecipe<number>;
  opened: number;
  closed: number;
}

/** Files of numbers in blocks; the blocks of some are empty. `stalled` never returns the block at that position. */
function probe(
  files: readonly (readonly (readonly number[])[])[],
  stalled?: readonly [number, number],
): Probe {
  const counts = { opened: 0, closed: 0 };
  const recipe: BlockRecipe<number> = {
    label: "probe",
    size: undefined,
    files: files.length,
    fingerprint: undefined,
    async open(file, [start = 0]) {
      await Promise.resolve();
      counts.opened += 1;
      let [at, isClosed] = [start, false];
      let stop = (): void => undefined;
      return {
        async read() {
          if (stalled?.[0] === file && stalled[1] === at)
            await new Promise<void>((resolve) => {
              stop = resolve;
            });
          const numbers = files[file].at(at);
          if (numbers === undefined) return undefined;
          at += 1;
          return { count: numbers.length, next: [at], at: (index) => numbers[index] };
        },
        close() {
          if (!isClosed) counts.closed += 1;
          isClosed = true;
          stop();
          return Promise.resolve();
        },
      };
    },
  };
  return Object.assign(counts, { recipe });
}

describe("blockSource", () => {
  it("reads all files, also empty ones, and resumes from every element", async () => {
    const { recipe } = probe([[[1, 2], [], [3]], [], [[]], [[4], [5, 6]]]);
    expect(await checkSourceContract(blockSource(recipe))).toEqual([]);
    const pass = blockSource(recipe).open();
    const all: unknown[] = [];
    for (let step = await pass.next(); step.done !== true; step = await pass.next()) all.push(step.value);
    expect(all).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("returns the elements of a block without a promise", async () => {
    const pass = blockSource(probe([[[1, 2]]]).recipe).open();
    expect(pass.next()).toBeInstanceOf(Promise);
    await pass.close();
    const other = blockSource(probe([[[1, 2]]]).recipe).open();
    await other.next();
    expect(other.next()).toEqual({ done: false, value: 2 });
  });

  it("opens each file once and closes it, however the pass ends", async () => {
    for (const steps of [0, 1, 2, 3, 9]) {
      const probed = probe([[[1, 2]], [[3]]]);
      const pass = blockSource(probed.recipe).open();
      for (let i = 0; i < steps; i++) await pass.next();
      await Promise.all([pass.close(), pass.close()]);
      expect([probed.closed, (await pass.next()).done]).toEqual([probed.opened, true]);
      expect(probed.opened).toBe([0, 1, 1, 2, 2][[0, 1, 2, 3, 9].indexOf(steps)]);
    }
  });

  it("ends a pending step when it is closed: while a file is opened, and while a block is read", async () => {
    for (const wait of [0, 5]) {
      const probed = probe([[[1]]], [0, 0]);
      const pass = blockSource(probed.recipe).open();
      const pending = Promise.resolve(pass.next());
      for (let turn = 0; turn < wait; turn++) await Promise.resolve();
      const closing = pass.close();
      expect((await pending).done).toBe(true);
      await closing;
      expect([probed.opened, probed.closed]).toEqual([1, 1]);
    }
  });

  it("refuses a state of another pipeline", () => {
    const source = blockSource(probe([[[1]]]).recipe);
    expect(() => source.open({ state: { at: 0, epoch: 0 } })).toThrow(
      "probe: the state is of another pipeline",
    );
    const state = { at: 0, block: [-1], epoch: 0, file: 0, skip: 0 };
    expect(() => source.open({ state })).toThrow("probe: the state's block must be a list of counts");
    expect(() => source.open({ state: { ...state, block: [], file: 2 } })).toThrow(
      "file must be a count up to 1, got 2",
    );
  });
});
