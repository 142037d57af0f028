import { expect, it } from "vitest";
import { createFile } from "./opfsWriter.ts";

/** A folder of a page in which every write ends with an error. */
function folderThatFails(error: DOMException): FileSystemDirectoryHandle {
  const file = {
    getFile: () => Promise.resolve(new File([], "a")),
    createWritable: () => Promise.resolve({ write: () => Promise.reject(error) }),
    move: () => Promise.resolve(),
  };
  const entries = (): readonly never[] => []; // none
  return { getFileHandle: () => Promise.resolve(file), entries } as unknown as FileSystemDirectoryHandle;
}

it("reports a full quota if Chromium's pipe to the file breaks", async () => {
  const broken = new DOMException("Failed to write data to data pipe", "AbortError");
  const file = await createFile(folderThatFails(broken), "a");
  await expect(file.write([new Uint8Array(4)])).rejects.toMatchObject({ name: "QuotaExceededError" });
});

it("keeps any other error of a write", async () => {
  const changed = new DOMException("the file was changed", "InvalidStateError");
  const file = await createFile(folderThatFails(changed), "a");
  await expect(file.write([new Uint8Array(4)])).rejects.toBe(changed);
});
