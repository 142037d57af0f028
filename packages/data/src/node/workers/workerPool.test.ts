import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { runCompiled } from "../../../../../.config/compiled/runCompiled.ts";
import type { StageError } from "../../index.ts";
import { type Dataset, fromArray, type Operator, range } from "../../index.ts";
import { mapInWorkers, WorkerError } from "../../node.ts";
import type { MapInWorkersOptions } from "./mapInWorkers.ts";
import { WorkerPool } from "./workerPool.ts";

const module = pathToFileURL(join(import.meta.dirname, "..", "..", "..", "fixtures", "workers.ts"));

/** A stage that runs a module written as text. */
const inline = <A, B>(code: string, options: MapInWorkersOptions = {}): Operator<A, B> =>
  mapInWorkers<A, B>(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workers: 1,
    ...options,
  });

/** All elements, and the errors that were ignored. */
async function readIgnoringErrors<B>(
  dataset: Dataset<B>,
): Promise<{ readonly elements: B[]; readonly errors: StageError[] }> {
  const errors: StageError[] = [];
  const elements = await dataset.ignoreErrors((error) => errors.push(error as StageError)).toArray(); // only stages fail
  return { elements, errors };
}

const threads = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;

describe("a pool of workers", () => {
  it("finishes closing even if nothing else keeps the process alive", () => {
    const script = join(import.meta.dirname, "..", "..", "..", "fixtures", "leaving.ts");
    const { status, stdout } = spawnSync(process.execPath, [runCompiled, script], { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, "20"]);
  });

  it("replaces a worker that exited, and reports the element at which two exited", async () => {
    const dying = range(6).apply(mapInWorkers<number, number>(module, { workers: 2, name: "dying" }));
    const errors: unknown[] = [];
    expect(await dying.ignoreErrors((error) => errors.push(error)).toArray()).toEqual([0, 1, 2, 4, 5]);
    expect(errors).toHaveLength(1);
    const { cause } = errors[0] as StageError;
    expect(cause).toBeInstanceOf(WorkerError);
    expect(cause).toMatchObject({ position: 3, exitCode: 7 });
  });

  it("reports only the result that cannot be read", async () => {
    // Node 20 posts detached memory, which the receiver cannot read; newer versions throw immediately.
    const code = `
      import { parentPort } from "node:worker_threads";
      const t = new Uint8Array(8);
      structuredClone(t, { transfer: [t.buffer] });
      export default async (x) => {
        await new Promise(setImmediate);
        if (x !== 2) return x;
        parentPort.postMessage({ t }, [t.buffer]);
        return new Promise(() => undefined);
      };`;
    const { elements, errors } = await readIgnoringErrors(
      range(5).apply(inline<number, number>(code, { ahead: 5 })),
    );
    expect(elements).toEqual([0, 1, 3, 4]);
    expect(errors.map(({ position }) => position)).toEqual([2]);
  });

  it("reports only the element that ends a worker, if the worker has several in flight", async () => {
    const code = `export default async (x) => {
      if (x === 3) process.exit(7);
      await new Promise(setImmediate);
      return x;
    }`;
    for (const workers of [1, 2]) {
      const { elements, errors } = await readIgnoringErrors(
        range(9).apply(inline<number, number>(code, { workers, ahead: 6 })),
      );
      expect(elements).toEqual([0, 1, 2, 4, 5, 6, 7, 8]);
      expect(errors.map(({ position }) => position)).toEqual([3]);
      expect(errors.at(0)?.message).toMatch(
        /ended with code 7 at element 3, also when it was tried again alone$/,
      );
    }
  });

  it("reports the elements that are lost because their memory was transferred", async () => {
    const code = "export default ([x]) => (x === 1 ? process.exit(7) : x)";
    const bytes = range(3).map((x) => new Uint8Array(1).fill(x));
    const handed = bytes.apply(inline<Uint8Array, number>(code, { ahead: 3, transfer: "both" }));
    const { elements, errors } = await readIgnoringErrors(handed);
    expect(elements).toEqual([0]);
    expect(errors.map(({ message }) => message.slice(message.indexOf("ended with")))).toEqual(
      [1, 2].map(
        (i) =>
          `ended with code 7 at element ${String(i)}, or at any of the 1 others that it had; not tried again, because its ` +
          'memory was transferred (transfer: "both")',
      ),
    );
  });

  it("refuses an array whose memory was already transferred, as a result and as an element", async () => {
    const kept = range(3).apply(
      inline<number, object>("const t = new Uint8Array(2); export default () => ({ t })"),
    );
    const { elements, errors } = await readIgnoringErrors(kept);
    expect(elements).toEqual([{ t: new Uint8Array(2) }]);
    expect(errors.map(({ message }) => message.slice(message.indexOf("element ")))).toEqual(
      [1, 2].map(
        (i) =>
          `element ${String(i)}: mapInWorkers: the result's Uint8Array has no memory any more: it was transferred with ` +
          'an earlier result; return a new array each time, or choose transfer: "none"',
      ),
    );
    const copied = inline("const t = new Uint8Array(2); export default () => t", { transfer: "none" });
    expect(await range(3).apply(copied).toArray()).toHaveLength(3);
    const empty = inline("export default () => new Uint8Array(0)");
    expect(await range(2).apply(empty).toArray()).toEqual([new Uint8Array(0), new Uint8Array(0)]);
    const view = new DataView(new ArrayBuffer(2));
    const both = mapInWorkers<DataView, number>(module, { workers: 1, name: "length", transfer: "both" });
    await expect(fromArray([view, view]).apply(both).toArray()).rejects.toThrow(
      "element 1: mapInWorkers: the element's DataView has no memory any more",
    );
  });

  it("keeps an error's code and causes, and reports thrown values that have no text", async () => {
    const failed = async (thrown: string): Promise<unknown> => {
      const { errors } = await readIgnoringErrors(
        range(1).apply(inline(`export default () => { throw ${thrown}; }`)),
      );
      return errors.at(0)?.cause;
    };
    const withCause =
      "Object.assign(new TypeError('m', { cause: new RangeError('inner') }), { code: 'ENOENT' })";
    expect(await failed(withCause)).toMatchObject({
      name: "TypeError",
      code: "ENOENT",
      cause: { name: "RangeError", message: "inner", stack: expect.stringContaining("data:text") as string },
    });
    const circular =
      "(() => { const e = new Error('round'); return Object.assign(e, { cause: e, code: {} }); })()";
    expect(await failed(circular)).toMatchObject({ message: "round", cause: { message: "round" } });
    expect(await failed(circular)).not.toHaveProperty("code");
    expect(await failed("Object.create(null)")).toMatchObject({
      message: "a thrown value that has no text",
    });
    const here = range(2).map(() => {
      throw Object.create(null);
    });
    await expect(here.toArray()).rejects.toThrow(
      "range(2).map(): element 0: a thrown value that has no text",
    );
  });

  it("starts no worker after the pass is closed", async () => {
    const before = threads();
    let resolveElement: (x: number) => void = () => undefined;
    const pass = range(9)
      .map(() => new Promise<number>((done) => (resolveElement = done)))
      .apply(inline("export default () => { for (;;); }"))
      .open();
    const pending = pass.next();
    await pass.close();
    resolveElement(1);
    expect(await pending).toEqual({ done: true, value: undefined });
    await new Promise((done) => setImmediate(done));
    expect(threads()).toBe(before);
  });

  it("refuses work after it is closed", async () => {
    const pool = new WorkerPool({
      module: module.href,
      name: "default",
      stream: [0],
      workers: 1,
      transferResults: false,
      transferElements: false,
    });
    await pool.close();
    await expect(pool.run(1, 0, 0)).rejects.toThrow("mapInWorkers: the pass is closed");
  });
});
