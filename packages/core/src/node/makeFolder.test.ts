import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FileWriteError } from "../place/fileWriteError.ts";
import { lockFolder } from "./lockFolder.ts";
import { makeFolder } from "./makeFolder.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "folder-"));
  writeFileSync(join(root, "file"), "");
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe("makeFolder", () => {
  it("creates a folder and those above it, once or twice", async () => {
    await makeFolder(join(root, "a", "b"));
    await makeFolder(join(root, "a", "b"));
    expect(statSync(join(root, "a", "b")).isDirectory()).toBe(true);
  });

  it("creates a folder that others create and remove at the same time", async () => {
    const path = join(root, "contested");
    const work = async (): Promise<void> => {
      for (let time = 0; time < 200; time++) {
        await makeFolder(path);
        await rmdir(path).catch(() => undefined);
      }
    };
    await expect(Promise.all([work(), work(), work(), work()])).resolves.toHaveLength(4);
  });

  it("reports a broken symbolic link", async () => {
    const path = join(root, "broken");
    symlinkSync(join(root, "nowhere"), path);
    await expect(makeFolder(path)).rejects.toThrow("file already exists (EEXIST)");
  });

  it.each([
    ["file", "file already exists (EEXIST)"],
    ["file/inside", "not a directory (ENOTDIR)"],
  ])("names the path and the reason: %s", async (name, reason) => {
    const path = join(root, name);
    for (const make of [makeFolder, (folder: string) => lockFolder(folder, "test")]) {
      const error: unknown = await make(path).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(FileWriteError);
      expect(String(error)).toBe(`FileWriteError: cannot write ${path}: ${reason}`);
    }
  });

  it.skipIf(process.platform !== "linux")("names the reason below a folder that takes none", async () => {
    await expect(makeFolder("/proc/none/inside")).rejects.toThrow("cannot write /proc/none/inside: ");
  });
});
