import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderLockedError } from "./folderLockedError.ts";
import { lockFolder } from "./lockFolder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Leaves a lock as a process with this number would. */
function leave(pid: number, host: string, name = ".lock", token = "t"): void {
  writeFileSync(join(folder, name), JSON.stringify({ who: "train", pid, host, token }));
}

/** The number of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

describe("lockFolder", () => {
  it("creates the folder, and leaves nothing in it after release", async () => {
    const inner = join(folder, "a", "b");
    const lock = await lockFolder(inner, "train");
    expect(readdirSync(inner)).toEqual([".lock"]);
    await lock.release();
    await lock.release();
    expect(readdirSync(inner)).toEqual([]);
  });

  it("refuses a second writer immediately, naming the first", async () => {
    const lock = await lockFolder(folder, "melanoma");
    const error = await lockFolder(folder, "other").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FolderLockedError);
    expect((error as Error).message).toContain(
      `${folder} is in use by melanoma (process ${String(process.pid)}`,
    );
    await lock.release();
    await (await lockFolder(folder, "other")).release();
  });

  it("lets exactly one of many have it", async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, "train")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([".lock"]);
  });

  it("takes over what an ended process left", async () => {
    leave(endedProcess(), hostname());
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder, "train")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([".lock"]);
  });

  it("waits for no other process that is taking over: only that one may replace the lock", async () => {
    leave(endedProcess(), hostname());
    leave(process.ppid, hostname(), ".lock.after-t", "u");
    await expect(lockFolder(folder, "train")).rejects.toThrow(`process ${String(process.ppid)} on`);
    expect(readdirSync(folder).sort()).toEqual([".lock", ".lock.after-t"]);
  });

  it("takes over from a process that ended while it was taking over", async () => {
    const pid = endedProcess();
    leave(pid, hostname());
    leave(pid, hostname(), ".lock.after-t", "u");
    const lock = await lockFolder(folder, "train");
    expect(readdirSync(folder)).toEqual([".lock"]);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("respects a lock of another machine", async () => {
    leave(1, "elsewhere.example");
    await expect(lockFolder(folder, "train")).rejects.toThrow("process 1 on elsewhere.example");
  });

  it("removes the lock when the process exits", () => {
    const code = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, "lockFolder.ts"))};
      await lockFolder(${JSON.stringify(folder)}, "child"); process.exit(3);`;
    const script = join(folder, "child.mts");
    writeFileSync(script, code);
    const { status } = spawnSync(process.execPath, ["--import", "tsx", script], { cwd: import.meta.dirname });
    expect(status).toBe(3);
    expect(existsSync(join(folder, ".lock"))).toBe(false);
  });
});
