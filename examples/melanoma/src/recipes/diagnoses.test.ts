import { expect, it } from "vitest";
import { planDiagnoses } from "./diagnoses.ts";

const rows = [
  ...Array.from({ length: 4 }, () => ({ diagnosis: "nevus", target: 0 })),
  ...Array.from({ length: 3 }, () => ({ diagnosis: undefined, target: 0 })),
  { diagnosis: "NV", target: 0 },
  { diagnosis: "solar lentigo", target: 0 },
  { diagnosis: "seborrheic keratosis", target: 0 },
  { diagnosis: "melanoma", target: 1 },
  { diagnosis: "MEL", target: 1 },
  { diagnosis: "DF", target: 0 },
];

it("has a class for each of the most frequent diagnoses, under one name", () => {
  const nine = planDiagnoses(rows, 9);
  expect(nine).toMatchObject({ names: ["melanoma", "nevus", "unknown", "BKL", "DF"], malignant: [0] });
  const four = planDiagnoses(rows, 4);
  expect(four).toMatchObject({ names: ["melanoma", "nevus", "unknown", "other"], malignant: [0] });
  expect(rows.map(four.classOf)).toEqual([1, 1, 1, 1, 2, 2, 2, 1, 3, 3, 0, 0, 3]);
  expect(four.classOf({ diagnosis: "SCC", target: 0 })).toBe(3);
});

it("refuses diagnoses that are unknown or mixed", () => {
  expect(() => planDiagnoses([{ diagnosis: undefined, target: 0 }], 9)).toThrow("no feature diagnosis");
  const mixed = [
    { diagnosis: "nevus", target: 0 },
    { diagnosis: "nevus", target: 1 },
  ];
  expect(() => planDiagnoses(mixed, 4)).toThrow("diagnosis nevus is malignant in 1 of 2 training images");
});
