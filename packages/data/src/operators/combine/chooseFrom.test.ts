import { expect, it } from "vitest";
import { chooseFrom, fromArray, fromSource, range, StageError } from "../../index.ts";

it("reports a choice that is not an index of a source, also after a resume", async () => {
  const dataset = fromSource(chooseFrom([range(9), range(9)], fromArray([0, 1, 0, 1, 0, 7])));
  for (const count of [0, 3, 5]) {
    const pass = dataset.open();
    for (let i = 0; i < count; i++) await pass.next();
    const error: unknown = await dataset.toArray({ state: pass.state() }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StageError);
    expect(error).toMatchObject({ position: 5 });
    await pass.close();
  }
});
