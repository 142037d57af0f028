import fs from "node:fs";
import { expect, it, vi } from "vitest";
import { endWithProcess } from "./endWithProcess.ts";

it("ends all ranks even if the reason cannot be printed", () => {
  const before = { exit: process.listeners("exit"), thrown: process.listeners("uncaughtExceptionMonitor") };
  const write = vi.spyOn(fs, "writeSync").mockImplementation(() => {
    throw new Error("EPIPE: broken pipe, write");
  });
  const abort = vi.fn();
  try {
    const { fail } = endWithProcess({ rank: 1, size: 2, host: "node-b" }, { abort, finalize: vi.fn() });
    expect(() => fail(new Error("disk full"))).toThrow("EPIPE");
    expect(abort).toHaveBeenCalledWith(1);
  } finally {
    write.mockRestore();
    for (const one of process.listeners("exit")) if (!before.exit.includes(one)) process.off("exit", one);
    for (const one of process.listeners("uncaughtExceptionMonitor"))
      if (!before.thrown.includes(one)) process.off("uncaughtExceptionMonitor", one);
  }
});
