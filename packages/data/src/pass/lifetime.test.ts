import { describe, expect, it } from "vitest";
import { fromGenerator, iterate, range, StageError } from "../index.ts";
import { positionOf } from "../../fixtures/positionOf.ts";

interface CountedGenerator {
  readonly numbers: ReturnType<typeof fromGenerator<number>>;
  ended: number;
}

function countedGenerator(): CountedGenerator {
  const counts = { ended: 0 };
  const numbers = fromGenerator(async function* counting() {
    try {
      for (let x = 0; ; x++) yield await Promise.resolve(x);
    } finally {
      counts.ended += 1;
    }
  });
  return Object.assign(counts, { numbers });
}

const handles = (): string[] =>
  process.getActiveResourcesInfo().filter((kind) => kind !== "PipeWrap" && kind !== "TTYWrap");

describe("a pass", () => {
  it("runs the generator's finally on break, on take, on error and on abort", async () => {
    const left = countedGenerator();
    for await (const x of left.numbers.batch(2).prefetch(2)) if (x[0] === 4) break;
    expect(left.ended).toBe(1);

    const taken = countedGenerator();
    expect(await taken.numbers.shuffle({ buffer: 3 }).take(2).toArray()).toHaveLength(2);
    expect(taken.ended).toBe(1);

    const broken = countedGenerator();
    const failing = broken.numbers.map((x) => {
      if (x === 3) throw new Error("three");
      return x;
    });
    await expect(failing.batch(2).toArray()).rejects.toThrow("three");
    expect(broken.ended).toBe(1);

    const aborted = countedGenerator();
    const controller = new AbortController();
    const readAll = async (): Promise<void> => {
      for await (const x of iterate(aborted.numbers.prefetch(3), { signal: controller.signal }))
        if (x === 2) controller.abort(new Error("enough"));
    };
    await expect(readAll()).rejects.toThrow("enough");
    expect(aborted.ended).toBe(1);
  });

  it("does not wait for a pending element when it is aborted", async () => {
    const stuck = range(3).map(() => new Promise<number>(() => undefined), { concurrency: 2 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const readAll = async (): Promise<void> => {
      for await (const x of stuck.iterate({ signal: controller.signal })) expect(x).toBe(0);
    };
    await expect(readAll()).rejects.toThrow("aborted");
    const never = fromGenerator(async function* () {
      yield await new Promise<number>(() => undefined);
    });
    await expect(never.iterate({ signal: AbortSignal.timeout(5) }).next()).rejects.toThrow("timeout");
    const before: string[] = [];
    await expect(
      (async () => {
        for await (const x of stuck.iterate({ signal: AbortSignal.abort() })) before.push(String(x));
      })(),
    ).rejects.toThrow("aborted");
  });

  it("aborts the signal of transforms in flight", async () => {
    for (const concurrency of [1, 3]) {
      let aborted = 0;
      const pass = range(9)
        .map(
          (x, { signal }) => {
            signal.addEventListener("abort", () => (aborted += 1));
            return x < 2 ? x : new Promise<number>((done) => setTimeout(() => done(x), 5));
          },
          { concurrency },
        )
        .open();
      await pass.next();
      await pass.next();
      const pending = pass.next();
      await pass.close();
      await pending;
      expect(aborted).toBe(concurrency === 1 ? 3 : 5);
    }
  });

  it("leaves no timer or handle", async () => {
    const before = handles();
    for await (const x of range(100)
      .map((y) => y + 1)
      .prefetch(4))
      if (x === 10) break;
    const pass = range(100).prefetch(4).open();
    await pass.next();
    await pass.close();
    expect(handles()).toEqual(before);
  });

  it("reports the stage and the element of an error", async () => {
    const pipeline = range(10)
      .skip(2)
      .map(function decode(x) {
        if (x === 5) throw new RangeError("not a JPEG");
        return x;
      })
      .batch(2);
    const failure: unknown = await pipeline.toArray().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StageError);
    expect(failure).toMatchObject({
      message: "range(10).skip(2).map(decode): element 3: not a JPEG",
      stage: "range(10).skip(2).map(decode)",
      position: 3,
      cause: new RangeError("not a JPEG"),
    });
  });

  it("counts and reports ignored errors, and delivers the other elements", async () => {
    const reports: string[] = [];
    const even = range(6)
      .map((x) => {
        if (x % 2 === 1) throw new Error("odd");
        return x;
      })
      .ignoreErrors((error, count) => reports.push(`${String(count)} ${String(error)}`), { max: 3 });
    expect(await even.toArray()).toEqual([0, 2, 4]);
    expect(reports).toEqual([
      "1 StageError: range(6).map(): element 1: odd",
      "2 StageError: range(6).map(): element 3: odd",
      "3 StageError: range(6).map(): element 5: odd",
    ]);
    await expect(even.repeat(2).toArray()).resolves.toHaveLength(6);
    const few = range(6)
      .map(() => {
        throw new Error("always");
      })
      .ignoreErrors(() => undefined, { max: 2 });
    await expect(few.toArray()).rejects.toThrow("element 2: always");
  });

  it("loses no element of an incomplete batch to an error, whether it continues or resumes", async () => {
    const batches = range(7)
      .map((x) => {
        if (x === 2) throw new Error("two");
        return x;
      })
      .batch(3);
    for (const pipeline of [batches, batches.unbatch().batch(3)]) {
      const pass = pipeline.open();
      await expect((async () => pass.next())()).rejects.toThrow("two");
      const state = pass.state();
      expect(await pass.next()).toEqual({ done: false, value: [0, 1, 3] });
      const again = pipeline.open({ state }); // the error was reported: it is not reported again
      expect(await again.next()).toEqual({ done: false, value: [0, 1, 3] });
      expect(await again.next()).toEqual({ done: false, value: [4, 5, 6] });
    }
  });

  it("refuses a state of another pipeline", () => {
    const state = positionOf(range(10).batch(3).open());
    expect(() => range(10).shuffle({ buffer: 3 }).open({ state })).toThrow(
      "range(10).shuffle(0, 3): the state is of another pipeline: expected the fields draws, epoch, tape, got at, torn, upstream",
    );
    expect(() => range(10).open({ state: 7 })).toThrow(
      "range(10): the state is of another pipeline: expected the fields at, epoch, got 7",
    );
  });
});
