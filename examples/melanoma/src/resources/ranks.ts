import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandIO, Ranks } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";

/** Variables of the environment that a launcher sets. */
const LAUNCHED = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"];

/** Finds the ranks of a run; `undefined` if this process is alone. It loads tfjs only under a launcher. */
export async function findRanks(): Promise<Ranks | undefined> {
  if (!LAUNCHED.some((name) => process.env[name] !== undefined)) return undefined;
  const { processRank } = await import("@tensorloom/training");
  const ranks = processRank();
  return ranks.size === 1 ? undefined : ranks;
}

/** The surroundings of a rank: those of rank 0 print. Of the others, the last message is kept, in case it is an error. */
export function ioOfRank(
  io: CommandIO,
  ranks: Ranks | undefined,
): CommandIO & { readonly lastMessage: () => string } {
  let last = "";
  const lastMessage = (): string => last;
  if (ranks === undefined || ranks.rank === 0) return { ...io, ranks, lastMessage };
  const stdout = { write: () => undefined };
  const stderr = { write: (text: string) => void (last = text) };
  return { ...io, ranks, stdout, stderr, lastMessage };
}

/** The options of a rank, and how it ends. */
interface RankOptions {
  readonly options: Options;
  readonly release: () => Promise<void>;
}

/**
 * Returns the options of a rank: the cores of its machine are shared, and tfjs computes.
 *
 * Rank 0 alone writes to OUT. The others write to a folder of their own, which is removed.
 */
export async function optionsOfRank(options: Options, { ranks }: CommandIO): Promise<RankOptions> {
  if (ranks === undefined) return { options, release: () => Promise.resolve() };
  const share = Math.max(1, Math.min(availableParallelism(), Math.floor(cpus().length / ranks.localSize)));
  const shared: Options = { ...options, engine: "tfjs", replicas: options.replicas ?? share };
  if (ranks.rank === 0) return { options: shared, release: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), "melanoma-rank-"));
  return {
    options: { ...shared, out: join(folder, "out") },
    release: () => rm(folder, { recursive: true, force: true }),
  };
}
