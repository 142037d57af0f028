import { checkOptions, errorMessage, integer } from "@tensorloom/core/internal";
import { assertSource } from "../validate.ts";
import { openParent } from "../pass/recipe.ts";
import type { Pass, Source, State } from "../source.ts";

/**
 * Options of {@link checkSourceContract}.
 *
 * @inline
 */
export interface SourceContractOptions {
  /** How many elements are checked; default 100. */
  readonly max?: number | undefined;
  /** Whether the order of elements is fixed; default true. If false, elements are compared as sets. */
  readonly ordered?: boolean | undefined;
}

/** After how many steps a pass is closed and resumed, until its end. */
const HOPS = [1, 2, 3];

/**
 * Checks a source or operator of your own against the contract of all sources, and lists the violations.
 *
 * - `size`: a pass has as many elements as `size` states.
 * - State: it is plain JSON with fixed fields, and closing the pass does not change it.
 * - Resume: from the state before any element, and at the end, a pass delivers exactly the remaining elements and
 *   errors, even if it is closed and resumed after every 1, 2 or 3 steps. (An iterator that threw has ended: a resume may
 *   read it again and throw the error once more.)
 *
 * @returns One sentence per violation; an empty array if the source keeps the contract.
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { checkSourceContract } from "@tensorloom/data/operator";
 *
 * await checkSourceContract(range(10).batch(3)); // => []
 * ```
 */
export async function checkSourceContract<T>(
  source: Source<T>,
  options: SourceContractOptions = {},
): Promise<readonly string[]> {
  assertSource("checkSourceContract: source", source);
  const known = { max: "number", ordered: "boolean" } as const;
  const { max = 100, ordered = true } = checkOptions("checkSourceContract", options, known);
  if (max !== Infinity) integer("checkSourceContract: max", max, 1);
  const whole = await record(source, max);
  const violations = [...checkSize(source, whole), ...checkStateShape(whole)];
  const compare = (how: string, expected: readonly string[], got: readonly string[]): void => {
    const [left, right] = [joinOutcomes(expected, ordered), joinOutcomes(got, ordered)];
    if (left !== right) violations.push(`${how}: expected the rest ${left}, got ${right}`);
  };
  for (const { at, state } of whole.states) {
    const written = JSON.stringify(state);
    const count = whole.outcomes.length - at + (whole.ended ? 1 : 0);
    const pass = openParent(source, { state: JSON.parse(written) as State });
    const { outcomes } = await pullOutcomes(pass, count, repeatableError(whole.outcomes, at));
    await pass.close();
    compare(`restored at element ${String(at)} from ${written}`, whole.outcomes.slice(at), outcomes);
  }
  for (const hop of HOPS)
    compare(`resumed after every ${String(hop)}`, whole.outcomes, await resumeEvery(source, hop, whole));
  return violations;
}

/** The steps of a pass as text: its elements and errors. */
interface Outcomes {
  readonly outcomes: readonly string[];
  readonly ended: boolean;
}

interface RecordedPass extends Outcomes {
  readonly states: readonly { readonly at: number; readonly state: State }[];
  readonly closed: State;
}

/** Records the steps of a pass, and its state after each: immediately, and after prefetched work has run. */
async function record(source: Source<unknown>, max: number): Promise<RecordedPass> {
  const pass = openParent(source, {});
  const outcomes: string[] = [];
  const states: { at: number; state: State }[] = [{ at: 0, state: pass.state() }];
  let ended = false;
  try {
    while (!ended && outcomes.length < max) {
      const one = await pullOutcomes(pass, 1);
      outcomes.push(...one.outcomes);
      ended = one.ended;
      states.push({ at: outcomes.length, state: pass.state() });
      await nextTurn();
      states.push({ at: outcomes.length, state: pass.state() });
    }
  } finally {
    await pass.close();
    await nextTurn();
  }
  return { outcomes, states, ended, closed: pass.state() };
}

