// Lets the threads that a process starts from sources run compiled ones: through tsx, each takes more than a second to
// load the packages. A thread that loads modules of the user by `replicas: { modules }` still loads all through tsx.
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const THROUGH_TSX = /^import\("[^"]*\/tsx\/[^"]*"\)\.then\(.*\)\.then\(\(\) => import\(("[^"]+")\)\);$/;
const boot = JSON.stringify(pathToFileURL(join(import.meta.dirname, "boot.js")).href);

/** The code of a thread that runs the same source compiled, or the code itself. */
function compiled(code) {
  const main = THROUGH_TSX.exec(code)?.[1];
  return main === undefined ? code : `import(${boot}).then(({ boot }) => boot(${main}));`;
}

/** What `startThreads` passes to the thread that starts the others. */
function withCompiledEntry(workerData) {
  const { entry, threads = [] } = workerData;
  const hasModules = threads.some(({ data }) => (data?.modelSpec?.modules.length ?? 0) > 0);
  return hasModules ? workerData : { ...workerData, entry: { ...entry, script: compiled(entry.script) } };
}

const threads = process.getBuiltinModule("node:worker_threads");

class CompiledWorker extends threads.Worker {
  constructor(script, options = {}) {
    const { workerData } = options;
    const isSupervisor = workerData?.entry?.script !== undefined;
    super(options.eval ? compiled(script) : script, {
      ...options,
      ...(isSupervisor && { workerData: withCompiledEntry(workerData) }),
    });
  }
}

const DONE = Symbol.for("tensorloom.compiledThreads");
// test files share a process, in which this one runs before each of them
if (!globalThis[DONE]) {
  threads.Worker = CompiledWorker;
  syncBuiltinESMExports();
}
globalThis[DONE] = true;
