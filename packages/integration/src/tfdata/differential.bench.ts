import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { random } from "@tensorloom/core";
import { print } from "../../../../.config/bench/measure.ts";
import { fromPlan } from "./fromPlan.ts";
import type { PlanStep } from "./planStep.ts";
import { randomPlans } from "./randomPlans.ts";

/** Random plans through this package and through tf.data, where `TENSORLOOM_PYTHON` has it. */
const PLANS = Number(process.env["PLANS"] ?? 2000);
const SEED = Number(process.env["SEED"] ?? 20);

/** The elements as JSON, or why there are none. */
type Answer = { readonly elements: readonly unknown[] } | { readonly error: string };

/** What tf.data answers. There are plans that crash its process or never end in it: another process goes on behind them. */
function theirs(python: string, plans: readonly (readonly PlanStep[])[]): readonly Answer[] {
  const answers: Answer[] = [];
  while (answers.length < plans.length) {
    const { stdout, signal } = spawnSync(python, [join(import.meta.dirname, "tfplans.py")], {
      input: plans
        .slice(answers.length)
        .map((plan) => `${JSON.stringify(plan)}\n`)
        .join(""),
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
    });
    const lines = stdout.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
    answers.push(...lines.map((line) => JSON.parse(line) as Answer)); // what tfplans.py writes
    if (answers.length < plans.length) answers.push({ error: `no answer: ${String(signal)}` });
  }
  return answers;
}

async function ours(plan: readonly PlanStep[]): Promise<Answer> {
  try {
    return { elements: JSON.parse(JSON.stringify(await fromPlan(plan).toArray())) as readonly unknown[] };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** In a form in which equal answers are equal texts: a shuffle's order is each program's own. */
function text(plan: readonly PlanStep[], answer: Answer): string {
  if ("error" in answer) return "refused";
  const texts = answer.elements.map((element) => JSON.stringify(element));
  return (plan.some(([name]) => name === "shuffle") ? texts.sort() : texts).join(" ");
}

const python = process.env["TENSORLOOM_PYTHON"];
if (python === undefined)
  print({ bench: "random plans against tf.data", skipped: "TENSORLOOM_PYTHON is not set" });
else {
  const plans = randomPlans(PLANS, random(SEED));
  const answers = theirs(python, plans);
  const counts = { differ: 0, "refused by both": 0, "refused by tf.data alone": 0, "refused here alone": 0 };
  for (const [i, plan] of plans.entries()) {
    const [our, their] = [await ours(plan), answers[i]];
    if (text(plan, our) === text(plan, their)) {
      if ("error" in our) counts["refused by both"] += 1;
      continue;
    }
    if ("error" in their) counts["refused by tf.data alone"] += 1;
    else if ("error" in our) counts["refused here alone"] += 1;
    else counts.differ += 1;
    print({
      plan: JSON.stringify(plan),
      ours: JSON.stringify(our).slice(0, 300),
      "tf.data": JSON.stringify(their).slice(0, 300),
    });
  }
  print({ bench: "random plans against tf.data", plans: PLANS, ...counts });
}
