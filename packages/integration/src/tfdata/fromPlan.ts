import { shown } from "@tensorloom/core/internal";
import { type Dataset, range } from "@tensorloom/data";
import type { Kind } from "./elementKind.ts";
import { type Elements, OPERATORS, type ParsedStep } from "./planOperators.ts";
import { type PlanStep, StepArguments } from "./planStep.ts";

/**
 * Builds a pipeline from plain data.
 *
 * The first step is `["range", n]`; the others are operators by name with their arguments in order. The README of this
 * folder lists them.
 *
 * @throws TypeError, RangeError for an unknown step, an invalid argument, or a step that does not fit its elements.
 */
export function fromPlan(plan: readonly PlanStep[]): Dataset<unknown> {
  const source = checkPlan(plan).at(0);
  if (source?.[0] !== "range") throw new RangeError('plan: the first step must be ["range", n]');
  const words = new StepArguments(source);
  let elements: Elements = range(words.number("n")).map<unknown>((x) => x);
  words.end();
  let before: Kind = 0;
  for (const step of plan.slice(1)) {
    const { extend, kind } = parseStep(step);
    before = kind === undefined ? before : kind(before);
    elements = withStepInText(step, elements, extend(elements));
  }
  return elements;
}

/** Adds the step to the fingerprint of a pipeline, since the text of a function lacks the values that it closes over. */
function withStepInText(step: PlanStep, before: Elements, after: Elements): Elements {
  if (after === before) return after;
  return after.apply((source) => ({
    ...source,
    fingerprint: () => `${source.fingerprint?.() ?? ""} ${JSON.stringify(step)}`,
  }));
}

function parseStep(step: PlanStep): ParsedStep {
  const known = Object.keys(OPERATORS);
  if (!known.includes(step[0]))
    throw new RangeError(`plan: unknown operator ${shown(step[0])}; known are range, ${known.join(", ")}`);
  const words = new StepArguments(step);
  const extension = OPERATORS[step[0]](words);
  words.end();
  return extension;
}

function checkPlan(plan: unknown): readonly PlanStep[] {
  if (!Array.isArray(plan)) throw new TypeError(`plan: expected a list of steps, got ${shown(plan)}`);
  plan.forEach((step: unknown, i) => {
    if (Array.isArray(step) && typeof step[0] === "string") return;
    throw new TypeError(`plan: step ${String(i)} must be a list that begins with a name, got ${shown(step)}`);
  });
  return plan as readonly PlanStep[]; // just checked
}
