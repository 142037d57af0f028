import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import type { Found, Load } from "./load.ts";

/** Runs a load in a Node process of its own. */
export async function runInNode(load: Load): Promise<Found> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, join(import.meta.dirname, "runLoad.ts"), JSON.stringify(load)],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  let result: Found = { impossible: "the process printed nothing" };
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith("{")) result = JSON.parse(line) as Found; // as runLoad.ts prints it
  }
  return result;
}
