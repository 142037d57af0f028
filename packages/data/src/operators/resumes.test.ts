import { describe, expect, it } from "vitest";
import { silent, throwing } from "../../fixtures/throwing.ts";
import { type Dataset, fromGenerator, fromSource, range, rebatch, sampleFrom } from "../index.ts";
import { checkSourceContract } from "../operator.ts";
import { positionOf } from "../../fixtures/positionOf.ts";

const STAGES: Readonly<Record<string, (numbers: Dataset<unknown>) => Dataset<unknown>>> = {
  batch: (numbers) => numbers.batch(3),
  unbatch: (numbers) => numbers.batch(3).unbatch(),
  rebatch: (numbers) => numbers.batch(2).apply(rebatch(3)),
  parallel: (numbers) => numbers.map((x) => Promise.resolve(x), { concurrency: 3 }),
  prefetch: (numbers) => numbers.prefetch(2),
  shuffle: (numbers) => numbers.shuffle({ buffer: 4, seed: 1 }),
  cache: (numbers) => numbers.cache(),
  unique: (numbers) => numbers.unique(JSON.stringify),
  flatMap: (numbers) => numbers.flatMap((x) => [x, x]),
  zip: (numbers) => range(30).zip(numbers, range(30)),
  sample: (numbers) => fromSource(sampleFrom<unknown>([numbers, range(20, 30)], { seed: 2 })),
};

describe("a resume after ignored errors", () => {
  it("repeats no element and loses none, for any two stages", async () => {
    const found: string[] = [];
    for (const errors of [[4], [3, 5], [0, 1, 11]])
      for (const [first, before] of Object.entries(STAGES))
        for (const [second, after] of Object.entries(STAGES)) {
          const dataset = after(before(range(12).map(throwing(...errors)))).ignoreErrors(silent);
          for (const one of await checkSourceContract(dataset))
            found.push(`${errors.join()} ${first} ${second}: ${one}`);
        }
    expect(found).toEqual([]);
  });

  it("reports no error twice, and each new error once", async () => {
    let reports = 0;
    const batches = range(9)
      .map(throwing(1, 7))
      .batch(3)
      .ignoreErrors(() => (reports += 1));
    const pass = batches.prefetch(1).open();
    await pass.next();
    expect(reports).toBe(1);
    expect(await batches.prefetch(1).toArray({ state: pass.state() })).toEqual([[4, 5, 6], [8]]);
    expect(reports).toBe(2);
  });
});

describe("a resume that cannot read a held element again", () => {
  /** Resumes after `count` elements, while each of `lost` fails once: the rest, the errors and the first element. */
  async function resume(of: (numbers: Dataset<number>) => Dataset<number>, count: number, lost: number[]) {
    const failing = new Set<number>();
    const errors: string[] = [];
    const once = (x: number): number => {
      if (failing.delete(x)) throw new Error(`no ${String(x)}`);
      return x;
    };
    const numbers = of(range(20).map(once)).ignoreErrors((error) => errors.push(String(error)));
    const pass = numbers.open();
    const first = (await pass.next()).value;
    for (let i = 1; i < count; i++) await pass.next();
    lost.forEach((x) => failing.add(x));
    const rest = await numbers.toArray({ state: pass.state() });
    return { errors, rest, first };
  }

  it("loses only that element and reports it: shuffle", async () => {
    const { errors, rest, first } = await resume((x) => x.shuffle({ buffer: 10, seed: 13 }), 1, [0, 4]);
    const left = Array.from({ length: 20 }, (_, x) => x).filter((x) => ![0, 4, first].includes(x));
    expect(left).toHaveLength(17);
    expect(rest.sort((a, b) => a - b)).toEqual(left);
    expect(errors).toEqual(
      [0, 4].map((x) => `StageError: range(20).map(once): element ${String(x)}: no ${String(x)}`),
    );
  });

  it("loses only that element and reports it: interleave", async () => {
    const four = (x: Dataset<number>): Dataset<number> =>
      x.filter((y) => y < 4).interleave((y) => [y, y + 10, y + 20, y + 30], { cycle: 4 });
    const { errors, rest } = await resume(four, 5, [0, 2]);
    expect(rest.sort((a, b) => a - b)).toEqual([11, 13, 21, 23, 31, 33]);
    expect(errors).toHaveLength(2);
  });
});

