import "@tensorflow/tfjs-backend-cpu";
import {
  env,
  getKernel,
  matMul,
  ones,
  registerKernel,
  setBackend,
  tidy,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { profile } from "./profile.ts";

describe("profile", () => {
  beforeAll(async () => {
    env().set("IS_TEST", true);
    await setBackend("cpu");
  });

  it("counts each kernel's calls and returns what the work returned", async () => {
    const { value, kernels } = await profile(() =>
      tidy(() => {
        matMul(ones([2, 3]), ones([3, 4]));
        return matMul(ones([2, 3]), ones([3, 4])).dataSync()[0];
      }),
    );
    expect(value).toBe(3);
    expect(kernels.find(({ kernel }) => kernel === "BatchMatMul")?.calls).toBe(2);
  });

  it("counts for a kernel the time that the kernels inside it did not take", async () => {
    let clock = 0;
    const tick = (milliseconds: number, inner?: () => void): void => {
      clock += milliseconds;
      inner?.();
    };
    const kernel = (kernelName: string, run: () => void): void => {
      registerKernel({ kernelName, backendName: "cpu", kernelFunc: () => (run(), []) });
    };
    const call = (name: string): void => {
      getKernel(name, "cpu").kernelFunc({ inputs: {}, backend: {} });
    };
    kernel("Inner", () => {
      tick(30);
    });
    kernel("Outer", () => {
      tick(5, () => {
        call("Inner");
      });
    });
    try {
      const { kernels, milliseconds, table } = await profile(
        () => {
          call("Outer");
          tick(15);
        },
        { clock: () => clock },
      );
      expect(kernels).toEqual([
        { kernel: "Inner", calls: 1, milliseconds: 30 },
        { kernel: "Outer", calls: 1, milliseconds: 5 },
      ]);
      expect(milliseconds).toBe(50);
      expect(table.split("\n").map((line) => line.replace(/ +/g, " "))).toEqual([
        "kernel calls ms share",
        "Inner 1 30.0 60.0 %",
        "Outer 1 5.0 10.0 %",
        "(between kernels) 15.0 30.0 %",
        "total 2 50.0 100.0 %",
      ]);
    } finally {
      for (const name of ["Inner", "Outer"]) unregisterKernel(name, "cpu");
    }
  });

  it("restores the kernels, also if the work throws", async () => {
    const before = getKernel("BatchMatMul", "cpu").kernelFunc;
    const work = (): Promise<never> => Promise.reject(new Error("no"));
    await expect(profile(work)).rejects.toThrow("no");
    expect(getKernel("BatchMatMul", "cpu").kernelFunc).toBe(before);
  });

  it("refuses what is no function", async () => {
    await expect(profile(3 as never)).rejects.toThrow("profile: work");
  });
});
