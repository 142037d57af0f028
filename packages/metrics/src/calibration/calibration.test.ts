import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { predictClasses } from "../input/predictClasses.ts";
import { logLoss } from "../probability/logLoss.ts";
import { calibrate } from "./calibrate.ts";
import type { Calibration } from "./calibration.ts";
import { expectedCalibrationError } from "./expectedCalibrationError.ts";
import { fitIsotonic } from "./fitIsotonic.ts";
import { fitTemperature } from "./fitTemperature.ts";
import { reliabilityCurve } from "./reliabilityCurve.ts";

type Norms = Readonly<Record<"l1" | "l2" | "max", number>>;
interface Isotonic {
  readonly query: readonly number[];
  readonly values: readonly number[];
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
}
interface Golden extends Readonly<Record<"isotonic" | "weightedIsotonic" | "tiedIsotonic", Isotonic>> {
  readonly labels: readonly number[];
  readonly probabilities: readonly number[];
  readonly weights: readonly number[];
  readonly curves: readonly {
    readonly strategy: "uniform" | "quantile";
    readonly bins: number;
    readonly frequency: readonly number[];
    readonly predicted: readonly number[];
    readonly errors: Norms;
    readonly weightedErrors: Norms | null;
  }[];
  readonly temperature: number;
  readonly weightedTemperature: number;
  readonly classes: {
    readonly labels: readonly number[];
    readonly logits: readonly number[];
    readonly probabilities: readonly number[];
    readonly count: number;
    readonly temperature: number;
    readonly temperatureOfProbabilities: number;
    readonly topLabelError: number;
    readonly isotonic: readonly number[];
  };
}

