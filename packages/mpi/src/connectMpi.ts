import { checkOptions, isNode, type OptionKinds } from "@tensorloom/core/internal";
import { createCensus } from "./calls/census.ts";
import { MpiCalls } from "./calls/mpiCalls.ts";
import { createCollectives } from "./communicator/collectives.ts";
import { endWithProcess } from "./ending/endWithProcess.ts";
import { findLauncher } from "./library/launcher.ts";
import { loadMpi, textBeforeZero } from "./library/loadMpi.ts";
import type { Argument, MpiFunctions } from "./library/signatures.ts";
import type { MpiCommunicator } from "./mpiCommunicator.ts";

/**
 * Options of {@link connectMpi}.
 *
 * @inline
 */
export interface ConnectMpiOptions {
  /** Path or name of MPI's library. By default `TENSORLOOM_MPI_LIBRARY`, then those that the system's loader finds. */
  readonly library?: string | undefined;
  /** Milliseconds after which a collective operation that has not ended throws. By default it waits forever. */
  readonly timeout?: number | undefined;
}

const KNOWN: OptionKinds<ConnectMpiOptions> = { library: "string", timeout: "number" };

/** The caller's thread makes all calls of MPI. */
const FUNNELED = 1;

let connected: Promise<MpiCommunicator> | undefined;

/**
 * Joins the processes that `mpirun` has started. Node only.
 *
 * Later calls return the same communicator. A process that was not started by `mpirun` is the only one of its run.
 *
 * When a process exits, it leaves the run. When it fails (an uncaught error, or an exit code other than 0), it prints
 * why, with its rank and machine, and all processes of the run end: no rank waits forever.
 *
 * @throws Error if there is no MPI library, or it is not the one of the `mpirun` that has started the processes.
 * @throws from its functions: MpiError.
 * @see MPI, `MPI_Init_thread`; mpi4py, `MPI.COMM_WORLD`; PyTorch, `torch.distributed.init_process_group("mpi")`
 * @example
 * ```ts no-run
 * import { connectMpi } from "@tensorloom/mpi";
 *
 * const { rank, size, allReduce, hosts } = await connectMpi(); // mpirun -n 4 node program.js
 * const sum = Float32Array.of(1);
 * allReduce(sum);
 * console.log(`rank ${rank} of ${size} on ${hosts[rank]}: ${sum[0]}`); // rank 2 of 4 on node-b: 4
 * ```
 */
export function connectMpi(options: ConnectMpiOptions = {}): Promise<MpiCommunicator> {
  const { library, timeout = Infinity } = checkOptions("connectMpi", options, KNOWN);
  if (!(timeout > 0))
    throw new RangeError(`connectMpi: timeout must be greater than 0, got ${String(timeout)}`);
  if (!isNode()) throw new RangeError("connectMpi: MPI needs Node, which this environment is not");
  connected ??= connect(library, timeout).catch((error: unknown) => {
    connected = undefined; // so that another library can be tried
    throw error;
  });
  return connected;
}

async function connect(name: string | undefined, timeout: number): Promise<MpiCommunicator> {
  const library = await loadMpi("connectMpi", name);
  const { functions, handles, version } = library;
  let reportTimeout = (): string => "";
  const calls: MpiCalls = new MpiCalls(library, timeout, () => reportTimeout());
  /** Calls a function whose last parameter receives an integer, and returns that. */
  function integerOf(name: keyof MpiFunctions, ...parameters: Argument[]): number {
    const result = new Int32Array(1);
    calls.call(name, ...parameters, result);
    return result[0];
  }
  if (integerOf("MPI_Initialized") !== 0)
    throw new Error("connectMpi: MPI was already initialised, by another thread or addon");
  const provided = integerOf("MPI_Init_thread", null, null, FUNNELED);
  if (provided < FUNNELED)
    throw new Error(
      `connectMpi: ${version} must support threads at the level MPI_THREAD_FUNNELED, got ${String(provided)}: rebuild it with threads`,
    );
  calls.call("MPI_Comm_set_errhandler", handles.world, handles.errorsReturn);
  const rank = integerOf("MPI_Comm_rank", handles.world);
  const size = integerOf("MPI_Comm_size", handles.world);
  const launched = findLauncher(process.env)?.size;
  if (launched !== undefined && launched !== size)
    throw new Error(
      `connectMpi: mpirun has started ${String(launched)} processes, but ${version} knows ${String(size)}: ` +
        "it is not the library that belongs to this mpirun; name the right one in TENSORLOOM_MPI_LIBRARY",
    );
  const collectives = createCollectives(calls, rank, size);
  const own = new Uint8Array(HOST_BYTES);
  integerOf("MPI_Get_processor_name", own);
  const names = new Uint8Array(size * HOST_BYTES);
  collectives.allGather(own, names);
  const hosts = Array.from({ length: size }, (_, of) => textBeforeZero(names.subarray(of * HOST_BYTES)));
  if (timeout !== Infinity) {
    const census = createCensus(calls, rank, size);
    reportTimeout = () => describeTimeout(timeout, calls.count, census.findMissing(), hosts);
  }
  const ending = endWithProcess(
    { rank, size, host: hosts[rank] },
    {
      abort: (code) => functions.MPI_Abort(handles.world, code),
      finalize: () => calls.call("MPI_Finalize"),
    },
  );
  const local = hosts.flatMap((host, of) => (host === hosts[rank] ? [of] : []));
  const place = { hosts, localRank: local.indexOf(rank), localSize: local.length };
  return { ...collectives, library: version, ...place, ...ending };
}

function describeTimeout(
  timeout: number,
  operation: number,
  missing: readonly number[],
  hosts: readonly string[],
): string {
  const ranks = missing.map((rank) => `rank ${String(rank)} on ${hosts[rank]}`).join(", ");
  const reason =
    missing.length > 0
      ? `${ranks} did not call it`
      : "all ranks wait, so they have called different operations";
  return `operation ${String(operation)} did not end within ${String(timeout)} ms: ${reason}`;
}

/** Longer than MPI's limit for a machine's name (256 in Open MPI, 128 in MPICH). */
const HOST_BYTES = 256;
