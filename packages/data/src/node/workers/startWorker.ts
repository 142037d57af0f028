import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { siblingModule } from "@tensorloom/core/internal";
import type { WorkerBeginning } from "./workerMessages.ts";

/** Loads tsx, then the worker's script. A worker's own entry cannot be TypeScript in Node 20. */
const BOOT = `
const { workerData: { loader, main } } = require("node:worker_threads");
import(loader).then(({ register }) => register()).then(() => import(main));
`;

/** A worker for a user's module. From source, or for a module in TypeScript, it is loaded through tsx. */
export function startWorker(beginning: Omit<WorkerBeginning, "main" | "loader">): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const main = siblingModule(import.meta.url, "workerMain");
  const typed = fromSource || /\.[cm]?ts$/.test(beginning.module);
  const workerData: WorkerBeginning = {
    ...beginning,
    main: main.href,
    loader: typed ? typescriptLoader(beginning.module) : undefined,
  };
  const conditions = process.execArgv.filter((flag) => flag.startsWith("--conditions="));
  const own = fromSource ? ["--conditions=@tensorloom/source"] : [];
  const settings = { workerData, execArgv: [...new Set([...conditions, ...own])] };
  if (workerData.loader === undefined) return new Worker(main, settings); // evaluated code is not the same in every runtime
  return new Worker(BOOT, { eval: true, ...settings });
}

/** tsx, as seen from the user's module or from here. Its ES module form: the other one registers a file that is not there. */
function typescriptLoader(module: string): string | undefined {
  for (const from of [module, import.meta.url])
    try {
      const manifest = createRequire(from).resolve("tsx/package.json");
      return pathToFileURL(join(dirname(manifest), "dist", "esm", "api", "index.mjs")).href;
    } catch {
      continue; // not installed there
    }
  return undefined; // a newer Node reads TypeScript by itself; an older one says that it does not know the extension
}
