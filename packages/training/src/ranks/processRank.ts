import { isNode } from "@tensorloom/core/internal";

/**
 * The place of this process among those that a launcher has started.
 *
 * @inline
 */
export interface ProcessRank {
  /** The number of this process, from 0. */
  readonly rank: number;
  /** Number of processes of the run; 1 if no launcher has started this one. */
  readonly size: number;
  /** Number of processes of the run on this machine. */
  readonly localSize: number;
}

/** The environment of a launcher: the names of its variables. */
interface LauncherNames {
  readonly rank: string;
  readonly size: string;
  /** Processes on this machine: a number, or Slurm's list such as `2(x3),1`. */
  readonly localSize: string;
  /** The position of this machine in the list. */
  readonly node?: string;
}

/**
 * Variables that launchers set for the processes that they start.
 *
 * @see Open MPI, "Environment variables set by mpirun"; Hydra (MPICH, Intel MPI); MVAPICH2; Slurm, `srun`, output
 * environment variables. Slurm's are of the step: a batch script that starts one process has none.
 */
const LAUNCHERS: readonly LauncherNames[] = [
  { rank: "OMPI_COMM_WORLD_RANK", size: "OMPI_COMM_WORLD_SIZE", localSize: "OMPI_COMM_WORLD_LOCAL_SIZE" },
  { rank: "MV2_COMM_WORLD_RANK", size: "MV2_COMM_WORLD_SIZE", localSize: "MV2_COMM_WORLD_LOCAL_SIZE" },
  { rank: "PMI_RANK", size: "PMI_SIZE", localSize: "MPI_LOCALNRANKS" },
  {
    rank: "SLURM_PROCID",
    size: "SLURM_STEP_NUM_TASKS",
    localSize: "SLURM_STEP_TASKS_PER_NODE",
    node: "SLURM_NODEID",
  },
];

type Environment = Readonly<Partial<Record<string, string>>>;

let provided: ProcessRank | undefined;

/** Replaces what the environment says: for ranks that are threads of a test. */
export function provideProcessRank(place: ProcessRank | undefined): void {
  provided = place;
}

/**
 * Returns the rank of this process, if `mpirun` or another launcher has started several.
 *
 * Every process runs the same script. Guard the work of one process, such as writing a file, by
 * `if (processRank().rank === 0)`. The function reads the environment, and loads nothing.
 *
 * @returns `rank` from 0, `size`, and `localSize`: the processes on this machine. Without a launcher: 0, 1 and 1.
 * @see MPI, `MPI_Comm_rank`; PyTorch, `torch.distributed.get_rank`
 * @example
 * ```ts
 * import { processRank } from "@tensorloom/training";
 *
 * const { rank, size } = processRank();
 * const writes = rank === 0;
 * [writes, size]; // => [true, 1]
 * ```
 */
export function processRank(): ProcessRank {
  return provided ?? readRank(isNode() ? process.env : {});
}

/** Reads the rank from an environment. */
export function readRank(environment: Environment): ProcessRank {
  for (const names of LAUNCHERS) {
    const [rank, size] = [count(environment[names.rank]), count(environment[names.size])];
    if (rank === undefined || size === undefined || size < 2) continue;
    const node = names.node === undefined ? 0 : (count(environment[names.node]) ?? 0);
    const localSize =
      countOnNode(environment[names.localSize], node) ?? slurmLocalSize(environment, size) ?? size;
    return { rank, size, localSize: Math.max(1, Math.min(size, localSize)) };
  }
  return { rank: 0, size: 1, localSize: 1 };
}

/** Processes on this machine by Slurm, whose `srun --mpi=pmi2` sets PMI's rank and size, and nothing about machines. */
function slurmLocalSize(environment: Environment, size: number): number | undefined {
  if (count(environment["SLURM_STEP_NUM_TASKS"]) !== size) return undefined;
  return countOnNode(environment["SLURM_STEP_TASKS_PER_NODE"], count(environment["SLURM_NODEID"]) ?? 0);
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The number at a position of a list that counts repetitions: `2(x3),1` is 2, 2, 2, 1. */
function countOnNode(text: string | undefined, node: number): number | undefined {
  const counts = (text ?? "").split(",").flatMap((part) => {
    const found = /^(\d+)(?:\(x(\d+)\))?$/.exec(part);
    if (found === null) return [];
    return Array.from({ length: Number(found.at(2) ?? 1) }, () => Number(found[1]));
  });
  return counts.at(node) ?? counts.at(0);
}
