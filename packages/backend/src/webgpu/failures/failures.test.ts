import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { whyNoGpu } from "../../../fixtures/gpu.ts";
import { type Ended, runProgram } from "../../../fixtures/runProgram.ts";

const missing = await whyNoGpu();

/** Limits the memory of a running process (util-linux). */
const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;

const START = `
  import { useBackend } from "@tensorloom/backend";
  import { add, backend, ones, sum, tidy, zeros } from "@tensorflow/tfjs-core";
  const report = (error) => console.log(error.name, error.reason ?? "", error.message);`;

const run = (program: string): Ended => runProgram(START + program, import.meta.dirname);

describe.skipIf(missing !== undefined)(
  `what fails on a GPU (${missing ?? "present"})`,
  { timeout: 240_000 },
  () => {
    it("a lost device is an error at the next read and allocation, starts again, and lets the process end", () => {
      const { stdout, status } = run(`
      let gpu = await useBackend("webgpu");
      const x = ones([5000]);
      console.log((await add(x, 1).data())[4999]);
      backend().device.destroy();
      await add(x, 1).data().catch(report);
      await Promise.resolve().then(() => sum(zeros([70000])).data()).catch(report);
      gpu.dispose();
      gpu = await useBackend("webgpu");
      console.log((await add(ones([5000]), 2).data())[4999]);
      gpu.dispose();`);
      const lost =
        "GpuError lost webgpu: the GPU's device was destroyed, and its tensors with it; call useBackend again";
      expect(stdout.trim().split("\n")).toEqual(["2", lost, lost, "3"]);
      expect(status).toBe(0);
    });

    it("a tensor that is larger than a buffer may be says so, and what to lower", () => {
      const { stdout } = run(`
      const { create, globals } = await import("webgpu");
      const dawn = (globalThis.dawn = create([])); // it must live as long as its device
      const lower = async () => {
        const adapter = await dawn.requestAdapter();
        return {
          info: adapter.info,
          features: adapter.features,
          limits: { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 },
          requestDevice: (descriptor) => adapter.requestDevice(descriptor),
        };
      };
      const load = (name) =>
        name === "webgpu" ? Promise.resolve({ globals, create: () => ({ requestAdapter: lower }) }) : import(name);
      await useBackend("webgpu", { load });
      try {
        tidy(() => add(zeros([2 ** 25 + 1]), 1));
      } catch (error) {
        report(error);
      }
      process.exit();`);
      expect(stdout).toMatch(
        /^OutOfMemoryError {2}webgpu: one tensor of 129 MB .*maxStorageBufferBindingSize: 128 MB\); lower the batch size/,
      );
    });

    it.skipIf(!hasPrlimit)(
      "memory that is full is an error at the next read, and lets the process end",
      () => {
        const { stdout, status } = run(`
      import { execFileSync } from "node:child_process";
      import { readFileSync } from "node:fs";
      import { fill } from "@tensorflow/tfjs-core";
      const gpu = await useBackend("webgpu");
      await add(ones([5000]), 1).data();
      // SwiftShader's memory is the process's: 300 MB more than it has now
      const bytes = 1024 * Number(/VmSize:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
      execFileSync("prlimit", ["--pid", String(process.pid), "--as=" + (bytes + 300 * 2 ** 20)]);
      await fill([125 * 2 ** 20], 1).data().catch(report);
      gpu.dispose();`);
        expect(stdout).toMatch(
          /^OutOfMemoryError {2}webgpu: out of memory: 500 MB more do not fit beside the \d MB in use; lower the batch size/m,
        );
        expect(status).toBe(0);
      },
    );

    it("a command that WebGPU refuses is printed by the package webgpu, and what follows computes on", () => {
      const { stdout, stderr } = run(`
      const gpu = await useBackend("webgpu");
      const { device } = backend();
      const buffer = device.createBuffer({ size: 16, usage: 0x80 });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, 0, buffer, 0, 16);
      device.queue.submit([encoder.finish()]);
      console.log((await add(ones([5000]), 1).data())[4999]);
      gpu.dispose();`);
      expect(stdout + stderr).toMatch(/validation:\s+Source and destination are the same buffer/);
      expect(stdout.trim().endsWith("2")).toBe(true);
    });

    it("a synchronous read in Node says what to call, and returns what was read before", () => {
      const { stdout } = run(`
      await useBackend("webgpu");
      const x = add(ones([2000]), 1);
      try {
        x.dataSync();
      } catch (error) {
        report(error);
      }
      await x.data();
      console.log(x.dataSync()[0]);
      process.exit();`);
      expect(stdout).toMatch(
        /^GpuError invalid webgpu: Node cannot read .*; use await tensor\.data\(\)\n2\n$/,
      );
    });
  },
);
