import { shown } from "../check/check.ts";
import type { PlatformFiles } from "./platformFiles.ts";

const ADVICE = "a browser has no files; pass an address such as opfs:runs/first, which this browser keeps";

function refuse(path: string): never {
  throw new TypeError(`${path}: ${ADVICE}`);
}

/** Takes the place of Node's file system in browsers: every path is refused. */
export const platformFiles: PlatformFiles = {
  checkPath(name, path) {
    throw new TypeError(`${name} must be an address, got the path ${shown(path)}: ${ADVICE}`);
  },
  fromFileAddress: refuse,
  join: refuse,
  dirname: refuse,
  basename: refuse,
  resolve: refuse,
  makeFolder: refuse,
  list: refuse,
  stat: refuse,
  read: refuse,
  write: refuse,
  open: refuse,
  append: refuse,
  remove: refuse,
  removeEmptyFolder: refuse,
};
