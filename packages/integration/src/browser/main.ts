import { createProgram, type Program } from "./program.ts";

/** A call from the page to its worker. */
interface Call {
  readonly name: keyof Program;
  readonly values: readonly unknown[];
}

const scope = globalThis as unknown as {
  document?: Document;
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  call?: (name: keyof Program, ...values: readonly unknown[]) => Promise<unknown>;
  callWorker?: (name: keyof Program, ...values: readonly unknown[]) => Promise<unknown>;
  stopAfter?: number;
}; // a page or a worker

const run = (program: Program, { name, values }: Call): Promise<unknown> =>
  (program[name] as (...parameters: readonly unknown[]) => Promise<unknown>)(...values);

/** The File that the test has chosen takes the place of `"FILE"` among the arguments. */
function withFile(values: readonly unknown[]): readonly unknown[] {
  const file = document.querySelector("input")?.files?.[0];
  const swap = (value: unknown): unknown => (value === "FILE" ? file : value);
  return values.map((value) =>
    typeof value === "object" && value !== null && "source" in value
      ? { ...value, source: swap(value.source) }
      : swap(value),
  );
}

if (scope.document === undefined) {
  const program = createProgram((epoch) => scope.postMessage({ epoch }));
  scope.onmessage = ({ data }) =>
    void run(program, data).then(
      (result) => scope.postMessage({ result }),
      (error: unknown) => scope.postMessage({ error: String((error as Error).stack) }),
    );
} else {
  const program = createProgram(() => undefined);
  scope.call = (name, ...values) => run(program, { name, values: withFile(values) });
  scope.callWorker = (name, ...values) =>
    new Promise((resolve, reject) => {
      const worker = new Worker("main.js", { type: "module" });
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }: MessageEvent<{ epoch?: number; result?: unknown; error?: string }>) => {
        if (data.epoch !== undefined && data.epoch !== scope.stopAfter) return;
        worker.terminate(); // in the middle of a run, if the test asked for it
        if (data.error === undefined) resolve(data.result);
        else reject(new Error(data.error));
      };
      worker.postMessage({ name, values: withFile(values) });
    });
}
