import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { HTTP_OPTIONS, type HttpOptions } from "../http/httpOptions.ts";

/**
 * Keys of an account.
 *
 * @inline
 */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The token of temporary keys; default: none. */
  readonly sessionToken?: string | undefined;
  /** When the keys end, in milliseconds since 1970; default: never. */
  readonly expires?: number | undefined;
}

const KEYS: OptionKinds<AwsKeys> = {
  accessKeyId: "any", // checked below, in an error without the value
  secretAccessKey: "any",
  sessionToken: "any",
  expires: "number",
};

/**
 * Checks keys that a program passes. Their values are in no error.
 *
 * @throws TypeError if they are not an object with the two keys as strings.
 */
export function checkKeys(name: string, keys: unknown): asserts keys is AwsKeys {
  if (typeof keys !== "object" || keys === null)
    throw new TypeError(`${name} must be { accessKeyId, secretAccessKey }, a function or "anonymous"`);
  const { accessKeyId, secretAccessKey, sessionToken }: Partial<AwsKeys> = checkOptions(
    name,
    keys,
    KEYS as OptionKinds<object>,
  );
  if (typeof accessKeyId !== "string" || typeof secretAccessKey !== "string")
    throw new TypeError(`${name} must have accessKeyId and secretAccessKey, both strings`);
  if (sessionToken !== undefined && typeof (sessionToken as unknown) !== "string")
    throw new TypeError(`${name}: sessionToken must be a string`);
}

/**
 * Options of `s3Storage`.
 *
 * @inline
 */
export interface S3Options extends HttpOptions {
  /** The scheme of the addresses, for messages and lists; default `"s3"`. */
  readonly scheme?: string | undefined;
  /**
   * The server: `https://ACCOUNT.r2.cloudflarestorage.com`, `http://localhost:9000`. Default: `AWS_ENDPOINT_URL_S3`,
   * `AWS_ENDPOINT_URL`, or AWS in the region.
   */
  readonly endpoint?: string | undefined;
  /** The region. Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's, or `us-east-1`; a bucket elsewhere is found. */
  readonly region?: string | undefined;
  /** Whether the bucket is in the path instead of the host. Default: true with an endpoint, false at AWS. */
  readonly pathStyle?: boolean | undefined;
  /**
   * The keys, a function that returns them, or `"anonymous"` for public buckets. Default in Node: environment, profile,
   * container, instance; without any, anonymous. Default in browsers: anonymous.
   */
  readonly credentials?: AwsKeys | "anonymous" | (() => AwsKeys | Promise<AwsKeys>) | undefined;
  /** The profile of `~/.aws` to use; default: `AWS_PROFILE`, or `default`. */
  readonly profile?: string | undefined;
  /**
   * The size of a part of an upload in bytes, from 5 MiB on; an object has at most 10,000 of them. Smaller objects are
   * one request. Default 16 MiB, for objects of up to 156 GiB.
   */
  readonly partBytes?: number | undefined;
  /** How many parts of one object are sent together; each is held in memory. Default 3. */
  readonly uploads?: number | undefined;
}

/** The types of {@link S3Options}. */
export const S3_OPTIONS: OptionKinds<S3Options> = {
  ...HTTP_OPTIONS,
  scheme: "string",
  endpoint: "string",
  region: "string",
  pathStyle: "boolean",
  credentials: "any",
  profile: "string",
  partBytes: "number",
  uploads: "number",
};
