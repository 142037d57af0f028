import { cacheFolderOf, errorCode } from "@tensorloom/core/internal";
import { folderOf, isAddress, lockFolder, nameOf } from "@tensorloom/core/internal/node";
import { writeFileAtomic } from "@tensorloom/core/node";
import { checkSetName, publishShards, throwIfSetExists } from "@tensorloom/tfrecord/internal/node";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { planDifferences, type PlanRecord } from "./planRecord.ts";
import { UnfinishedRunError } from "./unfinishedRunError.ts";

/**
 * A damaged picture that was left out.
 *
 * @inline
 */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** A complete file of a run. */
interface CompleteShard {
  /** The name of the file: `train03-451.tfrec`. */
  readonly file: string;
  readonly records: number;
  readonly bytes: number;
  readonly skipped: readonly Skipped[];
}

/** The work on one set of files, which are complete one by one and appear together. */
export interface Run {
  /** The hidden folder of the complete files, which belongs to this run until it is released. */
  readonly workFolder: string;
  /** The complete files by their position. */
  readonly complete: ReadonlyMap<number, CompleteShard>;
  /** Notes that a file of the work folder is complete. */
  add(shard: number, file: CompleteShard): Promise<void>;
  /** Moves all files to their final folder, in one step, or uploads them, and removes the work folder. */
  publish(): Promise<void>;
  /** Returns the folder. The complete files stay for the next run; without any, nothing is left. */
  release(): Promise<void>;
}

/** `records/train` as folder and name. */
export function splitPrefix(out: string): { readonly folder: string; readonly name: string } {
  const name = /[/\\]$/.test(out) ? "" : nameOf(out);
  checkSetName(name);
  return { folder: folderOf(out), name };
}

/**
 * Starts a run, or continues one with the same plan.
 *
 * @throws UnfinishedRunError if complete files of another plan are there; FolderLockedError if another process works on
 * the set; Error if the set exists already.
 */
export async function openRun(out: string, plan: PlanRecord, replace: boolean): Promise<Run> {
  const { folder, name } = splitPrefix(out);
  const workFolder = workFolderOf(out);
  const isNew = !isAddress(out) && !existsSync(folder);
  const lock = await lockFolder(workFolder, "createRecords");
  const complete = new Map<number, CompleteShard>();
  const removeIfUnused = (): void => {
    if (complete.size > 0) return;
    rmSync(workFolder, { recursive: true, force: true });
    if (isNew) removeIfEmpty(folder);
  };
  process.once("exit", removeIfUnused);
  const release = async (): Promise<void> => {
    await lock.release();
    process.off("exit", removeIfUnused);
    removeIfUnused();
  };
  try {
    const saved = readSaved(join(workFolder, "plan.json"));
    const differences = saved === undefined ? undefined : planDifferences(saved, plan);
    const files = readComplete(workFolder);
    if (differences?.length === 0) for (const [shard, file] of files) complete.set(shard, file);
    else if (differences !== undefined && files.size > 0 && !replace) {
      for (const [shard, file] of files) complete.set(shard, file); // so that they are kept
      throw new UnfinishedRunError(workFolder, files.size, differences);
    }
    if (!isAddress(out)) takeBack(folder, workFolder, complete);
    if (!replace) await throwIfSetExists(folder, name);
    if (differences?.length !== 0) {
      for (const { file } of files.values()) rmSync(join(workFolder, file), { force: true });
      rmSync(join(workFolder, "complete.json"), { force: true });
      await writeFileAtomic(join(workFolder, "plan.json"), JSON.stringify(plan));
    }
  } catch (error) {
    await release();
    throw error;
  }
  return {
    workFolder,
    complete,
    async add(shard, file) {
      complete.set(shard, file);
      await writeFileAtomic(join(workFolder, "complete.json"), JSON.stringify([...complete]));
    },
    async publish() {
      const files = [...complete].sort(([a], [b]) => a - b).map(([, { file }]) => file);
      const moves = files.map((file) => [join(workFolder, file), file] as const);
      await publishShards(folder, name, moves, replace);
      complete.clear(); // release then removes the work folder
    },
    release,
  };
}

/** The hidden folder beside the files; for an address, one of its own in the user's cache. */
function workFolderOf(out: string): string {
  const { folder, name } = splitPrefix(out);
  if (!isAddress(out)) return join(folder, `.${name}.create`);
  const cache = cacheFolderOf({ env: process.env, platform: process.platform, home: homedir() });
  return join(cache, "create", createHash("sha256").update(out).digest("hex").slice(0, 16));
}

function readSaved(path: string): PlanRecord | undefined {
  try {
    const saved = JSON.parse(readFileSync(path, "utf8")) as PlanRecord; // written above
    return (saved.format as number) === 1 ? saved : undefined;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The files that a run has completed, in its work folder or, if it was killed while it moved them, beyond it. */
function readComplete(workFolder: string): Map<number, CompleteShard> {
  const path = join(workFolder, "complete.json");
  if (!existsSync(path)) return new Map();
  const listed = JSON.parse(readFileSync(path, "utf8")) as readonly (readonly [number, CompleteShard])[]; // by `add`
  const isThere = ({ file, bytes }: CompleteShard): boolean =>
    [workFolder, dirname(workFolder)].some(
      (folder) => statSync(join(folder, file), { throwIfNoEntry: false })?.size === bytes,
    );
  return new Map(listed.filter(([, shard]) => isThere(shard)));
}

/** Moves files back that a killed run had moved to their final folder already. */
function takeBack(folder: string, workFolder: string, complete: ReadonlyMap<number, CompleteShard>): void {
  for (const { file } of complete.values())
    if (!existsSync(join(workFolder, file))) renameSync(join(folder, file), join(workFolder, file));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // other files are in it
  }
}
