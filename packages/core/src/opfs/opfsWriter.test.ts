import { afterEach, describe, expect, it, vi } from "vitest";
import { createFile } from "./opfsWriter.ts";

/** A folder of a page in which every write ends as Chromium's ends if its pipe to the browser's process breaks. */
function folderWithBrokenPipe(): FileSystemDirectoryHandle {
  const broken = new DOMException("Failed to write data to data pipe", "AbortError");
  const file = {
    getFile: () => Promise.resolve(new File([], "a")),
    createWritable: () => Promise.resolve({ write: () => Promise.reject(broken) }),
    move: () => Promise.resolve(),
  };
  const entries = (): readonly never[] => []; // none
  return { getFileHandle: () => Promise.resolve(file), entries } as unknown as FileSystemDirectoryHandle;
}

function grant(estimate: StorageEstimate): void {
  vi.stubGlobal("navigator", { storage: { estimate: () => Promise.resolve(estimate) } });
}

describe("writing a file of OPFS whose pipe breaks", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("reports the quota if the bytes need more than is left of it", async () => {
    grant({ usage: 600, quota: 1_000 });
    const file = await createFile(folderWithBrokenPipe(), "a");
    await expect(file.write([new Uint8Array(401)])).rejects.toMatchObject({ name: "QuotaExceededError" });
  });

  it("keeps the browser's error if there was room for them", async () => {
    grant({ usage: 600, quota: 1_000 });
    const file = await createFile(folderWithBrokenPipe(), "a");
    await expect(file.write([new Uint8Array(400)])).rejects.toMatchObject({ name: "AbortError" });
  });
});
