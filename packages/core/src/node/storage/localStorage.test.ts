import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StorageError } from "../../storage/storageError.ts";
import { openObject } from "../../storage/openObject.ts";
import { writeObject } from "../../storage/writeObject.ts";
import { localStorage } from "./localStorage.ts";

let folder: string;
const storage = localStorage();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-local-"));
  for (const name of ["a", "a/b"]) mkdirSync(join(folder, name));
  for (const name of ["one.txt", "a/two+ü.txt", "a/b/three 3.txt", "a/.hidden"])
    writeFileSync(join(folder, name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function list(pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { address } of storage.list(pattern)) found.push(address.replace(`${folder}/`, ""));
  return found;
}

describe("the file system as a storage", () => {
  it("lists folders, globs and single files", async () => {
    expect(await list(`${folder}/`)).toEqual(["a/.hidden", "a/b/three 3.txt", "a/two+ü.txt", "one.txt"]);
    expect(await list(`${folder}/*.txt`)).toEqual(["one.txt"]);
    expect(await list(`${folder}/**/*.txt`)).toEqual(["one.txt", "a/two+ü.txt", "a/b/three 3.txt"]);
    expect(await list(`${folder}/a/**`)).toEqual(["a/b/three 3.txt", "a/two+ü.txt"]);
    expect(await list(`${folder}/{one,none}.txt`)).toEqual(["one.txt"]);
    expect(await list(`${folder}/one.txt`)).toEqual(["one.txt"]);
    expect(await list(`${folder}/a`)).toEqual([]);
    expect(await list(`${folder}/nothing/*`)).toEqual([]);
    expect(await list(`${pathToFileURL(folder).href}/a/t?o*`)).toEqual(["file://a/two+%C3%BC.txt"]);
  });

  it("reads ranges and chunks, and nothing of another version", async () => {
    const path = join(folder, "one.txt");
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    expect(text(await storage.read(path))).toBe("one.txt");
    expect(text(await storage.read(path, { offset: 4, length: 100 }))).toBe("txt");
    expect(text(await storage.read(pathToFileURL(path).href, { length: 3 }))).toBe("one");
    const chunks = [];
    for await (const chunk of storage.stream(path, { offset: 2 })) chunks.push(text(chunk));
    expect(chunks).toEqual(["e.txt"]);
    const object = await openObject(path);
    expect(text(await object.read(5, 10))).toBe("xt");
    writeFileSync(path, "changed");
    await expect(object.read(0, 3)).rejects.toMatchObject({ name: "StorageError", kind: "changed" });
  });

  it("writes a file whole or not at all, and creates its folders", async () => {
    const path = join(folder, "new/deep/x.bin");
    const file = await storage.write(path);
    await file.write([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    expect(await storage.stat(path)).toBeUndefined();
    await file.commit();
    await file.discard();
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    async function* broken(): AsyncGenerator<string> {
      yield "x";
      await Promise.reject(new Error("boom"));
    }
    await expect(writeObject(path, broken())).rejects.toThrow("boom");
    expect(readdirSync(join(folder, "new/deep"))).toEqual(["x.bin"]);
    expect(await writeObject(path, "four")).toBe(4);
    await storage.remove(path);
    await storage.remove(path);
    expect(await storage.stat(path)).toBeUndefined();
  });

  it("reports errors as StorageError with the system's reason", async () => {
    const path = join(folder, "none");
    const error: unknown = await storage.read(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({
      kind: "not-found",
      message: `${path}: cannot read it: no such file or directory (ENOENT)`,
    });
    await expect(storage.write(join(folder, "one.txt/x"))).rejects.toMatchObject({ name: "StorageError" });
    await expect(storage.read(folder)).rejects.toMatchObject({ kind: "not-found" });
    await expect(storage.read(path, { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow(
      "stop",
    );
  });

  it("refuses options that it does not know", async () => {
    const path = join(folder, "one.txt");
    const [wrong, alsoWrong] = [{ lengths: 1 } as object, { replce: false } as object];
    await expect(storage.read(path, wrong)).rejects.toThrow("did you mean length?");
    await expect(storage.stream(path, wrong).next()).rejects.toThrow("did you mean length?");
    await expect(storage.write(path, alsoWrong)).rejects.toThrow("did you mean replace?");
  });

  it("counts what it does", async () => {
    const before = storage.statistics();
    await storage.read(join(folder, "one.txt"));
    const { requests, bytesRead } = storage.statistics();
    expect([requests - before.requests, bytesRead - before.bytesRead]).toEqual([1, 7]);
  });
});
