import { loadOptional } from "@tensorloom/core/internal";
import type { Communicator } from "@tensorloom/distributed";
import { processRank, provideProcessRank } from "./processRank.ts";

/** The processes of a run, and what they exchange. */
export interface Ranks {
  readonly rank: number;
  readonly size: number;
  /** Between the processes. Only the main thread of each calls it. */
  readonly communicator: Communicator;
  /** The machine of each rank. */
  readonly hosts: readonly string[];
  /** Ends every rank, and says why. */
  fail(error: unknown): void;
}

let opened: Promise<Ranks> | undefined;

/** Replaces MPI: for ranks that are threads of a test. */
export function provideRanks(ranks: Ranks | undefined): void {
  opened = ranks && Promise.resolve(ranks);
  provideProcessRank(ranks && { rank: ranks.rank, size: ranks.size, localSize: ranks.size });
}

/**
 * Connects this process with the others of its run.
 *
 * @throws Error if `@tensorloom/mpi` is not installed; MpiError if MPI cannot be used.
 */
export function openRanks(caller: string): Promise<Ranks> {
  opened ??= connect(caller);
  return opened;
}

async function connect(caller: string): Promise<Ranks> {
  const { connectMpi } = await loadMpi(caller);
  const communicator = await connectMpi();
  const { rank, size, hosts } = communicator;
  const launched = processRank();
  if (launched.size !== size)
    throw new Error(
      `${caller}: the launcher has started ${String(launched.size)} processes, but MPI knows ${String(size)}: ` +
        "with srun, name the interface of this MPI, as in srun --mpi=pmix (srun --mpi=list shows them)",
    );
  return { rank, size, hosts, communicator, fail: (error) => communicator.fail(error) };
}

/** What `@tensorloom/mpi` exports, as far as it is used. */
interface MpiPackage {
  readonly connectMpi: () => Promise<Communicator & Pick<Ranks, "hosts" | "fail">>;
}

const NAME = "@tensorloom/mpi";

/**
 * Loads `@tensorloom/mpi`.
 *
 * The specifier is no literal, so bundlers and compilers do not look for a package that only ranks need.
 */
async function loadMpi(caller: string): Promise<MpiPackage> {
  const found = await loadOptional(
    NAME,
    async (specifier) => (await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)) as MpiPackage, // a test compares them
  );
  if (found !== undefined) return found;
  throw notInstalled(caller);
}

/** Says how to install what ranks need. The package calls MPI through koffi, an optional peer. */
export function notInstalled(caller: string): Error {
  const { rank, size } = processRank();
  return new Error(
    `${caller}: this is rank ${String(rank)} of ${String(size)}, and ranks exchange their gradients through a package that is not installed: npm install ${NAME} koffi`,
  );
}
