import { expect, it } from "vitest";
import { fitMetadata, readFacts } from "./metadata.ts";

it("encodes facts as columns, with a flag for what is unknown", async () => {
  const facts = [
    { sex: "female", age_approx: "45", anatom_site_general_challenge: "torso", patient_id: "p" },
    { sex: "0", age_approx: "90", anatom_site_general: "head", patient_id: "p" },
    { sex: "-1", age_approx: "", patient_id: "-1" },
  ].map(readFacts);
  const { names, encode } = await fitMetadata(facts.slice(0, 1));
  expect(names).toEqual([
    "sex",
    "sex missing",
    "age",
    "age missing",
    "images",
    "bytes",
    "site=torso",
    "site missing",
  ]);
  const size = Math.fround(Math.log(1000));
  expect(encode(facts).map((row) => [...row(999)])).toEqual([
    [1, 0, 0.5, 0, Math.fround(Math.log(3)), size, 1, 0],
    [0, 0, 1, 0, Math.fround(Math.log(3)), size, 0, 0],
    [-1, 1, 0, 1, Math.fround(Math.log(2)), size, 0, 1],
  ]);
});
