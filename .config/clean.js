// Removes the dist folder of the package in whose folder it runs, so that a tarball never ships outputs of deleted files.
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
