import { expect, it } from "vitest";
import { encodeMetadata, factsOf, planMetadata, withFileSize } from "./metadata.ts";

it("encodes facts as columns, with a flag for what is unknown", () => {
  const rows = [
    { sex: "female", age_approx: "45", anatom_site_general_challenge: "torso", patient_id: "p" },
    { sex: "0", age_approx: "90", anatom_site_general: "head", patient_id: "p" },
    { sex: "-1", age_approx: "", patient_id: "-1" },
  ].map(factsOf);
  const plan = planMetadata(rows.slice(0, 1));
  expect(plan).toEqual({ sites: ["torso"], width: 8 });
  const encoded = encodeMetadata(rows, plan).map((row) => withFileSize(row, 1000));
  const size = Math.fround(Math.log(1000));
  expect(encoded.map((row) => [...row])).toEqual([
    [1, 0.5, Math.fround(Math.log(3)), size, 0, 0, 0, 1],
    [0, 1, Math.fround(Math.log(3)), size, 0, 0, 0, 0],
    [-1, 0, Math.fround(Math.log(2)), size, 1, 1, 1, 0],
  ]);
});
