import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** Runs a module that uses the wasm backend in a process of its own. */
function run(code: string): { readonly stderr: string; readonly status: number | null } {
  const program = `import { useBackend } from "@tensorloom/backend"; await useBackend("wasm"); ${code}`;
  const argv = [
    "--import",
    "tsx",
    "--conditions=@tensorloom/source",
    "--input-type=module",
    "--eval",
    program,
  ];
  const { stderr, status } = spawnSync(process.execPath, argv, {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  return { stderr, status };
}

it.each([
  ["thrown in a callback", 'setTimeout(() => { throw new RangeError("mine"); });'],
  [
    "of a promise that nobody awaits",
    'void Promise.reject(new RangeError("mine"));await new Promise((go) => setTimeout(go, 50));',
  ],
])("an uncaught error %s is printed as without the backend", (_name, code) => {
  const { stderr, status } = run(code);
  expect(stderr).toContain("RangeError: mine");
  expect(stderr.length).toBeLessThan(2000);
  expect(status).toBe(1);
});

it("a listener of the program's own stays, and gets the error", () => {
  const { stderr, status } = run(
    'process.on("uncaughtException", (error) => { console.error("caught", error.message); process.exit(3); }); setTimeout(() => { throw new Error("mine"); });',
  );
  expect([stderr, status]).toEqual(["caught mine\n", 3]);
});
