import { fromPlan } from "./fromPlan.ts";
import { requireExact, modulo, countTo } from "./values.ts";
import { type PlanStep, WHOLE_BUFFER, StepArguments } from "./planStep.ts";

/** The numbers in repeated elements, also those in lists. Empty: there are no elements. Undefined: unknown. */
type Numbers = readonly number[] | undefined;

/** The most numbers that are tracked; more are unknown. */
const MAX_NUMBERS = 10_000;

const ENDS = Symbol("end");

/** The numbers after a step, for the steps that change them or end the elements. */
const AFTER: Readonly<Record<string, (numbers: Numbers, words: StepArguments) => Numbers | typeof ENDS>> = {
  map(numbers, words) {
    const word = words.one("add", "mul", "upto");
    const k = words.number("k");
    if (word === "upto") return emptyInLists(numbersBelow(numbers, k));
    return numbers?.map((x) => requireExact(word === "add" ? x + k : x * k));
  },
  filter(numbers, words) {
    words.one("mod");
    const [m, r] = [words.number("m"), words.number("r")];
    return numbers?.filter((x) => modulo(x, m) === r);
  },
  flatMap(numbers, words) {
    words.one("upto");
    return numbersBelow(numbers, words.number("m"));
  },
  interleave(numbers, words) {
    words.one("upto");
    return numbersBelow(numbers, words.number("m"));
  },
  takeWhile(numbers, words) {
    words.one("lt");
    const k = words.number("k");
    return numbers?.every((x) => x < k) === true ? numbers : ENDS;
  },
  take: (numbers, words) => (words.number("n") < 0 ? numbers : ENDS),
  zip: () => ENDS,
  shuffle: (numbers, words) => (words.number("n") === WHOLE_BUFFER ? [] : numbers),
  scan: () => undefined,
  enumerate: () => undefined,
  paddedBatch: () => undefined,
};

/**
 * Whether a plan's elements certainly never end.
 *
 * Reads only the part before an endless repeat, and follows its numbers through the later steps. A step that may end
 * the elements counts as an end: a `takeWhile` of sums, a `take` of more than `unique` leaves. A plan that fails is not
 * endless: reading its elements reports the error.
 */
export async function isEndless(plan: readonly PlanStep[]): Promise<boolean> {
  try {
    return await isEndlessFrom(plan, 0);
  } catch {
    return false;
  }
}

/** The same for the endless repeats from a step on, if the elements before that step end. */
async function isEndlessFrom(plan: readonly PlanStep[], first: number): Promise<boolean> {
  const at = plan.findIndex(([name, n], i) => i >= first && name === "repeat" && Number(n) < 0);
  if (at === -1) return false;
  const numbers = await readNumbers(plan.slice(0, at));
  if (numbers?.length === 0) return isEndlessFrom(plan, at + 1);
  const following = plan.slice(at + 1);
  const end = findEnd(numbers, following);
  return end === -1 || isEndlessFrom(plan, at + 1 + end);
}

/** The index of the step that ends endless elements; -1 if none does. */
function findEnd(numbers: Numbers, steps: readonly PlanStep[]): number {
  let tracked = numbers;
  return steps.findIndex((step) => {
    if (keepsNothing(step)) return true;
    if (tracked?.length === 0 || !Object.hasOwn(AFTER, step[0])) return false;
    const after = AFTER[step[0]](tracked, new StepArguments(step));
    if (after === ENDS) return true;
    tracked = after !== undefined && after.length > MAX_NUMBERS ? undefined : after;
    return false;
  });
}

function keepsNothing([name, n]: PlanStep): boolean {
  return name === "skip" ? Number(n) < 0 : (name === "take" || name === "repeat") && n === 0;
}

/** The numbers in the elements of a plan that has an end. */
async function readNumbers(plan: readonly PlanStep[]): Promise<Numbers> {
  const limit = Number(plan[0][1]) > MAX_NUMBERS ? 0 : MAX_NUMBERS;
  const elements = await fromPlan(plan)
    .take(limit + 1)
    .toArray();
  if (elements.length === 0) return [];
  return elements.length > limit
    ? undefined
    : emptyInLists([...new Set(elements.flat(Infinity) as number[])]); // a plan's
}

/** Unknown for existing elements without numbers: those are empty lists. */
function emptyInLists(numbers: Numbers): Numbers {
  return numbers?.length === 0 ? undefined : numbers;
}

/** The numbers below any of these mod m. */
function numbersBelow(numbers: Numbers, m: number): Numbers {
  const largest = numbers?.reduce((least, x) => Math.max(least, modulo(x, m)), 0);
  return largest === undefined || largest > MAX_NUMBERS ? undefined : countTo(largest);
}
