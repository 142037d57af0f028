import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { random } from "@tensorloom/core";
import { print } from "../../../../.config/bench/measure.ts";
import { fromPlan } from "./fromPlan.ts";
import type { PlanStep } from "./planStep.ts";
import { randomPlans } from "./randomPlans.ts";

/** Compares random plans with tf.data; `TENSORLOOM_PYTHON` names a Python that has it. */
const PLANS = Number(process.env["PLANS"] ?? 2000);
const SEED = Number(process.env["SEED"] ?? 20);

/** The elements as JSON, or the error. */
type Outcome = { readonly elements: readonly unknown[] } | { readonly error: string };

/** Runs plans in tf.data. Some crash its process or never end in it: a new process continues after them. */
function runInTfData(python: string, plans: readonly (readonly PlanStep[])[]): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  while (outcomes.length < plans.length) {
    const { stdout, signal } = spawnSync(python, [join(import.meta.dirname, "tfplans.py")], {
      input: plans
        .slice(outcomes.length)
        .map((plan) => `${JSON.stringify(plan)}\n`)
        .join(""),
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
    });
    const lines = stdout.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
    outcomes.push(...lines.map((line) => JSON.parse(line) as Outcome)); // what tfplans.py writes
    if (outcomes.length < plans.length) outcomes.push({ error: `no output: ${String(signal)}` });
  }
  return outcomes;
}

async function runHere(plan: readonly PlanStep[]): Promise<Outcome> {
  try {
    return { elements: JSON.parse(JSON.stringify(await fromPlan(plan).toArray())) as readonly unknown[] };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** A text that is equal for equal outcomes. A shuffle's elements are sorted, since each program has its own order. */
function text(plan: readonly PlanStep[], outcome: Outcome): string {
  if ("error" in outcome) return "refused";
  const texts = outcome.elements.map((element) => JSON.stringify(element));
  return (plan.some(([name]) => name === "shuffle") ? texts.sort() : texts).join(" ");
}

const python = process.env["TENSORLOOM_PYTHON"];
if (python === undefined)
  print({ bench: "random plans against tf.data", skipped: "TENSORLOOM_PYTHON is not set" });
else {
  const plans = randomPlans(PLANS, random(SEED));
  const outcomes = runInTfData(python, plans);
  const counts = { differ: 0, "refused by both": 0, "refused by tf.data alone": 0, "refused here alone": 0 };
  for (const [i, plan] of plans.entries()) {
    const [our, their] = [await runHere(plan), outcomes[i]];
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
