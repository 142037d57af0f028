import { describe, expect, it } from "vitest";
import { surestPredictions } from "./surestPredictions.ts";

describe("surestPredictions", () => {
  it("of two classes, measures from the threshold, and takes hits of both classes by turns", () => {
    const labels = [0, 0, 0, 0, 1, 1, 1];
    const scores = [0.02, 0.01, 0.03, 0.3, 0.9, 0.11, 0.05];
    const run = { name: "rare", threshold: 0.1, predictions: { ids: labels.map(String), labels, scores } };
    // Row 3 is 0.2 of 0.8 above, row 6 0.05 of 0.09 below the threshold.
    expect(surestPredictions(run)).toEqual({ mistakes: [6, 3], hits: [4, 1, 5, 0, 2] });
    expect(surestPredictions(run, { count: 1 })).toEqual({ mistakes: [6], hits: [4] });
  });

  it("of two classes, takes a threshold that no row reaches", () => {
    const predictions = { ids: ["a", "b", "c", "d"], labels: [0, 1, 0, 1], scores: [0.1, 0.2, 0.3, 0.6] };
    const run = { name: "useless", threshold: Infinity, predictions };
    expect(surestPredictions(run)).toEqual({ mistakes: [1, 3], hits: [0, 2] });
  });

  it("of several classes, takes the highest scores", () => {
    const scores = { data: [0.5, 0.3, 0.2, 0.1, 0.8, 0.1, 0.9, 0.05, 0.05], shape: [3, 3] };
    const run = { name: "three", predictions: { ids: ["a", "b", "c"], labels: [0, 1, 2], scores } };
    expect(surestPredictions(run)).toEqual({ mistakes: [2], hits: [1, 0] });
  });

  it("refuses a run without predictions, and other options", () => {
    expect(() => surestPredictions({ name: "none" })).toThrow(
      "surestPredictions: run must have predictions, got none",
    );
    expect(() => surestPredictions({ name: "none" }, { count: 0 })).toThrow(
      "surestPredictions: count must be",
    );
  });
});
