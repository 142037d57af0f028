import { writeSync } from "node:fs";
import { fromPlan, type PlanStep } from "../plan.ts";

/** `npm run -s pipeline -- PLAN`: prints the elements of a pipeline that is given as JSON, as one line of JSON. */
const usage = `usage: pipeline '[["range",10],["filter","mod",2,0],["batch",3]]'\n`;
const plan = process.argv.at(2);
try {
  if (plan === undefined || plan === "--help") writeSync(plan === undefined ? 2 : 1, usage);
  else {
    // One write a line: an end that the reader does not see is worse than a wait.
    const elements = await fromPlan(JSON.parse(plan) as readonly PlanStep[]).toArray(); // fromPlan checks it
    writeSync(1, `${JSON.stringify(elements)}\n`);
  }
  process.exitCode = plan === undefined ? 1 : 0;
} catch (error) {
  writeSync(2, `pipeline: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
