import { join } from "node:path";

/** Runs a TypeScript program from its compiled form: `node run.js PROGRAM.ts ARGUMENTS`. */
export const runCompiled: string = join(import.meta.dirname, "run.js");
