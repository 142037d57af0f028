// The entry of a thread of the tests: starts a source, and the module that `workerData` names, from their compiled form.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { compileTogether } from "./compile.js";
import "./threads.js"; // its own threads too

export async function boot(main) {
  const own = workerData?.module;
  const isSource = typeof own === "string" && /^file:.*\.ts$/.test(own) && existsSync(fileURLToPath(own));
  process.setSourceMapsEnabled(true); // stacks name the sources
  const [compiled, module] = await compileTogether(isSource ? [main, own] : [main]);
  if (isSource) workerData.module = `${module}?${own}`; // errors name the source
  await import(compiled);
}
