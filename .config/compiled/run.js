// Runs a TypeScript program of this repository from its compiled form: `node .config/compiled/run.js PROGRAM.ts ARGUMENTS`.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { compileTogether } from "./compile.js";
import "./threads.js";

process.argv.splice(1, 1);
process.argv[1] = resolve(process.argv[1]);
process.setSourceMapsEnabled(true); // stacks name the sources
const [compiled] = await compileTogether([pathToFileURL(process.argv[1]).href]);
await import(compiled);
