import { describe, expect, it } from "vitest";
import { fixedLength } from "./fixedLength.ts";
import { fixedLengthSequence } from "./fixedLengthSequence.ts";
import { ragged } from "./ragged.ts";
import { readRecords } from "../../records/readRecords.ts";
import { sparse } from "./sparse.ts";
import { variableLength } from "./variableLength.ts";

type Any = (...input: unknown[]) => unknown; // as JavaScript may call them

describe("unknown options are refused with the nearest known name", () => {
  it.each<[Any, object, string]>([
    [fixedLength as Any, { shap: [2] }, "fixedLength: unknown option shap"],
    [fixedLengthSequence as Any, { requird: true }, "did you mean required?"],
    [variableLength as Any, { ass: "number" }, "did you mean as?"],
    [sparse as Any, { index: "i", value: "v", sizes: 3 }, "did you mean size?"],
    [ragged as Any, { partition: [] }, "did you mean partitions?"],
  ])("%s", (make, options, sentence) => {
    expect(() => make("int64", options)).toThrow(sentence);
  });

  it("also by readers", async () => {
    const reading = readRecords(new Uint8Array(0), { damge: "skip" } as never).next();
    await expect(reading).rejects.toThrow("readRecords: unknown option damge");
  });
});
