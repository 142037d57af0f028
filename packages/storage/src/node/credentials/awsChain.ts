import type { AwsKeys } from "../../s3/s3Options.ts";
import type { AwsSettings } from "../../object/platformTypes.ts";
import { type AwsProfile, readAwsProfile } from "./awsProfile.ts";
import { awsSdkKeys } from "./awsSdk.ts";
import { containerKeys, instanceKeys } from "./awsMetadata.ts";
import { environment } from "./environment.ts";

/** Reads the region and the endpoint from the environment and the profile. */
export async function awsSettings(profile?: string): Promise<AwsSettings> {
  const settings = (await readAwsProfile(profileName(profile))) ?? {};
  return {
    region: environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION") ?? settings["region"],
    endpoint:
      environment("AWS_ENDPOINT_URL_S3") ?? environment("AWS_ENDPOINT_URL") ?? settings["endpoint_url"],
  };
}

/**
 * Finds keys as the AWS command line does: environment, profile, container, instance.
 *
 * Profiles with roles, single sign-on or processes, and web identities, need `@aws-sdk/credential-providers`.
 *
 * @returns Undefined without keys: requests are then anonymous.
 * @throws Error if a profile that was asked for does not exist, or needs a package that is not installed.
 */
export async function awsKeys(profile?: string): Promise<AwsKeys | undefined> {
  const [accessKeyId, secretAccessKey] = [
    environment("AWS_ACCESS_KEY_ID"),
    environment("AWS_SECRET_ACCESS_KEY"),
  ];
  if (profile === undefined && accessKeyId !== undefined && secretAccessKey !== undefined)
    return { accessKeyId, secretAccessKey, sessionToken: environment("AWS_SESSION_TOKEN") };
  const name = profileName(profile);
  const settings = await readAwsProfile(name);
  if (settings === undefined && (profile ?? environment("AWS_PROFILE")) !== undefined)
    throw new Error(`s3Storage: there is no profile ${name} in ~/.aws/config or ~/.aws/credentials`);
  if (settings !== undefined) {
    const keys = keysOf(settings);
    if (keys !== undefined) return keys;
    const special = SPECIAL.find((setting) => setting in settings);
    if (special !== undefined) return awsSdkKeys(name, `profile ${name} has ${special}`);
  }
  if (environment("AWS_WEB_IDENTITY_TOKEN_FILE") !== undefined)
    return awsSdkKeys(name, "AWS_WEB_IDENTITY_TOKEN_FILE is set");
  return (await containerKeys()) ?? (await instanceKeys());
}

/** Settings of a profile that say how keys are requested. */
const SPECIAL = [
  "role_arn",
  "sso_session",
  "sso_start_url",
  "credential_process",
  "web_identity_token_file",
  "login_session",
];

function keysOf(settings: AwsProfile): AwsKeys | undefined {
  const setting = new Map(Object.entries(settings));
  const [accessKeyId, secretAccessKey] = [
    setting.get("aws_access_key_id"),
    setting.get("aws_secret_access_key"),
  ];
  if (setting.has("role_arn") || accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: setting.get("aws_session_token") };
}

function profileName(profile: string | undefined): string {
  return profile ?? environment("AWS_PROFILE") ?? "default";
}
