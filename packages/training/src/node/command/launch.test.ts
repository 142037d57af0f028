import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCompiled } from "../../../../../.config/compiled/runCompiled.ts";

const folder = mkdtempSync(join(tmpdir(), "launch-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const cli = new URL("./cli.ts", import.meta.url).pathname;

it("runs a script in TypeScript, and passes it its arguments", () => {
  const script = join(folder, "train.mts");
  writeFileSync(script, "const [, , word]: readonly string[] = process.argv;\nconsole.log(word);\n");
  const { stdout, stderr } = spawnSync(process.execPath, [runCompiled, cli, script, "a word"], {
    encoding: "utf8",
  });
  expect([stdout, stderr]).toEqual(["a word\n", ""]);
});

it("says how a module in TypeScript is recognised, if Node takes it for CommonJS", () => {
  const script = join(folder, "train.ts"); // below a folder without a package.json
  writeFileSync(script, "await Promise.resolve();\nexport const count: number = 1;\n");
  const { status, stderr } = spawnSync(process.execPath, [runCompiled, cli, script], { encoding: "utf8" });
  expect([status, stderr]).toEqual([
    2,
    `tensorloom-run: ${script} is a module, but its folder's package.json does not have "type": "module": add that, or ` +
      `rename it to ${join(folder, "train.mts")}\n`,
  ]);
});

/** Stands for Open MPI's mpirun: prints that it runs, and which signal it gets. */
const MPIRUN = `#!${process.execPath}
if (process.argv[2] === "--version") console.log("mpirun (Open MPI) 4.1.4");
else {
  const timer = setInterval(() => {}, 1000);
  for (const name of ["SIGUSR2", "SIGTERM", "SIGHUP", "SIGINT"])
    process.on(name, () => { console.log(name); clearInterval(timer); process.exitCode = 3; });
  console.log("started");
}
`;

it.skipIf(process.platform === "win32")(
  "stops the ranks with a checkpoint if the terminal is closed, and waits for them",
  async () => {
    const [mpirun, script] = [join(folder, "mpirun"), join(folder, "train.js")];
    writeFileSync(mpirun, MPIRUN);
    chmodSync(mpirun, 0o755);
    writeFileSync(script, "");
    const child = spawn(process.execPath, [runCompiled, cli, "-n", "2", script], {
      env: { PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (text.includes("started")) child.kill("SIGHUP");
    });
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    expect([code, printed]).toEqual([3, "started\nSIGUSR2\n"]);
  },
);
