import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { HubSettings } from "../../object/platformTypes.ts";
import { environment } from "./environment.ts";

/** Reads the endpoint and the token of the Hugging Face Hub, as `huggingface_hub` does. */
export async function hubSettings(): Promise<HubSettings> {
  return { endpoint: environment("HF_ENDPOINT"), token: environment("HF_TOKEN") ?? (await savedToken()) };
}

/** The token that `hf auth login` saves. */
async function savedToken(): Promise<string | undefined> {
  const cache = environment("XDG_CACHE_HOME") ?? join(homedir(), ".cache");
  const path =
    environment("HF_TOKEN_PATH") ?? join(environment("HF_HOME") ?? join(cache, "huggingface"), "token");
  try {
    const token = (await readFile(path, "utf8")).trim();
    return token === "" ? undefined : token;
  } catch {
    return undefined;
  }
}
