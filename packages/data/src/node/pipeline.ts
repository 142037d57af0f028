import { fromPlan, type PlanStep } from "../plan.ts";

/** `npm run -s pipeline -- PLAN`: prints the elements of a pipeline that is given as JSON, as one line of JSON. */
const usage = `usage: pipeline '[["range",10],["filter","mod",2,0],["batch",3]]'\n`;
const plan = process.argv.at(2);
try {
  if (plan === undefined) process.stderr.write(usage);
  else if (plan === "--help") process.stdout.write(usage);
  else {
    const elements = await fromPlan(JSON.parse(plan) as readonly PlanStep[]).toArray(); // fromPlan checks it
    process.stdout.write(`${JSON.stringify(elements)}\n`);
  }
  process.exitCode = plan === undefined ? 1 : 0;
} catch (error) {
  process.stderr.write(`pipeline: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
