import { checkOptions, errorMessage, integer } from "@tensorloom/core/internal";
import { assertSource } from "../validate.ts";
import { openParent } from "../pass/recipe.ts";
import type { Pass, Source, State } from "../source.ts";

/** How a source is put to the test. */
export interface SourceContractOptions {
  /** How many elements are looked at, where the source is endless; default 100. */
  readonly max?: number;
  /** Whether elements come in a fixed order; default true. Else the rest is compared as a set. */
  readonly ordered?: boolean;
}

/** After how many answers a pass is left and resumed, again and again to its end. */
const HOPS = [1, 2, 3];

/**
 * Puts a source to the laws that hold for every stage of this package, and lists those that it breaks.
 *
 * A pass gives as many elements as `size` says; its state is plain JSON that keeps one form, also when the pass is
 * closed; and restored from the state before any element, or at the end, it tells exactly the rest, errors too, however
 * often it is left and resumed. (A stream that threw is at its end; a resume may walk over it and throw once more.) For
 * sources and operators of your own.
 *
 * @returns One sentence a breach; none where all laws hold.
 * @example
 * ```ts
 * import { checkLaws, range } from "@tensorloom/data";
 *
 * await checkLaws(range(10).batch(3)); // => []
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
  const breaches = [...checkSize(source, whole), ...checkStateShape(whole)];
  const compare = (how: string, expected: readonly string[], got: readonly string[]): void => {
    const [left, right] = [joinOutcomes(expected, ordered), joinOutcomes(got, ordered)];
    if (left !== right) breaches.push(`${how}: expected the rest ${left}, got ${right}`);
  };
  for (const { at, state } of whole.states) {
    const written = JSON.stringify(state);
    const count = whole.answers.length - at + (whole.ended ? 1 : 0);
    const pass = openParent(source, { state: JSON.parse(written) as State });
    const { answers } = await pullOutcomes(pass, count, repeatableError(whole.answers, at));
    await pass.close();
    compare(`restored at element ${String(at)} from ${written}`, whole.answers.slice(at), answers);
  }
  for (const hop of HOPS)
    compare(`resumed after every ${String(hop)}`, whole.answers, await resumeEvery(source, hop, whole));
  return breaches;
}

/** What a pass told, in words: its elements, and its errors. */
interface Outcomes {
  readonly answers: readonly string[];
  readonly ended: boolean;
}

interface RecordedPass extends Outcomes {
  readonly states: readonly { readonly at: number; readonly state: State }[];
  readonly closed: State;
}

/** A pass's answers, and its states before each and after the last: at once, and when what runs ahead has run. */
async function record(source: Source<unknown>, max: number): Promise<RecordedPass> {
  const pass = openParent(source, {});
  const answers: string[] = [];
  const states: { at: number; state: State }[] = [{ at: 0, state: pass.state() }];
  let ended = false;
  try {
    while (!ended && answers.length < max) {
      const one = await pullOutcomes(pass, 1);
      answers.push(...one.answers);
      ended = one.ended;
      states.push({ at: answers.length, state: pass.state() });
      await nextTurn();
      states.push({ at: answers.length, state: pass.state() });
    }
  } finally {
    await pass.close();
    await nextTurn();
  }
  return { answers, states, ended, closed: pass.state() };
}

/** An error that a resume may tell once more: the last one, where none like it is to come. */
function repeatableError(answers: readonly string[], at: number): string | undefined {
  const last = at === 0 ? undefined : answers[at - 1];
  return last?.startsWith(ERROR) === true && last !== answers.at(at) ? last : undefined;
}

/** The next answers; an error that may come once more is passed over. */
async function pullOutcomes(pass: Pass<unknown>, count: number, again?: string): Promise<Outcomes> {
  const answers: string[] = [];
  for (let asked = 0; answers.length < count; asked++) {
    const answer = await pullOutcome(pass);
    if (answer === undefined) return { answers, ended: true };
    if (asked === 0 && answer === again) continue;
    answers.push(answer);
  }
  return { answers, ended: false };
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

/** The answers of a pass that is left after every few, closed, and opened again from its state. */
async function resumeEvery(
  source: Source<unknown>,
  hop: number,
  { answers, ended }: Outcomes,
): Promise<readonly string[]> {
  const all: string[] = [];
  const count = answers.length + (ended ? 1 : 0);
  let state: State | undefined;
  while (all.length < count) {
    const pass = openParent(source, state === undefined ? {} : { state });
    const some = await pullOutcomes(
      pass,
      Math.min(hop, count - all.length),
      repeatableError(answers, all.length),
    );
    all.push(...some.answers);
    if (all.length % 2 === 0) await nextTurn();
    await pass.close();
    state = JSON.parse(JSON.stringify(pass.state())) as State;
    if (some.ended) break;
  }
  return all;
}

function checkSize({ size }: Source<unknown>, { answers, ended }: Outcomes): readonly string[] {
  if (size === undefined || answers.some((answer) => answer.startsWith(ERROR))) return [];
  if (ended ? size === answers.length : size >= answers.length) return [];
  return [`size is ${String(size)}, but a pass gave ${String(answers.length)} elements`];
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

/** A state without its values: the names of its fields. Lists may grow and shrink. */
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

function joinOutcomes(answers: readonly string[], ordered: boolean): string {
  return (ordered ? answers : [...answers].sort()).join(" ");
}

/** When the event loop has turned: what runs ahead has run. */
function nextTurn(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}
