import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { processRank } from "../../ranks/processRank.ts";
import { launch } from "./launch.ts";
import { parseCommand, UsageError } from "./parseCommand.ts";
import { runScript } from "./runScript.ts";

const HELP = `tensorloom-run: run a script on several processes, which train together with replicas: "all".

Usage: mpirun -n 4 npx tensorloom-run train.ts [ARGUMENTS]
       npx tensorloom-run -n 4 [--hosts a:2,b:2] train.ts [ARGUMENTS]

Every process runs the same script. TypeScript needs tsx, or a Node that reads it. Only rank 0 prints to the standard
output; errors of all ranks are printed. A run with checkpoints saves one at Ctrl-C and SIGTERM, and ends.

  -n, --ranks N   start N processes with mpirun (Open MPI or MPICH) on this machine
  --hosts LIST    on these machines: names and numbers of processes, as mpirun takes them
  --all-output    print the standard output of every rank
  --help, --version`;

/** Runs a command line of `tensorloom-run`, and returns the exit code. */
export async function runCommand(words: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(words);
    if (command === "help" || command === "version") {
      process.stdout.write(`${command === "help" ? HELP : readVersion()}\n`);
      return 0;
    }
    if (!existsSync(command.script)) throw new UsageError(`${command.script} does not exist`);
    const { rank, size } = processRank();
    if (command.ranks !== undefined && size === 1) return await launch(command.ranks, command);
    if (rank > 0 && !command.allOutput) silence();
    await runScript(command.script, command.args);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`tensorloom-run: ${error.message}\n`);
    return 2;
  }
}

function readVersion(): string {
  // every package.json has a version
  return (createRequire(import.meta.url)("../../../package.json") as { version: string }).version;
}

/** Discards what this process prints to the standard output. */
function silence(): void {
  process.stdout.write = (...args: unknown[]) => {
    const done = args.findLast((one) => typeof one === "function") as (() => void) | undefined; // the callback of a write
    if (done !== undefined) process.nextTick(done);
    return true;
  };
}
