import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { findRuntime } from "./findRuntime.ts";
import type { OrtModule } from "./ortModule.ts";

/** A loader that throws what Node throws. */
function failing(message: string, code?: string): (name: string) => Promise<unknown> {
  return () => Promise.reject(Object.assign(new Error(message), code === undefined ? {} : { code }));
}

describe("a missing ONNX Runtime", () => {
  it("names the install command", async () => {
    const load = failing("Cannot find module 'onnxruntime-node'\nRequire stack:\n- here", "MODULE_NOT_FOUND");
    expect(await findRuntime({ load })).toEqual({
      runtime: undefined,
      missing: {
        outcome: "missing",
        reason: "onnxruntime-node is not installed (npm install onnxruntime-node)",
      },
    });
  });

  it("has no binaries for some processors", async () => {
    const load = failing(
      "Cannot find module '../bin/napi-v6/linux/any/onnxruntime_binding.node'",
      "MODULE_NOT_FOUND",
    );
    const { missing } = await findRuntime({ load });
    expect(missing).toEqual({
      outcome: "unsuitable",
      reason: `onnxruntime-node has no binaries for ${process.platform} on ${process.arch}`,
    });
  });

  it("may be broken, with the loader's message", async () => {
    const load = failing("shared library: cannot open shared object file", "ERR_DLOPEN_FAILED");
    const { missing } = await findRuntime({ load });
    expect(missing?.outcome).toBe("broken");
    expect(missing?.reason).toBe(
      "onnxruntime-node is installed but does not load (shared library: cannot open shared object file); install it again: npm install onnxruntime-node",
    );
  });

  it("may be another package", async () => {
    const { missing } = await findRuntime({ load: () => Promise.resolve({}) });
    expect(missing?.reason).toContain("the package has no InferenceSession");
  });

  it("is looked for once", async () => {
    let loads = 0;
    const load = (): Promise<unknown> => {
      loads++;
      return Promise.reject(new Error("no"));
    };
    await Promise.all([findRuntime({ load }), findRuntime({ load })]);
    expect(loads).toBe(1);
  });

  it("is not confused with wrong options", () => {
    expect(() => findRuntime({ threads: 0 })).toThrow(
      new RangeError("findRuntime: threads must be an integer of at least 1, got 0"),
    );
  });
});

/** ONNX Runtime as installed, with parts replaced. */
function altered(change: (own: OrtModule) => Partial<OrtModule>): () => Promise<unknown> {
  const own = createRequire(import.meta.url)("onnxruntime-node") as OrtModule; // its API is the one described there
  return () => Promise.resolve({ ...own, ...change(own) });
}

const installed = (await findRuntime()).runtime !== undefined;

describe.skipIf(!installed)("ONNX Runtime in Node", () => {
  it("is tried", async () => {
    const { runtime } = await findRuntime({ threads: 1 });
    expect(runtime).toMatchObject({ name: "onnxruntime-node", provider: "cpu", threads: 1 });
    expect([undefined, 4, 8, 16, 32]).toContain(runtime?.block);
  });

  it("of another version is tried with a warning", async () => {
    const { runtime } = await findRuntime({
      load: altered(() => ({ env: { versions: { common: "1.99.0" } } })),
    });
    expect(runtime?.notes[0]).toBe(
      "onnxruntime-node 1.99.0 is not one of the tested versions, 1.26 to 1.30; it is tried",
    );
  });

  it("without blocked operators uses standard ones, with a sentence", async () => {
    const load = altered(({ InferenceSession }) => ({
      InferenceSession: Object.assign(() => undefined, {
        create(bytes: Uint8Array, options: never) {
          if (new TextDecoder("latin1").decode(bytes).includes("ReorderInput"))
            return Promise.reject(new Error("ReorderInput is not a registered operator"));
          return InferenceSession.create(bytes, options);
        },
      }),
    }));
    const { runtime } = await findRuntime({ load });
    expect(runtime?.block).toBeUndefined();
    expect(runtime?.notes.at(-1)).toMatch(
      /^ONNX Runtime's blocked operators did not run in a trial \(.*not a registered operator.*\); standard operators are used, which are slower$/,
    );
  });

  it("that computes wrong numbers is not used", async () => {
    const load = altered(({ InferenceSession }) => ({
      InferenceSession: Object.assign(() => undefined, {
        async create(bytes: Uint8Array, options: never) {
          const session = await InferenceSession.create(bytes, options);
          return {
            release: () => session.release(),
            run: async (...parts: Parameters<typeof session.run>) => {
              const made = await session.run(...parts);
              for (const { data } of Object.values(made)) data[0] = 7;
              return made;
            },
          };
        },
      }),
    }));
    const { missing } = await findRuntime({ load });
    expect(missing?.reason).toContain("2 * 5 + 3 * 7 must be 31, got 7");
  });
});
