import type { EpochPoint } from "./results.ts";

/** What long work is doing. */
export interface Progress {
  /** For people: "Decoding pictures". */
  readonly task: string;
  readonly done: number;
  /** Undefined if it is not known. */
  readonly total: number | undefined;
  /** Seconds that are left, about. */
  readonly secondsLeft?: number | undefined;
}

/** A step of training. */
export interface StepPoint {
  readonly stage: number;
  /** The position of the step in epochs of its stage, such as 2.25. */
  readonly at: number;
  readonly loss: number;
}

/** The stages of a run, known at its start. */
export interface StagePlan {
  readonly name: string;
  readonly epochs: number;
}

/** What the worker reports without being asked. */
export type WorkerEvent =
  | { readonly kind: "progress"; readonly progress: Progress }
  | {
      readonly kind: "stages";
      readonly stages: readonly StagePlan[];
      readonly kept: boolean;
      readonly replicas: number;
    }
  | { readonly kind: "step"; readonly step: StepPoint }
  | { readonly kind: "epoch"; readonly epoch: EpochPoint };
