import { fromPlan } from "./fromPlan.ts";
import { exact, modulo, upTo } from "./values.ts";
import { type PlanStep, WHOLE, Words } from "./planStep.ts";

/** The numbers in elements that come again and again: in lists, too. Empty: no element comes. Undefined: not known. */
type Numbers = readonly number[] | undefined;

/** How many numbers are looked at: which they are is not known where there are more. */
const MOST = 10_000;

const END = Symbol("end");

/** What becomes of such numbers behind a step, for the steps that change them or end them. */
const BEHIND: Readonly<Record<string, (numbers: Numbers, words: Words) => Numbers | typeof END>> = {
  map(numbers, words) {
    const word = words.one("add", "mul", "upto");
    const k = words.number("k");
    if (word === "upto") return inLists(below(numbers, k));
    return numbers?.map((x) => exact(word === "add" ? x + k : x * k));
  },
  filter(numbers, words) {
    words.one("mod");
    const [m, r] = [words.number("m"), words.number("r")];
    return numbers?.filter((x) => modulo(x, m) === r);
  },
  flatMap(numbers, words) {
    words.one("upto");
    return below(numbers, words.number("m"));
  },
  interleave(numbers, words) {
    words.one("upto");
    return below(numbers, words.number("m"));
  },
  takeWhile(numbers, words) {
    words.one("lt");
    const k = words.number("k");
    return numbers?.every((x) => x < k) === true ? numbers : END;
  },
  take: (numbers, words) => (words.number("n") < 0 ? numbers : END),
  zip: () => END,
  shuffle: (numbers, words) => (words.number("n") === WHOLE ? [] : numbers),
  scan: () => undefined,
  enumerate: () => undefined,
  paddedBatch: () => undefined,
};

/**
 * Whether reading a plan's elements never ends, as far as that is known without reading them: only the part before an
 * endless repeat is read, and the numbers in it are followed through the steps behind.
 *
 * What may end counts as an end: a `takeWhile` of sums, a `take` of more than `unique` leaves. Where something fails,
 * reading the elements says what.
 */
export async function endless(plan: readonly PlanStep[]): Promise<boolean> {
  try {
    return await endlessFrom(plan, 0);
  } catch {
    return false;
  }
}

/** The same of the endless repeats from a step on, where the steps before have an end. */
async function endlessFrom(plan: readonly PlanStep[], first: number): Promise<boolean> {
  const at = plan.findIndex(([name, n], i) => i >= first && name === "repeat" && Number(n) < 0);
  if (at === -1) return false;
  const numbers = await numbersOf(plan.slice(0, at));
  if (numbers?.length === 0) return endlessFrom(plan, at + 1);
  const behind = plan.slice(at + 1);
  const end = endOf(numbers, behind);
  return end === -1 || endlessFrom(plan, at + 1 + end);
}

/** Which step ends what comes without end; -1: none. */
function endOf(numbers: Numbers, steps: readonly PlanStep[]): number {
  let coming = numbers;
  return steps.findIndex((step) => {
    if (asksForNone(step)) return true;
    if (coming?.length === 0 || !Object.hasOwn(BEHIND, step[0])) return false;
    const after = BEHIND[step[0]](coming, new Words(step));
    if (after === END) return true;
    coming = after !== undefined && after.length > MOST ? undefined : after;
    return false;
  });
}

function asksForNone([name, n]: PlanStep): boolean {
  return name === "skip" ? Number(n) < 0 : (name === "take" || name === "repeat") && n === 0;
}

/** The numbers in the elements of a plan that has an end. */
async function numbersOf(plan: readonly PlanStep[]): Promise<Numbers> {
  const most = Number(plan[0][1]) > MOST ? 0 : MOST;
  const elements = await fromPlan(plan)
    .take(most + 1)
    .toArray();
  if (elements.length === 0) return [];
  return elements.length > most ? undefined : inLists([...new Set(elements.flat(Infinity) as number[])]); // a plan's
}

/** Those of elements that do come: where they hold no numbers, they are empty lists. */
function inLists(numbers: Numbers): Numbers {
  return numbers?.length === 0 ? undefined : numbers;
}

/** The numbers below any of these mod m. */
function below(numbers: Numbers, m: number): Numbers {
  const most = numbers?.reduce((least, x) => Math.max(least, modulo(x, m)), 0);
  return most === undefined || most > MOST ? undefined : upTo(most);
}
