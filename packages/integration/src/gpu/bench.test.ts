import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../../..");

/** Runs `npm run bench -- gpu` in an environment without a GPU and without Python. */
function bench(...flags: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const { TENSORLOOM_PYTHON: _, ...env } = process.env;
  const argv = [join(root, ".config/bench/bench.js"), "gpu", ...flags];
  return spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: "utf8",
    env: { ...env, VK_DRIVER_FILES: "/dev/null" },
  });
}

describe.skipIf(process.platform !== "linux")("bench gpu without a GPU", () => {
  it(
    "prints one line with the reason, and one for each network that PyTorch did not run",
    { timeout: 240_000 },
    () => {
      const { status, stdout } = bench("--variant", "B1", "--size", "64", "--batch", "2");
      const lines = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);
      expect(lines).toEqual([
        { bench: "gpu", skipped: "no Vulkan driver: apt-get install chromium libvulkan1" },
        {
          bench: "gpu",
          engine: "torch",
          variant: "B1",
          size: 64,
          batch: 2,
          skipped: "TENSORLOOM_PYTHON is not set",
        },
      ]);
      expect(status).toBe(0);
    },
  );
});
