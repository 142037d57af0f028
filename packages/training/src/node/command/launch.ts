import { errorCode } from "@tensorloom/core/internal";
import { execFileSync, spawn } from "node:child_process";
import { type Command, UsageError } from "./parseCommand.ts";

/** The families of launchers. Their options differ. */
type Family = "Open MPI" | "MPICH";

/** Signals that end a program. `mpirun` has a group of its own, so it would outlive this process. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Starts the processes of a run with `mpirun`, and waits for them.
 *
 * At Ctrl-C, SIGTERM and the end of the terminal the ranks save their checkpoint and end; the second time they are ended.
 *
 * @returns The exit code of `mpirun`.
 * @throws UsageError if there is no `mpirun`.
 */
export async function launch(ranks: number, command: Command): Promise<number> {
  const family = findFamily();
  const self = [...process.execArgv, process.argv[1]];
  const script = [...(command.allOutput ? ["--all-output"] : []), command.script, ...command.args];
  const words = [...launcherOptions(family, ranks, command.hosts), process.execPath, ...self, ...script];
  // of its own group, so that a terminal's Ctrl-C reaches this process alone; a group in the background reads no terminal
  const child = spawn("mpirun", words, { stdio: ["ignore", "inherit", "inherit"], detached: true });
  let isStopping = false;
  function stop(signal: NodeJS.Signals): void {
    // Open MPI passes SIGUSR2 on, and kills the ranks a second after other signals; Hydra passes all on. Ranks know no SIGHUP
    const plain = signal === "SIGHUP" ? "SIGTERM" : signal;
    child.kill(!isStopping && family === "Open MPI" ? "SIGUSR2" : plain);
    isStopping = true;
  }
  for (const name of SIGNALS) process.on(name, stop);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}

/** The options of `mpirun`. Open MPI would bind each rank to one core, and its threads with it. */
function launcherOptions(family: Family, ranks: number, hosts: string | undefined): readonly string[] {
  const count = ["-n", String(ranks)];
  if (family === "MPICH") return hosts === undefined ? count : [...count, "-hosts", hosts];
  const place = hosts === undefined ? ["--oversubscribe"] : ["--host", hosts];
  return [...count, "--bind-to", "none", ...place];
}

function findFamily(): Family {
  try {
    const text = execFileSync("mpirun", ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /Open MPI|OpenRTE|PRRTE/i.test(text) ? "Open MPI" : "MPICH";
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    throw new UsageError(
      "-n needs mpirun, which is not installed: apt-get install openmpi-bin, or brew install open-mpi",
    );
  }
}
