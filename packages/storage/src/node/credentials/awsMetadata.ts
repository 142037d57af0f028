import { isRecord } from "@tensorloom/core/internal";
import { readFile } from "node:fs/promises";
import type { AwsKeys } from "../../s3/s3Options.ts";
import { environment } from "./environment.ts";

/** How long the service of an instance is waited for: elsewhere, nothing answers at its address. */
const INSTANCE_TIMEOUT_MS = 1000;
const CONTAINER_TIMEOUT_MS = 5000;

/**
 * Asks the service of a container (ECS, EKS Pod Identity) for keys; undefined outside of one.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function containerKeys(): Promise<AwsKeys | undefined> {
  const relative = environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const full = environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (relative === undefined && full === undefined) return undefined;
  const url = relative === undefined ? new URL(full ?? "") : new URL(relative, "http://169.254.170.2");
  if (url.protocol !== "https:" && !LOCAL_HOSTS.test(url.hostname))
    throw new Error(
      `s3Storage: AWS_CONTAINER_CREDENTIALS_FULL_URI names ${url.host}, which would read the token on its way`,
    );
  const file = environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  const token =
    file === undefined ? environment("AWS_CONTAINER_AUTHORIZATION_TOKEN") : await readFile(file, "utf8");
  const response = await fetch(url, {
    headers: token === undefined ? {} : { Authorization: token.trim() },
    signal: AbortSignal.timeout(CONTAINER_TIMEOUT_MS),
  });
  return keysIn(await readJson(response, "the container's credentials"));
}

/** Hosts that are on the machine itself. */
const LOCAL_HOSTS = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|169\.254\.170\.(?:2|23)|\[fd00:ec2::23\])$/;

/**
 * Asks the service of an EC2 instance (IMDSv2) for keys; undefined outside of one.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 */
export async function instanceKeys(): Promise<AwsKeys | undefined> {
  if (environment("AWS_EC2_METADATA_DISABLED")?.toLowerCase() === "true") return undefined;
  const base = (environment("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254").replace(
    /\/+$/,
    "",
  );
  const ask = (path: string, init: RequestInit): Promise<Response> =>
    fetch(`${base}/latest/${path}`, {
      ...init,
      redirect: "error",
      signal: AbortSignal.timeout(INSTANCE_TIMEOUT_MS),
    });
  const session = await ask("api/token", {
    method: "PUT",
    headers: { "X-aws-ec2-metadata-token-ttl-seconds": "21600" },
  }).catch(() => undefined); // not an instance
  if (session?.ok !== true) return undefined;
  const headers = { "X-aws-ec2-metadata-token": await session.text() };
  const roles = await ask("meta-data/iam/security-credentials/", { headers });
  if (!roles.ok) return undefined; // an instance without a role
  const [role] = (await roles.text()).trim().split("\n");
  const response = await ask(`meta-data/iam/security-credentials/${encodeURIComponent(role)}`, { headers });
  return keysIn(await readJson(response, "the instance's credentials"));
}

async function readJson(response: Response, what: string): Promise<unknown> {
  if (!response.ok) throw new Error(`s3Storage: ${what} cannot be read (status ${String(response.status)})`);
  return response.json();
}

function keysIn(document: unknown): AwsKeys {
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = isRecord(document) ? document : {};
  if (typeof AccessKeyId !== "string" || typeof SecretAccessKey !== "string")
    throw new Error("s3Storage: the service of the machine returns no credentials");
  const expires = typeof Expiration === "string" ? Date.parse(Expiration) : NaN;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: typeof Token === "string" ? Token : undefined,
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}
