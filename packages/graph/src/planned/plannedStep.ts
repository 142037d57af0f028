import { type Tensor, Variable } from "@tensorflow/tfjs-core";
import type { layers } from "@tensorflow/tfjs-layers";
import {
  canOverwrite,
  currentTape,
  type GradientPlan,
  type PlanningEngine,
} from "@tensorloom/backend/internal";
import { type CallOptions, isFrozen, type Replay } from "../execute/executeOp.ts";
import { normalizationWeights } from "../execute/normalizeOp.ts";
import type { FusedOp } from "../fusion/fusedOp.ts";

/** A plan, and what it was made for. */
export interface PlannedStep {
  readonly plan: GradientPlan;
  readonly ops: readonly FusedOp[];
  readonly engine: PlanningEngine;
  /** The weights whose gradients it computes. */
  readonly sources: readonly Variable[];
  readonly weights: readonly { readonly value: Tensor; readonly dataId: object }[];
  /** Seeds of the dropout masks of the running step. */
  readonly replay: Replay;
  /** The differentiation that ran it last, whose backward pass reads its values. */
  tape: WeakRef<object> | undefined;
  runs: number;
}

/** Frees a plan's memory, if its engine still runs. */
export function disposeStep({ plan, engine: { engine: running } }: PlannedStep): void {
  const { wasm } = running as Partial<typeof running>;
  if ((wasm ?? undefined) !== undefined) plan.dispose(); // else the engine has ended, and its memory is gone
}

/** Whether the running differentiation has run the plan: its backward pass reads the values. */
export function isInUse({ tape }: PlannedStep): boolean {
  return tape?.deref() === currentTape();
}

/** Whether the engine, its threads and the memory of all weights are those that a plan was made for. */
export function isCurrent(
  { engine: own, weights }: PlannedStep,
  { engine: running, threads }: PlanningEngine,
): boolean {
  if (own.engine !== running || own.threads !== threads) return false;
  return weights.every(({ value, dataId }) => value.dataId === dataId);
}

/** Whether no other tensor shares the numbers of moving statistics that the operations move. */
export function movesInPlace(ops: readonly FusedOp[], options: CallOptions): boolean {
  return ops.every((op) => {
    if (op.kind !== "normalization" && op.kind !== "normalizedDepthwise") return true;
    if (isFrozen(op.layer, options)) return true;
    const { mean, variance } = normalizationWeights(op.layer);
    return canOverwrite(mean.read()) && canOverwrite(variance.read());
  });
}

/** The variables of layers that training changes, each once. */
export function variablesOf(all: readonly layers.Layer[]): readonly Variable[] {
  const values = all
    .flatMap(({ trainableWeights }) => trainableWeights)
    .map((weight): unknown => weight.read());
  return [...new Set(values.filter((value) => value instanceof Variable))];
}
