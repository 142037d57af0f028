import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { random } from "@tensorloom/core";
import { fromPlan, type PlanStep } from "@tensorloom/data";
import { print } from "./measure.ts";

/** Random plans through this package and through tf.data, where `TENSORLOOM_PYTHON` has it. */
const PLANS = 400;
const dice = random(20);
const from = (least: number, most: number): number => least + dice.integer(most - least + 1);
const flag = (): boolean => dice.integer(2) === 1;

type Draw = () => readonly PlanStep[];

/** From numbers to numbers. */
const MIDDLE: readonly Draw[] = [
  () => [["map", "add", from(0, 4)]],
  () => [["map", "mul", from(0, 3)]],
  () => [["filter", "mod", from(1, 3), 0]],
  () => [["flatMap", "upto", from(1, 5)]],
  () => [["interleave", "upto", from(1, 6), from(1, 4), from(1, 3)]],
  () => [["batch", from(1, 4), flag()], ["unbatch"]],
  () => [["batch", from(1, 4)], ["rebatch", from(1, 4), flag()], ["unbatch"]],
  () => [["window", from(1, 4), from(1, 5), from(1, 3), flag()], ["unbatch"]],
  () => [["take", from(0, 12)]],
  () => [["skip", from(0, 5)]],
  () => [["takeWhile", "lt", from(1, 12)]],
  () => [["repeat", from(1, 3)]],
  () => [["shard", 4, from(0, 3)]],
  () => [["scan", "sum"]],
  () => [["unique"]],
  () => [["concatenate", "range", from(0, 6)]],
  () => [["cache"]],
  () => [["prefetch", from(1, 3)]],
];

/** From numbers to anything. */
const END: readonly Draw[] = [
  () => [],
  () => [
    ["batch", from(1, 4), flag()],
    ["map", "add", 2],
  ],
  () => [
    ["enumerate", from(0, 5)],
    ["batch", from(1, 4)],
  ],
  () => [
    ["zip", "range", from(0, 9)],
    ["window", from(1, 3), from(1, 3), from(1, 2), flag()],
  ],
  () => [
    ["zip", "range", from(0, 9)],
    ["batch", from(1, 4)],
    ["rebatch", from(1, 4), flag()],
  ],
  () => [
    ["map", "upto", from(1, 6)],
    ["paddedBatch", from(1, 4), from(-1, 3)],
  ],
  () => [
    ["map", "upto", from(1, 6)],
    ["paddedBatch", from(1, 3), -1],
    ["paddedBatch", from(1, 3), -2],
  ],
  () => [["enumerate", 1], ["take", 3], ["repeat", 2], ["batch", 4], ["unbatch"]],
];

const drawFrom = (choices: readonly Draw[]): readonly PlanStep[] => choices[dice.integer(choices.length)]();
const plans = Array.from({ length: PLANS }, (): readonly PlanStep[] => [
  ["range", from(0, 12)],
  ...Array.from({ length: from(0, 5) }, () => drawFrom(MIDDLE)).flat(),
  ...drawFrom(END),
]);

const python = process.env["TENSORLOOM_PYTHON"];
if (python === undefined)
  print({ bench: "random plans against tf.data", skipped: "TENSORLOOM_PYTHON is not set" });
else {
  const told = execFileSync(python, [join(import.meta.dirname, "tfplans.py")], {
    input: `${plans.map((plan) => JSON.stringify(plan)).join("\n")}\n`,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  const answers = told.trim().split("\n");
  let [differ, refused] = [0, 0];
  for (const [i, plan] of plans.entries()) {
    const theirs = JSON.stringify(JSON.parse(answers[i]));
    if (theirs.startsWith("{")) refused += 1;
    else if (JSON.stringify(await fromPlan(plan).toArray()) !== theirs) {
      differ += 1;
      print({ differs: JSON.stringify(plan), "tf.data": theirs });
    }
  }
  print({ bench: "random plans against tf.data", plans: PLANS, differ, "refused by tf.data": refused });
}