/** The error that a resume may repeat: the last one, unless the same error follows anyway. */
function repeatableError(outcomes: readonly string[], at: number): string | undefined {
  const last = at === 0 ? undefined : outcomes[at - 1];
  return last?.startsWith(ERROR) === true && last !== outcomes.at(at) ? last : undefined;
}

/** Pulls steps; skips an error that a resume may repeat. */
async function pullOutcomes(pass: Pass<unknown>, count: number, again?: string): Promise<Outcomes> {
  const outcomes: string[] = [];
  for (let pulled = 0; outcomes.length < count; pulled++) {
    const outcome = await pullOutcome(pass);
    if (outcome === undefined) return { outcomes, ended: true };
    if (pulled === 0 && outcome === again) continue;
    outcomes.push(outcome);
  }
  return { outcomes, ended: false };
}

const ERROR = "error: ";

async function pullOutcome(pass: Pass<unknown>): Promise<string | undefined> {
  try {
    const { done, value } = await pass.next();
    return done === true ? undefined : elementText(value);
  } catch (error) {
    return `${ERROR}${errorMessage(error)}`;
  }
}

/** The steps of a pass that is closed after every few steps, and opened again from its state. */
async function resumeEvery(
  source: Source<unknown>,
  hop: number,
  { outcomes, ended }: Outcomes,
): Promise<readonly string[]> {
  const all: string[] = [];
  const count = outcomes.length + (ended ? 1 : 0);
  let state: State | undefined;
  while (all.length < count) {
    const pass = openParent(source, state === undefined ? {} : { state });
    const some = await pullOutcomes(
      pass,
      Math.min(hop, count - all.length),
      repeatableError(outcomes, all.length),
    );
    all.push(...some.outcomes);
    if (all.length % 2 === 0) await nextTurn();
    await pass.close();
    state = JSON.parse(JSON.stringify(pass.state())) as State;
    if (some.ended) break;
  }
  return all;
}

function checkSize({ size }: Source<unknown>, { outcomes, ended }: Outcomes): readonly string[] {
  if (size === undefined || outcomes.some((outcome) => outcome.startsWith(ERROR))) return [];
  if (ended ? size === outcomes.length : size >= outcomes.length) return [];
  return [`size is ${String(size)}, but a pass had ${String(outcomes.length)} elements`];
}

function checkStateShape({ states, closed }: RecordedPass): readonly string[] {
  const forms = states.map(({ at, state }) => ({ at, text: JSON.stringify(stateShape(state)) }));
  const other = forms.find(({ text }) => text !== forms[0].text);
  const last = JSON.stringify(states.at(-1)?.state);
  return [
    ...(other === undefined
      ? []
      : [`the state's form changes at element ${String(other.at)}: ${forms[0].text} becomes ${other.text}`]),
    ...(last === JSON.stringify(closed)
      ? []
      : [`the state changes when the pass is closed: ${last} becomes ${JSON.stringify(closed)}`]),
  ];
}

/** The fields of a state, without their values. Lists may change their length. */
function stateShape(state: State): unknown {
  if (typeof state !== "object" || state === null || Array.isArray(state)) return 0;
  const entries = Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, stateShape(value)]));
}

function elementText(element: unknown): string {
  return JSON.stringify([element], (_, value: unknown) =>
    typeof value === "bigint" ? `${String(value)}n` : value,
  ).slice(1, -1);
}

function joinOutcomes(outcomes: readonly string[], ordered: boolean): string {
  return (ordered ? outcomes : [...outcomes].sort()).join(" ");
}

/** Waits for the next turn of the event loop, in which prefetched work runs. */
function nextTurn(): Promise<void> {
  return new Promise((done) => {
    // only Node has it; a timer takes a millisecond
    const { setImmediate } = globalThis as { setImmediate?: (run: () => void) => unknown };
    if (setImmediate === undefined) setTimeout(done, 0);
    else setImmediate(done);
  });
}
