import { isRecord, shown } from "@tensorloom/core/internal";
import { fnv1a } from "../random/streams.ts";
import type { Pass, Source, Start, State, Step } from "../source.ts";
import { stageLabel, startAt } from "./recipe.ts";

/** The state of a pass of a whole pipeline. */
interface PipelineState {
  /** The stages, from the sources to the last operator. */
  readonly pipeline: readonly string[];
  /** The state of the last stage's pass, in which those of its upstream are nested. */
  readonly position: State;
}

/**
 * A pass whose state names the stages of its pipeline.
 *
 * Only the pass that a user opens names them: the passes of its stages have states without names.
 */
export class PipelinePass<T> implements Pass<T> {
  readonly #source: Source<T>;
  readonly #pass: Pass<T>;

  constructor(source: Source<T>, start: Start) {
    this.#source = source;
    this.#pass = source.open(start);
  }

  next(): Step<T> | Promise<Step<T>> {
    return this.#pass.next();
  }

  state(): State {
    return { pipeline: nameStages(this.#source), position: this.#pass.state() };
  }

  close(): Promise<void> {
    return this.#pass.close();
  }
}

/**
 * Returns the start with which the last stage opens its pass.
 *
 * A state without stages is of a source that is not a `Dataset`, and is passed on.
 *
 * @throws TypeError if the state is of a pipeline with other stages.
 */
export function toStageStart(source: Source<unknown>, start: Start): Start {
  const { state } = start;
  if (!isPipelineState(state)) return startAt(start, start);
  assertSameStages(source, state.pipeline);
  return startAt(start, { ...start, state: state.position });
}

function isPipelineState(state: State | undefined): state is State & PipelineState {
  return (
    isRecord(state) &&
    Object.keys(state).sort().join() === "pipeline,position" &&
    Array.isArray(state["pipeline"])
  );
}

function assertSameStages(source: Source<unknown>, before: readonly string[]): void {
  const now = nameStages(source);
  const isSame = now.length === before.length && now.every((stage, at) => stage === before[at]);
  if (isSame) return;
  throw new TypeError(
    `${source.label}: the state is of another pipeline: ${describeDifference(now, before)}`,
  );
}

function describeDifference(now: readonly string[], before: readonly string[]): string {
  const labels = (stages: readonly string[]): string =>
    stages.map((stage) => shown(labelOf(stage))).join(", ");
  if (now.length !== before.length) return `its stages were ${labels(before)}; now they are ${labels(now)}`;
  const differences = now.flatMap((stage, at) => {
    const earlier = before[at];
    if (stage === earlier) return [];
    const number = `stage ${String(at + 1)}`;
    return labelOf(stage) === labelOf(earlier)
      ? [`${number}, ${labelOf(stage)}, had other options`]
      : [`${number} was ${labelOf(earlier)}, now it is ${labelOf(stage)}`];
  });
  return differences.join("; ");
}

const names = new WeakMap<Source<unknown>, readonly string[]>();

/** Names the stages of a pipeline: the label of each, and a hash of its options or the size of a source. */
function nameStages(source: Source<unknown>): readonly string[] {
  const known = names.get(source);
  if (known !== undefined) return known;
  const { parents = [] } = source;
  const stages = [...parents.flatMap(nameStages), nameStage(source)];
  names.set(source, stages);
  return stages;
}

const HASH = " #";

function nameStage(source: Source<unknown>): string {
  const { parents = [], size, fingerprint } = source;
  const label = stageLabel(source);
  if (parents.length === 0)
    return size === undefined || size === Infinity ? label : `${label}, ${String(size)} elements`;
  if (/^prefetch\(.*\)$/.test(label)) return "prefetch()"; // its depth changes no element
  return `${label}${HASH}${fnv1a(fingerprint?.("name") ?? "").toString(36)}`;
}

function labelOf(stage: string): string {
  const at = stage.lastIndexOf(HASH);
  return at < 0 ? stage : stage.slice(0, at);
}