const file = new URL("../../fixtures/calibration.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;
const { labels, probabilities, weights, classes } = golden;
const matrix = (data: readonly number[]) => ({ data, shape: [data.length / classes.count, classes.count] });

function expectClose(found: readonly number[], expected: readonly number[], digits = 12): void {
  expect(found).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(found[at]).toBeCloseTo(value, digits);
}

function temperatureOf(calibration: Calibration): number {
  return calibration.method === "temperature" ? calibration.temperature : NaN;
}

describe.each(golden.curves)("$bins $strategy ranges", ({ strategy, bins, ...expected }) => {
  it("have scikit-learn's frequencies and mean probabilities", () => {
    const curve = reliabilityCurve(labels, probabilities, { strategy, bins });
    expectClose(
      curve.map(({ frequency }) => frequency),
      expected.frequency,
    );
    expectClose(
      curve.map(({ confidence }) => confidence),
      expected.predicted,
    );
    expect(curve.reduce((sum, { support }) => sum + support, 0)).toBe(labels.length);
    for (const { low, high, confidence } of curve) {
      expect(confidence).toBeGreaterThanOrEqual(low);
      expect(confidence).toBeLessThanOrEqual(high);
    }
  });

  it.each(["l1", "l2", "max"] as const)("have the calibration error of their definition: %s", (norm) => {
    const found = expectedCalibrationError(labels, probabilities, { strategy, bins, norm });
    expect(found).toBeCloseTo(expected.errors[norm], 12);
    if (expected.weightedErrors !== null)
      expect(expectedCalibrationError(labels, probabilities, { bins, norm, weights })).toBeCloseTo(
        expected.weightedErrors[norm],
        12,
      );
  });
});

it("the calibration error of several classes is that of the predicted one", () => {
  const found = expectedCalibrationError(classes.labels, matrix(classes.probabilities), { bins: 10 });
  expect(found).toBeCloseTo(classes.topLabelError, 12);
});

describe("fitTemperature", () => {
  it("finds SciPy's temperature for two classes", () => {
    expect(temperatureOf(fitTemperature(labels, probabilities))).toBeCloseTo(golden.temperature, 6);
    expect(temperatureOf(fitTemperature(labels, probabilities, { weights }))).toBeCloseTo(
      golden.weightedTemperature,
      6,
    );
  });

  it("finds SciPy's temperature for several classes, of logits and of probabilities", () => {
    const ofLogits = fitTemperature(classes.labels, matrix(classes.logits), { fromLogits: true });
    expect(temperatureOf(ofLogits)).toBeCloseTo(classes.temperature, 6);
    const ofProbabilities = fitTemperature(classes.labels, matrix(classes.probabilities));
    expect(temperatureOf(ofProbabilities)).toBeCloseTo(classes.temperatureOfProbabilities, 6);
  });

  it("lowers the log loss and the calibration error, and keeps the predicted classes", () => {
    const logits = matrix(classes.logits); // 2.5 times too large
    const before = calibrate({ method: "temperature", temperature: 1, fromLogits: true }, logits);
    const after = calibrate(fitTemperature(classes.labels, logits, { fromLogits: true }), logits);
    expect(logLoss(classes.labels, after)).toBeLessThan(0.9 * logLoss(classes.labels, before));
    expect(expectedCalibrationError(classes.labels, after)).toBeLessThan(
      0.6 * expectedCalibrationError(classes.labels, before),
    );
    expect(predictClasses(after)).toEqual(predictClasses(before));
  });

  it("stops at its limits if every row is right, or scores say the opposite", () => {
    expect(temperatureOf(fitTemperature([0, 1], [0.1, 0.9]))).toBe(0.01);
    expect(temperatureOf(fitTemperature([1, 0], [0.1, 0.9]))).toBe(100);
  });

  it("takes certain probabilities", () => {
    const calibration = fitTemperature([1, 1, 1, 0], [1, 1, 1, 1]);
    expect(calibrate(calibration, [1])[0]).toBeCloseTo(0.75, 9);
  });
});

describe("fitIsotonic", () => {
  it.each([
    ["isotonic", probabilities, undefined],
    ["weightedIsotonic", probabilities, weights],
    ["tiedIsotonic", probabilities.map((value) => Number(value.toFixed(1))), undefined],
  ] as const)("is scikit-learn's line: %s", (key, scores, rowWeights) => {
    const expected = golden[key];
    const calibration = fitIsotonic(labels, scores, { weights: rowWeights });
    const [line] = calibration.method === "isotonic" ? calibration.lines : [];
    expectClose(line.scores, expected.scores);
    expectClose(line.probabilities, expected.probabilities);
    expectClose([...calibrate(calibration, expected.query)], expected.values);
  });

  it("has a line for each of several classes, scaled to sum to 1", () => {
    const calibration = fitIsotonic(classes.labels, matrix(classes.probabilities));
    const first = matrix(classes.probabilities.slice(0, classes.isotonic.length));
    expectClose([...calibrate(calibration, first).data], classes.isotonic);
  });
});

describe("a calibration", () => {
  it("survives JSON", () => {
    for (const calibration of [fitTemperature(labels, probabilities), fitIsotonic(labels, probabilities)]) {
      const copy = JSON.parse(JSON.stringify(calibration)) as Calibration; // as it was written
      expect(calibrate(copy, probabilities)).toEqual(calibrate(calibration, probabilities));
    }
  });

  it("is refused if it is not a calibration, or for another number of classes", () => {
    expect(() => calibrate(undefined as never, [0.5])).toThrow(
      new TypeError("calibrate: calibration must be an object, got undefined"),
    );
    expect(() => calibrate({ method: "platt" } as never, [0.5])).toThrow("calibration.method must be one of");
    expect(() => calibrate({ method: "temperature", temperature: 0, fromLogits: false }, [0.5])).toThrow(
      "calibrate: calibration.temperature must be",
    );
    expect(() => calibrate(fitIsotonic(labels, probabilities), matrix(classes.probabilities))).toThrow(
      "calibrate: scores must have as many columns as the calibration, 1, got 4",
    );
  });
});

describe("invalid arguments throw", () => {
  it("for options and probabilities", () => {
    expect(() => reliabilityCurve([0], [0.5], { bins: 0 })).toThrow("bins must be an integer of at least 1");
    expect(() => expectedCalibrationError([0], [0.5], { norm: "l3" as never })).toThrow(
      "norm must be one of",
    );
    expect(() => fitTemperature([0, 1], [2, 3])).toThrow(
      "fitTemperature: probabilities[0] must be from 0 to 1, got 2",
    );
    expect(() => fitIsotonic([0, 2], [0.5, 0.5])).toThrow("labels[1] must be an integer from 0 to 1, got 2");
  });
});
