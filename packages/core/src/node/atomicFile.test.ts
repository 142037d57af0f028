import { execFileSync } from "node:child_process";
import {
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAtomicFile } from "./atomicFile.ts";
import { FileWriteError } from "../place/fileWriteError.ts";
import { writeFileAtomic } from "./writeFileAtomic.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atomic-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const readText = (name: string): string => readFileSync(join(folder, name), "utf8");

describe("openAtomicFile", () => {
  it("shows nothing under the name before it is committed", async () => {
    const file = await openAtomicFile(join(folder, "a"));
    await file.write(bytes("one"));
    await file.write(bytes("two"));
    expect(readdirSync(folder)).toEqual([file.temporaryPath.slice(folder.length + 1)]);
    await file.commit();
    await file.discard();
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(readText("a")).toBe("onetwo");
    expect(file.bytes).toBe(6);
  });

  it("takes a list of chunks, of any number", async () => {
    const file = await openAtomicFile(join(folder, "a"));
    await file.write([]);
    const chunks = Array.from({ length: 3000 }, (_, i) => bytes(i % 7 === 0 ? "" : `${String(i)},`));
    await file.write(chunks);
    await file.commit();
    expect(readText("a")).toBe(Buffer.concat(chunks).toString());
    expect(file.bytes).toBe(readText("a").length);
  });

  it("leaves an older file and nothing else if it is discarded", async () => {
    writeFileSync(join(folder, "a"), "old");
    const file = await openAtomicFile(join(folder, "a"));
    await file.write(bytes("new"));
    await file.discard();
    await file.discard();
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(readText("a")).toBe("old");
  });

  it("takes the name that commit is called with", async () => {
    const file = await openAtomicFile(join(folder, "part"));
    await file.write(bytes("x"));
    await file.commit(join(folder, "part-of-1"));
    expect(readdirSync(folder)).toEqual(["part-of-1"]);
  });

  it("lets many writers of one name each write a whole file", async () => {
    const texts = Array.from({ length: 40 }, (_, i) => String(i).repeat(1000));
    await Promise.all(texts.map((text) => writeFileAtomic(join(folder, "a"), text)));
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(texts).toContain(readText("a"));
  });

  it("replaces the file that a symbolic link names, not the link", async () => {
    writeFileSync(join(folder, "real"), "old");
    symlinkSync(join(folder, "real"), join(folder, "link"));
    await writeFileAtomic(join(folder, "link"), "new");
    expect(readText("real")).toBe("new");
  });

  it.skipIf(process.platform === "win32")("refuses to replace a device or a pipe", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    await expect(writeFileAtomic(pipe, "new")).rejects.toThrow("pipe: it is a device or a pipe");
    expect(readdirSync(folder)).toEqual(["pipe"]);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it("leaves other names of a replaced file alone", async () => {
    writeFileSync(join(folder, "a"), "old");
    linkSync(join(folder, "a"), join(folder, "b"));
    await writeFileAtomic(join(folder, "a"), "new");
    expect(readText("b")).toBe("old");
  });

  it("refuses to replace a file if it may not, and removes the new one", async () => {
    writeFileSync(join(folder, "a"), "old");
    await expect(writeFileAtomic(join(folder, "a"), "new", { replace: false })).rejects.toMatchObject({
      name: "FileWriteError",
      code: "EEXIST",
      path: join(folder, "a"),
    });
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(readText("a")).toBe("old");
    await writeFileAtomic(join(folder, "b"), "new", { replace: false });
    expect(readdirSync(folder)).toEqual(["a", "b"]);
  });

  it("names the path, the bytes written and the reason if the system refuses", async () => {
    const path = join(folder, "none", "a");
    const error = await writeFileAtomic(path, "x").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FileWriteError);
    expect((error as FileWriteError).message).toBe(
      `cannot write ${path}: no such file or directory (ENOENT)`,
    );
    expect(new FileWriteError("m.bin", 4096, enospc()).message).toBe(
      "cannot write m.bin: no space left on device (ENOSPC) after 4096 bytes",
    );
  });

  it("leaves nothing if its content throws", async () => {
    async function* content(): AsyncGenerator<string> {
      yield await Promise.resolve("half");
      throw new Error("the source failed");
    }
    await expect(writeFileAtomic(join(folder, "a"), content())).rejects.toThrow("the source failed");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses unknown options", async () => {
    await expect(openAtomicFile(join(folder, "a"), { replce: false } as never)).rejects.toThrow(
      "did you mean replace?",
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

function enospc(): Error {
  return Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
}
