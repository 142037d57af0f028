import { makeFolder } from "@tensorloom/core/internal/node";
import { FileWriteError } from "@tensorloom/core/node";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { NewFolder } from "./newFolder.ts";

/** Opens a folder under a hidden name, `.NAME.RANDOM.partial`, beside the final one. */
export async function openLocalFolder(name: string, folder: string): Promise<NewFolder> {
  const final = resolve(folder);
  const check = (): void => {
    if (!existsSync(final)) return;
    if (!statSync(final).isDirectory()) throw new Error(`${name}: ${folder} is a file; name a new folder`);
    if (readdirSync(final).length > 0)
      throw new Error(
        `${name}: ${folder} has files already; name a new folder, because nothing is overwritten`,
      );
  };
  check();
  const path = join(dirname(final), `.${basename(final)}.${randomBytes(6).toString("hex")}.partial`);
  await makeFolder(path);
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  process.prependOnceListener("exit", remove);

  const made = new Map<string, Promise<void>>();
  let making = Promise.resolve(); // one folder after another, because they may have the same parent
  function makeParent(parent: string): Promise<void> {
    const ready = made.get(parent) ?? (making = making.then(() => makeFolder(parent)));
    made.set(parent, ready);
    return ready;
  }
  return {
    concurrency: 8,
    async write(file, content) {
      await makeParent(dirname(join(path, file)));
      try {
        await writeFile(join(path, file), content, { flag: "wx" });
      } catch (error) {
        throw new FileWriteError(join(folder, file), 0, error);
      }
    },
    commit() {
      check();
      if (existsSync(final)) rmdirSync(final);
      renameSync(path, final);
      process.off("exit", remove);
      return Promise.resolve();
    },
    discard() {
      remove();
      process.off("exit", remove);
      return Promise.resolve();
    },
  };
}
