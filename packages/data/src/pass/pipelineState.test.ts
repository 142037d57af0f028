import { describe, expect, it } from "vitest";
import { batch, type Dataset, iterate, map, range, type Source, type State } from "../index.ts";

const double = (x: number): number => 2 * x;
const half = (x: number): number => x / 2;

/** A state after two elements, as a file keeps it. */
async function stateOf(dataset: Dataset<unknown>): Promise<State> {
  const pass = dataset.open();
  await pass.next();
  await pass.next();
  await pass.close();
  return JSON.parse(JSON.stringify(pass.state())) as State; // JSON of a state is one
}

const numbers = range(10);
const pipeline = numbers.shuffle({ seed: 3 }).map(double).batch(2).prefetch(1);

describe("the state of a dataset", () => {
  it("names the stages", async () => {
    const { pipeline: stages } = (await stateOf(pipeline)) as { readonly pipeline: readonly string[] };
    expect(stages.map((stage) => stage.split(" #")[0])).toEqual([
      "range(10), 10 elements",
      "shuffle(3)",
      "map(double)",
      "batch(2)",
      "prefetch()",
    ]);
  });

  it("names each stage once, however deep the pipeline is", async () => {
    const text = JSON.stringify(
      await stateOf(
        pipeline
          .unbatch()
          .batch(3)
          .map((x) => x),
      ),
    );
    expect(text.match(/"pipeline"/g)).toHaveLength(1);
    expect(text.match(/map\(double\)/g)).toHaveLength(1);
  });

  it.each<[string, Dataset<unknown>, string]>([
    [
      "another order",
      numbers.shuffle({ seed: 4 }).map(double).batch(2).prefetch(1),
      "stage 2 was shuffle(3), now it is shuffle(4)",
    ],
    [
      "another function",
      numbers.shuffle({ seed: 3 }).map(half).batch(2).prefetch(1),
      "stage 3 was map(double), now it is map(half)",
    ],
    [
      "another seed of a map",
      numbers.shuffle({ seed: 3 }).map(double, { seed: 1 }).batch(2).prefetch(1),
      "stage 3, map(double), had other options",
    ],
    [
      "more elements, and larger batches",
      range(11).shuffle({ seed: 3 }).map(double).batch(3).prefetch(1),
      "stage 1 was range(10), 10 elements, now it is range(11), 11 elements; stage 4 was batch(2), now it is batch(3)",
    ],
    [
      "a missing stage",
      numbers.map(double).batch(2).prefetch(1),
      'its stages were "range(10), 10 elements", "shuffle(3)", "map(double)", "batch(2)", "prefetch()"; ' +
        'now they are "range(10), 10 elements", "map(double)", "batch(2)", "prefetch()"',
    ],
  ])("is refused by a pipeline with %s", async (_, other, difference) => {
    const state = await stateOf(pipeline);
    const refusal = new TypeError(`${other.label}: the state is of another pipeline: ${difference}`);
    expect(() => other.open({ state })).toThrow(refusal);
    await expect(other.toArray({ state })).rejects.toThrow(refusal);
    await expect(other.forEach(String, { state })).rejects.toThrow(refusal);
    await expect(iterate(other, { state }).next()).rejects.toThrow(refusal);
  });

  it("is refused if a function whose stage has the same fields takes the place of another", async () => {
    const state = await stateOf(numbers.filter(Boolean));
    expect(() => numbers.tap(double).open({ state })).toThrow(
      "stage 2 was filter(Boolean), now it is tap(double)",
    );
  });

  it("is refused if one of several parents differs", async () => {
    const zipped = (other: Source<number>): Dataset<unknown> => numbers.zip(other);
    const state = await stateOf(zipped(range(20).map(double)));
    expect(() => zipped(range(20).map(half)).open({ state })).toThrow(
      "stage 3 was map(double), now it is map(half)",
    );
    expect((await zipped(range(20).map(double)).toArray({ state })).length).toBe(8);
  });

  it("is accepted if only the body of a function or the depth of a prefetch has changed", async () => {
    const mended = (x: number): number => x + x;
    Object.defineProperty(mended, "name", { value: "double" });
    const state = await stateOf(pipeline);
    const rest = await numbers.shuffle({ seed: 3 }).map(mended).batch(2).prefetch(4).toArray({ state });
    expect(rest).toEqual((await pipeline.toArray()).slice(2));
  });

  it("is accepted by every way to read", async () => {
    const state = await stateOf(pipeline);
    const rest = (await pipeline.toArray()).slice(2);
    const seen: unknown[] = [];
    await pipeline.forEach((element) => void seen.push(element), { state });
    expect(seen).toEqual(rest);
    const iterated: unknown[] = [];
    for await (const element of pipeline.iterate({ state })) iterated.push(element);
    expect(iterated).toEqual(rest);
    const streamed: unknown[] = [];
    for await (const element of pipeline.toStream({ state })) streamed.push(element);
    expect(streamed).toEqual(rest);
  });
});

it("a source that is not a dataset has a state without stages, and resumes from it", async () => {
  const source = batch<number>(2)(map(double)(bare(5)));
  const pass = source.open();
  await pass.next();
  const state = pass.state();
  await pass.close();
  expect(state).not.toHaveProperty("pipeline");
  const rest: unknown[] = [];
  for await (const element of iterate(source, { state })) rest.push(element);
  expect(rest).toEqual([[4, 6], [8]]);
});

/** A source of numbers without the methods of a dataset. */
function bare(count: number): Source<number> {
  const { label, size } = range(count);
  return {
    label,
    size,
    open({ state } = {}) {
      let at = typeof state === "number" ? state : 0;
      return {
        next: () => (at < count ? { done: false, value: at++ } : { done: true, value: undefined }),
        state: () => at,
        close: () => Promise.resolve(),
      };
    },
  };
}
