/** Arguments of Node's `Worker` that start a module in a thread: `new Worker(eval ? script : new URL(script), { eval, execArgv })`. */
export interface WorkerEntry {
  /** Code if `eval` is true, else the module's address. */
  readonly script: string;
  readonly eval: boolean;
  readonly execArgv: string[];
}

/**
 * Plans how a thread of Node starts one of our modules, which imports modules of the user.
 *
 * A thread's own entry cannot be TypeScript in Node 20. If the module or one of the user's is TypeScript, the thread
 * first registers tsx, as the user's module or ours sees it. The result is plain data, so that one thread can start
 * another one's threads.
 *
 * @param main - The module that the thread runs, from `siblingModule`.
 * @param imports - Addresses of the modules that it will import, the user's first.
 * @example
 * ```ts
 * import { workerEntry } from "@tensorloom/core/internal";
 *
 * workerEntry(new URL("file:///app/dist/replica.js")).script; // => "file:///app/dist/replica.js"
 * workerEntry(new URL("file:///app/dist/replica.js")).eval; // => false
 * ```
 */
export function workerEntry(main: URL, imports: readonly string[] = []): WorkerEntry {
  const typed = [...imports, main.href].find((address) => /\.[cm]?ts$/.test(address));
  const loader = typed === undefined ? undefined : typescriptLoader([...imports, main.href]);
  const execArgv = conditions(main);
  if (loader === undefined) return { script: main.href, eval: false, execArgv };
  const [first, then] = [JSON.stringify(loader), JSON.stringify(main.href)];
  const script = `import(${first}).then(({ register }) => register()).then(() => import(${then}));`;
  return { script, eval: true, execArgv };
}

/**
 * The address of tsx, as the first module that can see it does: its ES module form, because the other one registers a
 * file that does not exist. Undefined if it is not installed: a newer Node reads TypeScript by itself.
 *
 * @param modules - Addresses of modules.
 * @example
 * ```ts
 * import { typescriptLoader } from "@tensorloom/core/internal";
 *
 * typescriptLoader([]); // => undefined
 * ```
 */
export function typescriptLoader(modules: readonly string[]): string | undefined {
  const { createRequire } = process.getBuiltinModule("node:module");
  const path = process.getBuiltinModule("node:path");
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  for (const from of modules)
    try {
      const manifest = createRequire(from).resolve("tsx/package.json");
      return pathToFileURL(path.join(path.dirname(manifest), "dist", "esm", "api", "index.mjs")).href;
    } catch {
      continue; // not installed there
    }
  return undefined;
}

/** The export conditions of this process, which its threads need too. */
function conditions(main: URL): string[] {
  const own = process.execArgv.filter((flag) => flag.startsWith("--conditions="));
  const source = main.href.endsWith(".ts") ? ["--conditions=@tensorloom/source"] : [];
  return [...new Set([...own, ...source])];
}
