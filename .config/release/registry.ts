import { spawn } from "node:child_process";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A running registry. */
export interface Registry {
  /** `http://127.0.0.1:4873/` */
  readonly address: string;
  close(): Promise<void>;
}

/** One version of a package: its manifest, and its folder or its tarball. */
export interface Release {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly folder?: string | undefined;
  readonly tarball?: string | undefined;
}

/**
 * Serves releases as an npm registry on this machine, so that `npm install` needs no network.
 *
 * It answers `GET /NAME` (the versions of a package) and `GET /-/NAME/VERSION.tgz` (a tarball, which is made of the
 * release's folder if it has none).
 */
export async function startRegistry(releases: readonly Release[]): Promise<Registry> {
  const staging = mkdtempSync(join(tmpdir(), "tensorloom-registry-"));
  let made = 0;

  const sendTarball = (release: Release, response: ServerResponse): void => {
    if (release.tarball !== undefined) {
      createReadStream(release.tarball).pipe(response);
      return;
    }
    const place = join(staging, String(made++));
    mkdirSync(place);
    symlinkSync(release.folder ?? "", join(place, "package"));
    const tar = spawn("tar", ["-chzf", "-", "--exclude", "package/node_modules", "package"], { cwd: place });
    tar.stdout.pipe(response);
  };

  const respond = ({ url = "/", headers }: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent(url.slice(1).split("?")[0]);
    const tarball = /^-\/(?<name>.+)\/(?<version>[^/]+)\.tgz$/.exec(path)?.groups;
    const found = releases.filter(({ manifest }) => manifest.name === (tarball?.["name"] ?? path));
    const release = found.find(({ manifest }) => manifest.version === tarball?.["version"]);
    if (release !== undefined) sendTarball(release, response);
    else if (found.length === 0) response.writeHead(404).end("{}");
    else response.end(JSON.stringify(packument(found, `http://${headers.host ?? ""}/`)));
  };

  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, // a TCP server has a port
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(staging, { recursive: true, force: true });
    },
  };
}

/** Every package in a node_modules folder and in the node_modules folders inside it. */
export function installedReleases(nodeModules: string): readonly Release[] {
  if (!existsSync(nodeModules)) return [];
  return readdirSync(nodeModules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap(({ name }) => {
      const folder = join(nodeModules, name);
      if (name.startsWith("@")) return installedReleases(folder);
      const manifest = join(folder, "package.json");
      if (!existsSync(manifest)) return [];
      const release = { manifest: JSON.parse(readFileSync(manifest, "utf8")) as Release["manifest"], folder };
      return [release, ...installedReleases(join(folder, "node_modules"))];
    });
}

function packument(releases: readonly Release[], address: string): object {
  const [{ manifest }] = releases;
  const versions = releases.map(({ manifest: one }) => [
    one.version,
    { ...one, dist: { tarball: `${address}-/${one.name}/${one.version}.tgz` } },
  ]);
  return {
    name: manifest.name,
    "dist-tags": { latest: manifest.version },
    versions: Object.fromEntries(versions) as Record<string, unknown>,
  };
}
