import type { Random } from "@tensorloom/core";
import type { PlanStep } from "./planStep.ts";

/** The kind of a plan's elements, as far as the next step depends on it. */
type Kind = "numbers" | "lists" | "tuples";

/** A step that may follow, and the kind of its elements; undefined: as before. */
type Draw = (dice: Dice) => readonly [step: PlanStep, kind?: Kind];

/** Draws arguments: small ones, sometimes at a bound or beyond it. */
interface Dice {
  size: () => number;
  count: () => number;
  any: () => number;
  divisor: () => number;
  flag: () => readonly boolean[];
}

function diceOf(random: Random): Dice {
  const from = (least: number, most: number): number => least + random.integer(most - least + 1);
  const rarely = (): boolean => random.integer(40) === 0;
  return {
    size: () => (rarely() ? from(-1, 0) : rarely() ? 50 : from(1, 5)),
    count: () => (rarely() ? from(-2, 40) : from(0, 9)),
    any: () => from(-4, 6),
    divisor: () => (random.integer(8) === 0 ? from(-4, 0) : from(1, 6)),
    flag: () => [[], [true], [false]][random.integer(3)],
  };
}

/** Steps that may follow any step. */
const ALWAYS: readonly Draw[] = [
  (d) => [["batch", d.size(), ...d.flag()], "lists"],
  (d) => [["batch", d.size(), ...d.flag()], "lists"],
  (d) => [["window", d.size(), d.size(), d.size(), ...d.flag()], "lists"],
  (d) => [["take", d.count()]],
  (d) => [["skip", d.count()]],
  (d) => [["repeat", Math.abs(d.any() % 4)]],
  (d) => [["shard", 3, d.count() % 4]],
  (d) => [["enumerate", d.any()], "tuples"],
  (d) => [["zip", "range", d.count()], "tuples"],
  (d) => [["map", "add", d.any()]],
  (d) => [["map", "mul", d.any()]],
  () => [["cache"]],
  (d) => [["prefetch", d.size()]],
];

const ON: Readonly<Record<Kind, readonly Draw[]>> = {
  numbers: [
    (d) => [["filter", "mod", d.divisor(), d.any() % 3]],
    (d) => [["flatMap", "upto", d.divisor()]],
    (d) => [["interleave", "upto", d.divisor(), d.size(), d.size()]],
    (d) => [["map", "upto", d.divisor()], "lists"],
    (d) => [["takeWhile", "lt", d.count()]],
    () => [["scan", "sum"]],
    () => [["unique"]],
    (d) => [["concatenate", "range", d.count()]],
  ],
  lists: [
    () => [["unbatch"], "numbers"],
    () => [["unbatch"], "numbers"],
    (d) => [["rebatch", d.size(), ...d.flag()]],
    (d) => [["rebatch", d.size(), ...d.flag()]],
    (d) => [["paddedBatch", d.size(), d.any()]],
    (d) => [["paddedBatch", d.size(), d.any()]],
    () => [["scan", "sum"]],
    () => [["scan", "sum"]],
  ],
  tuples: [
    () => [["unbatch"]],
    () => [["scan", "sum"], "lists"],
    (d) => [["rebatch", d.size(), ...d.flag()]],
  ],
};

/**
 * Draws plans of up to six steps.
 *
 * Most steps fit the elements; one in twenty is any step, so many plans are refused. `unbatch` is assumed to yield
 * numbers, as it does after one `batch`; other plans are only less usual.
 */
export function randomPlans(count: number, random: Random): readonly (readonly PlanStep[])[] {
  const dice = diceOf(random);
  const all = [...ALWAYS, ...ON.numbers, ...ON.lists, ...ON.tuples];
  return Array.from({ length: count }, () => {
    const plan: PlanStep[] = [["range", random.integer(25) === 0 ? dice.any() : random.integer(14)]];
    let kind: Kind = "numbers";
    for (let left = random.integer(7); left > 0; left--) {
      const known: readonly Draw[] = random.integer(3) === 0 ? ALWAYS : ON[kind];
      const choices: readonly Draw[] = random.integer(20) === 0 ? all : known;
      const [step, next]: ReturnType<Draw> = choices[random.integer(choices.length)](dice);
      plan.push(step);
      kind = next ?? kind;
    }
    if (random.integer(12) === 0) plan.push(["shuffle", dice.size(), dice.any()]);
    return plan;
  });
}
