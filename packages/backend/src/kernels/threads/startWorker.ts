import { isNode } from "@tensorloom/core/internal";
import { workerScript } from "./workerScript.ts";

/** A worker that was started. */
export interface StartedWorker {
  terminate(): void;
}

/** Starts a worker that does not keep the process alive; undefined if the environment refuses. */
export function startWorker(data: object): StartedWorker | undefined {
  try {
    return isNode() ? inNode(data) : inBrowser(data);
  } catch {
    return undefined; // for example a page whose policy forbids workers: one thread then computes everything
  }
}

function inNode(data: object): StartedWorker {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker = new Worker(workerScript(), {
    eval: true,
    workerData: data,
    execArgv: [],
    env: {},
    name: "tensorloom kernels",
  });
  worker.on("error", () => undefined); // such as no memory for another thread
  worker.unref();
  return { terminate: () => void worker.terminate() };
}

function inBrowser(data: object): StartedWorker {
  const address = URL.createObjectURL(new Blob([workerScript()], { type: "text/javascript" }));
  const worker = new Worker(address, { name: "tensorloom kernels" });
  worker.onerror = (event) => event.preventDefault();
  worker.postMessage(data);
  return {
    terminate() {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
