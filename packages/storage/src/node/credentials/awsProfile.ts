import { errorCode } from "@tensorloom/core/internal";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { environment } from "./environment.ts";

/** The settings of a profile. */
export type AwsProfile = Readonly<Record<string, string>>;

/**
 * Reads a profile of `~/.aws/config` and `~/.aws/credentials`; undefined if neither has it.
 *
 * @see https://docs.aws.amazon.com/cli/v1/userguide/cli-configure-files.html
 */
export async function readAwsProfile(name: string): Promise<AwsProfile | undefined> {
  const folder = join(homedir(), ".aws");
  const [config, credentials] = await Promise.all([
    readIfThere(environment("AWS_CONFIG_FILE") ?? join(folder, "config")),
    readIfThere(environment("AWS_SHARED_CREDENTIALS_FILE") ?? join(folder, "credentials")),
  ]);
  const found = [
    parseSections(config).get(name === "default" ? name : `profile ${name}`),
    parseSections(credentials).get(name),
  ].filter((section) => section !== undefined);
  return found.length === 0
    ? undefined
    : Object.fromEntries(found.flatMap((section) => Object.entries(section)));
}

/** The sections of a file. Indented lines belong to the setting before them, and are left out. */
export function parseSections(text: string): ReadonlyMap<string, AwsProfile> {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line) || /^\s/.test(line)) continue;
    const header = /^\[\s*(.+?)\s*\]/.exec(line)?.[1].replaceAll(/\s+/g, " ").replaceAll(/["']/g, "");
    if (header !== undefined) {
      section = sections.get(header) ?? {};
      sections.set(header, section);
      continue;
    }
    const setting = /^([^=]+?)\s*=\s*(.*?)\s*(?:\s[#;].*)?$/.exec(line);
    if (setting !== null && section !== undefined) section[setting[1].toLowerCase()] = setting[2];
  }
  return sections;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(errorCode(error) ?? "")) return "";
    throw error;
  }
}
