import { importOptional } from "./importOptional.ts";
import type { AwsKeys } from "../../s3/s3Options.ts";

/** The part of `@aws-sdk/credential-providers` that is used here. */
interface CredentialProviders {
  readonly fromNodeProviderChain: (options: { readonly profile: string }) => () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    readonly expiration?: Date;
  }>;
}

/**
 * Asks the AWS SDK for keys: it knows roles, single sign-on, processes and web identities.
 *
 * @throws Error that names the command to install it.
 */
export async function awsSdkKeys(profile: string, reason: string): Promise<AwsKeys> {
  const { fromNodeProviderChain } = await importOptional<CredentialProviders>(
    "@aws-sdk/credential-providers",
    `s3Storage: ${reason}, which`,
    () => import("@aws-sdk/credential-providers"),
  );
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await fromNodeProviderChain({
    profile,
  })();
  return { accessKeyId, secretAccessKey, sessionToken, expires: expiration?.getTime() };
}
