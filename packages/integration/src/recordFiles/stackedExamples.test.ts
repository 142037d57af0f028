import { stack } from "@tensorloom/data";
import { encodeExample, fixedLength, int64, parseExample, parseExamples } from "@tensorloom/tfrecord";
import { expect, it } from "vitest";

it("int64 as bigint has one form in a batch, parsed one by one or together", () => {
  const spec = {
    id: fixedLength("int64"),
    pair: fixedLength("int64", { shape: [2] }),
    grid: fixedLength("int64", { shape: [1, 2] }),
    near: fixedLength("int64", { shape: [2], as: "number" }),
  };
  const records = [2n ** 62n, -(2n ** 63n)].map((id, i) => {
    const values = int64(id, BigInt(i));
    return encodeExample({ id: int64(id), pair: values, grid: values, near: int64(i, 5) });
  });
  expect(stack(records.map((record) => parseExample(record, spec)))).toEqual(parseExamples(records, spec));
});
