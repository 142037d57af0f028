import { fromPlan } from "./fromPlan.ts";
import { isEndless } from "./isEndless.ts";
import type { PlanStep } from "./planStep.ts";

/** `npm run -s pipeline -- PLAN`: prints the elements of a plan as one line of JSON. */
const usage = `usage: pipeline '[["range",10],["filter","mod",2,0],["batch",3]]'\n`;

/** Parses the argument; `fromPlan` checks it. */
function parsed(plan: string): readonly PlanStep[] {
  try {
    return JSON.parse(plan) as readonly PlanStep[];
  } catch (error) {
    throw new Error(`the plan is not JSON: ${error instanceof Error ? error.message : ""}`, { cause: error });
  }
}

async function run([plan, ...more]: readonly string[]): Promise<string> {
  if (plan === "--help") return usage;
  if (more.length > 0) throw new Error(`expected one plan, got ${String(1 + more.length)}: put it in quotes`);
  const steps = parsed(plan);
  const elements = fromPlan(steps);
  if (await isEndless(steps)) throw new Error("the elements have no end: add a take after the repeat");
  return `${JSON.stringify(await elements.toArray())}\n`;
}

const words = process.argv.slice(2);
try {
  if (words.length === 0) throw new Error(`expected a plan\n${usage.trimEnd()}`);
  process.stdout.write(await run(words));
} catch (error) {
  process.stderr.write(`pipeline: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