describe("a resume after an error that no longer occurs", () => {
  /** Resumes while the elements of `then` throw: the rest, and the number of errors reported in it. */
  async function resume(of: (numbers: Dataset<number>) => Dataset<unknown>, count: number, then: number[]) {
    let wrong: readonly number[] = [1];
    let reports = 0;
    const numbers = of(range(9).map((x) => throwing(...wrong)(x))).ignoreErrors(() => (reports += 1));
    const pass = numbers.open();
    for (let i = 0; i < count; i++) await pass.next();
    const state = pass.state();
    await pass.close();
    [wrong, reports] = [then, 0];
    return { rest: await numbers.toArray({ state }), reports };
  }

  it.each<[string, (numbers: Dataset<number>) => Dataset<unknown>]>([
    ["cache", (numbers) => numbers.cache()],
    ["unique", (numbers) => numbers.unique()],
  ])("continues from its position and reports new errors: %s", async (_, of) => {
    expect(await resume(of, 3, [])).toEqual({ rest: [4, 5, 6, 7, 8], reports: 0 });
    expect(await resume(of, 3, [6])).toEqual({ rest: [4, 5, 7, 8], reports: 1 });
    expect(await resume(of, 3, [1, 2])).toEqual({ rest: [4, 5, 6, 7, 8], reports: 1 });
  });

  it("puts the element into its batch and reports new errors", async () => {
    const batches = (numbers: Dataset<number>): Dataset<unknown> => numbers.batch(3);
    const resumeTorn = async (then: number[]) => {
      let wrong: readonly number[] = [1];
      const numbers = batches(range(9).map((x) => throwing(...wrong)(x)));
      const pass = numbers.open();
      expect(() => pass.next()).toThrow("no 1");
      const upstream = positionOf(pass);
      wrong = then;
      const errors: string[] = [];
      const rest = await numbers
        .ignoreErrors((error) => errors.push(String(error)))
        .toArray({
          state: { errors: 1, upstream },
        });
      return [rest, errors.length];
    };
    expect(await resumeTorn([1])).toEqual([
      [
        [0, 2, 3],
        [4, 5, 6],
        [7, 8],
      ],
      0,
    ]);
    expect(await resumeTorn([])).toEqual([
      [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
      ],
      0,
    ]);
    expect(await resumeTorn([2])).toEqual([
      [
        [0, 1, 3],
        [4, 5, 6],
        [7, 8],
      ],
      1,
    ]);
  });

  it("continues over a stream that had failed", async () => {
    let broken = true;
    const numbers = fromGenerator(function* () {
      yield 0;
      if (broken) throw new Error("no disk");
      yield 1;
    });
    const pass = numbers.open();
    await pass.next();
    expect(() => pass.next()).toThrow("no disk");
    broken = false;
    expect(await numbers.toArray({ state: pass.state() })).toEqual([1]);
  });
});

describe("a cache that another process fills again", () => {
  it.each<[string, () => Dataset<number>, number]>([
    ["unique", () => mixed().cache().unique().repeat(2), 8],
    [
      "concatenate",
      () =>
        mixed()
          .cache()
          .concatenate(range(3).filter(() => true))
          .repeat(2),
      7,
    ],
    ["repeat", () => mixed().cache().repeat(3), 8],
  ])("holds the same elements after a resume: %s", async (_, make, count) => {
    const all = await make().toArray();
    const pass = make().open();
    for (let i = 0; i < count; i++) await pass.next();
    const [fresh, other] = [make(), make()];
    await other.toArray({ epoch: 7 });
    for (const dataset of [fresh, other])
      expect(await dataset.toArray({ state: pass.state() })).toEqual(all.slice(count));
  });

  function mixed(): Dataset<number> {
    return range(6)
      .shuffle({ seed: 1 })
      .map((x) => x);
  }
});

describe("errors while a batch gathers elements", () => {
  it("leave the state small, and a resume reads from the held element on", async () => {
    let reads = 0;
    const broken = range(2000).map((x) => {
      reads += 1;
      if (x > 2 && x < 1990) throw new Error("gone");
      return x;
    });
    const pass = broken.batch(2).open();
    expect(await pass.next()).toEqual({ done: false, value: [0, 1] });
    for (let i = 0; i < 1900; i++) expect(() => pass.next()).toThrow("gone");
    expect(JSON.stringify(positionOf(pass)).length).toBeLessThan(150);
    reads = 0;
    const rest = broken.batch(2).ignoreErrors(silent);
    expect((await rest.toArray({ state: { errors: 0, upstream: positionOf(pass) } })).at(0)).toEqual([
      2, 1990,
    ]);
    expect(reads).toBe(1998); // elements 2 to 1999: 2 is held
  });
});

describe("a state", () => {
  it("is the same after the pass is closed", async () => {
    for (const of of Object.values(STAGES)) {
      const pass = of(range(20)).open();
      for (let i = 0; i < 3; i++) await pass.next();
      await new Promise((turned) => setTimeout(turned, 2));
      const state = pass.state();
      await pass.close();
      expect(pass.state()).toEqual(state);
    }
  });

  it("taken while a batch is pending resumes before the batch's elements", async () => {
    const batches = range(9)
      .map((x) => Promise.resolve(x))
      .batch(3);
    const pass = batches.open();
    const waited = pass.next();
    await Promise.resolve();
    const [during, closed] = [pass.state(), pass.close()];
    await Promise.all([waited, closed]);
    for (const state of [during, pass.state()])
      expect(await batches.toArray({ state })).toEqual([
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
      ]);
  });

  it("of another pipeline is refused before anything is read", () => {
    const three = range(9).interleave((x) => range(x), { cycle: 3 });
    const two = range(9).interleave((x) => range(x), { cycle: 2 });
    expect(() => two.open({ state: three.open().state() })).toThrow(
      "range(9).interleave(): the state is of another pipeline: stage 2, interleave(), had other options",
    );
    expect(() => two.open({ state: positionOf(three.open()) })).toThrow(
      "interleave(): the state is of another pipeline: its slots must be a list of 2, got one of 3",
    );
    expect(() =>
      range(9)
        .zip(range(9))
        .open({ state: positionOf(range(9).zip(range(9), range(9)).open()) }),
    ).toThrow("its upstreams must be a list of 2, got one of 3");
    expect(() => three.open({ state: { ...(positionOf(three.open()) as object), slot: 3 } })).toThrow(
      "interleave(): the state's slot must be a count up to 2, got 3",
    );
    const rounds = range(3).filter(Boolean).repeat(2);
    expect(() => rounds.open({ state: { ...(positionOf(rounds.open()) as object), round: 2 } })).toThrow(
      "repeat(2): the state's round must be a count up to 1, got 2",
    );
    expect(() => range(3).open({ state: { at: 4, epoch: 0 } })).toThrow(
      "range(3): the state is of another pipeline: its position is 4, but there are 3 elements",
    );
  });
});
