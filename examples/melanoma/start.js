// `npm run melanoma`: answers --help and errors in flags from a small compiled file, without loading TypeScript, tfjs
// or the packages; everything else starts src/main.ts.
import { join } from "node:path";
import { loadCompiled } from "../../.config/scripts/loadCompiled.js";

const { respond } = await loadCompiled(join(import.meta.dirname, "src", "commands", "respond.ts"));
const response = respond(process.argv.slice(2));
if (response === undefined) {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./src/main.ts");
} else {
  process.stdout.write(response.out);
  process.stderr.write(response.err);
  process.exitCode = response.code;
}
