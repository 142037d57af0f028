import { describe, expect, it } from "vitest";
import { silent, throwing } from "../../../fixtures/throwing.ts";
import { range } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";

describe("zip", () => {
  it("stays aligned after an error in any of its sources", async () => {
    const [intact, broken] = [range(5), range(5).map(throwing(1))];
    const slow = range(5).map(async (x) => throwing(1)(await Promise.resolve(x)));
    const rest = [0, 2, 3, 4];
    const rows = rest.map((x) => [x, x]);
    for (const source of [broken, slow]) {
      expect(await source.zip(intact).ignoreErrors(silent).toArray()).toEqual(rows);
      expect(await intact.zip(source).ignoreErrors(silent).toArray()).toEqual(rows);
      expect(await checkSourceContract(source.zip(intact, slow).ignoreErrors(silent))).toEqual([]);
      const three = source.zip(intact, source).prefetch(2).ignoreErrors(silent);
      expect(await three.toArray()).toEqual(rest.map((x) => [x, x, x]));
      expect(await checkSourceContract(three)).toEqual([]);
    }
  });

  it("throws the errors of several sources in one row as one AggregateError", async () => {
    const errors: unknown[] = [];
    const broken = range(3).map(throwing(1));
    await broken
      .zip(range(3), broken)
      .ignoreErrors((error) => errors.push(error))
      .toArray();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(AggregateError);
    const { message, errors: both } = errors[0] as AggregateError; // checked above
    expect(message).toBe(
      "zip(range(3).map(), range(3), range(3).map()): in one row: " +
        "range(3).map(): element 1: no 1; range(3).map(): element 1: no 1",
    );
    expect(both).toHaveLength(2);
  });

  it("ends with the shortest source, even if the others throw", async () => {
    const errors: string[] = [];
    const rows = range(3)
      .map(throwing(2))
      .zip(range(2))
      .ignoreErrors((error) => errors.push(String(error)));
    expect(await rows.toArray()).toHaveLength(2);
    expect(errors).toEqual(["StageError: range(3).map(): element 2: no 2"]);
  });

  it("stays aligned over a source that replays from its start", async () => {
    const unique = range(6).map(throwing(1)).unique();
    const rows = range(6).zip(unique, range(6)).ignoreErrors(silent);
    const pass = rows.open();
    for (let i = 0; i < 2; i++) await pass.next();
    expect(await rows.toArray({ state: pass.state() })).toEqual([3, 4, 5].map((x) => [x, x, x]));
  });
});
