/** The numbers of an epoch. */
export interface EpochPoint {
  readonly stage: number;
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

/** A picture of the held-out part, and its prediction. */
export interface ValidationRow {
  /** The number of the picture in the set. */
  readonly id: number;
  readonly name: string;
  readonly label: number;
  readonly predicted: number;
  /** The score of the predicted class. */
  readonly score: number;
}

/** The metrics of a class. */
interface ClassMetrics {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly support: number;
}

/** What a run comes to. */
export interface RunResult {
  readonly labels: readonly string[];
  readonly rows: readonly ValidationRow[];
  /** With a 95 % interval. */
  readonly accuracy: { readonly value: number; readonly low: number; readonly high: number };
  readonly classes: readonly ClassMetrics[];
  /** Rows by true class, columns by predicted class. */
  readonly confusion: readonly (readonly number[])[];
  readonly epochs: readonly EpochPoint[];
  readonly stopped: boolean;
  readonly parameters: number;
}
