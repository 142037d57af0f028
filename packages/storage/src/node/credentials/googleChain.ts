import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isRecord } from "@tensorloom/core/internal";
import type { GoogleToken } from "../../object/platformTypes.ts";
import { environment } from "./environment.ts";
import { importOptional } from "./importOptional.ts";

const SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
const METADATA_TIMEOUT_MS = 1000;

/** The emulator that `STORAGE_EMULATOR_HOST` names, as an address. */
export function googleEndpoint(): string | undefined {
  const host = environment("STORAGE_EMULATOR_HOST");
  return host === undefined || host.includes("://") ? host : `http://${host}`;
}

/**
 * Finds a token as Google's tools do: application default credentials, or the metadata server of a machine of theirs.
 *
 * @returns Undefined without a token: requests are then anonymous.
 * @throws Error if credentials are there that need `google-auth-library`, and it is not installed.
 */
export async function googleToken(): Promise<GoogleToken | undefined> {
  const token = environment("CLOUDSDK_AUTH_ACCESS_TOKEN");
  if (token !== undefined) return { token };
  const file = environment("GOOGLE_APPLICATION_CREDENTIALS");
  if (file !== undefined) return libraryToken("GOOGLE_APPLICATION_CREDENTIALS is set");
  if (existsSync(join(configFolder(), "application_default_credentials.json")))
    return libraryToken("gcloud's application default credentials exist");
  return machineToken();
}

/** Asks `google-auth-library`, which knows service accounts, users, workload identities and impersonation. */
async function libraryToken(reason: string): Promise<GoogleToken> {
  const { GoogleAuth } = await importOptional(
    "google-auth-library",
    `gsStorage: ${reason}, which`,
    () => import("google-auth-library"),
  );
  const client = await new GoogleAuth({ scopes: [SCOPE] }).getClient();
  const { token } = await client.getAccessToken();
  if (typeof token !== "string") throw new Error("gsStorage: google-auth-library returns no token");
  return { token, expires: client.credentials.expiry_date ?? undefined };
}

/**
 * Asks the metadata server of a machine of Google; undefined elsewhere.
 *
 * @see https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
 */
async function machineToken(): Promise<GoogleToken | undefined> {
  if (environment("METADATA_SERVER_DETECTION") === "none") return undefined;
  const host = environment("GCE_METADATA_HOST") ?? "metadata.google.internal";
  const sent = performance.timeOrigin + performance.now();
  const response = await fetch(`http://${host}/computeMetadata/v1/instance/service-accounts/default/token`, {
    headers: { "Metadata-Flavor": "Google" },
    redirect: "error",
    signal: AbortSignal.timeout(METADATA_TIMEOUT_MS),
  }).catch(() => undefined); // not a machine of Google's
  if (response?.ok !== true) return undefined;
  const document: unknown = await response.json();
  const { access_token: token, expires_in: seconds } = isRecord(document) ? document : {};
  if (typeof token !== "string") return undefined;
  return { token, expires: typeof seconds === "number" ? sent + 1000 * seconds : undefined };
}

function configFolder(): string {
  const set = environment("CLOUDSDK_CONFIG");
  if (set !== undefined) return set;
  if (process.platform === "win32") return join(environment("APPDATA") ?? homedir(), "gcloud");
  return join(homedir(), ".config", "gcloud");
}
