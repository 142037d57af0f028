import { StorageError } from "@tensorloom/core";
import { integer } from "@tensorloom/core/internal";
import { secretCache } from "../object/secretCache.ts";
import { encodeKey, encodeStrictly } from "../object/bucketAddress.ts";
import { type AwsKeys, checkKeys, type S3Options } from "./s3Options.ts";

/** The smallest and the largest part of an upload in bytes. */
const PART_BYTES = [5 * 2 ** 20, 5 * 2 ** 30] as const;

/** Checked options of a storage: its server and its keys. */
export interface S3Account {
  readonly scheme: string;
  readonly partBytes: number;
  readonly uploads: number;
  /** Whether the server is AWS, whose buckets have regions. */
  isAws(): Promise<boolean>;
  /** The region of a bucket, as far as it is known. */
  regionOf(bucket: string): Promise<string>;
  /** Remembers the region of a bucket. */
  readonly regions: Map<string, string>;
  /** The keys; undefined for anonymous requests. */
  keys(isRefused: boolean): Promise<AwsKeys | undefined>;
  /** The address of a bucket or an object of it, with a query. */
  urlOf(bucket: string, key: string, query?: Readonly<Record<string, string>>): Promise<string>;
}

/** Reads what options and the environment say about the server and the keys. */
export function s3Account(options: S3Options): S3Account {
  const { scheme = "s3", credentials, profile, partBytes = 16 * 2 ** 20, uploads = 3 } = options;
  integer("s3Storage: partBytes", partBytes, ...PART_BYTES);
  integer("s3Storage: uploads", uploads, 1);
  if (credentials !== undefined && credentials !== "anonymous" && typeof credentials !== "function")
    checkKeys("s3Storage: credentials", credentials);
  const found = (async () => {
    const { awsSettings } = await import("#platform");
    const settings = await awsSettings(profile);
    const endpoint = options.endpoint ?? settings.endpoint;
    return {
      endpoint: endpoint === undefined ? undefined : checkEndpoint(endpoint),
      region: options.region ?? settings.region ?? "us-east-1",
    };
  })();
  found.catch(() => undefined); // thrown by the first request
  const regions = new Map<string, string>();
  const regionOf = async (bucket: string): Promise<string> => regions.get(bucket) ?? (await found).region;
  const keys = secretCache<AwsKeys | undefined>(async () => {
    if (credentials === "anonymous") return undefined;
    if (typeof credentials === "function") return credentials();
    if (credentials !== undefined) return credentials;
    const { awsKeys } = await import("#platform");
    return awsKeys(profile);
  });
  return {
    scheme,
    partBytes,
    uploads,
    isAws: async () => (await found).endpoint === undefined,
    regionOf,
    regions,
    keys,
    async urlOf(bucket, key, query = {}) {
      const { endpoint } = await found;
      const usesPath = options.pathStyle ?? (endpoint !== undefined || bucket.includes("."));
      const base = endpoint ?? `https://s3.${await regionOf(bucket)}.amazonaws.com`;
      const host = usesPath ? `${base}/${encodeStrictly(bucket)}` : base.replace("://", `://${bucket}.`);
      const search = Object.entries(query)
        .map(([name, value]) => `${name}=${encodeStrictly(value)}`)
        .join("&");
      return `${host}/${encodeKey(key)}${search === "" ? "" : `?${search}`}`;
    },
  };
}

function checkEndpoint(endpoint: string): string {
  if (URL.canParse(endpoint) && /^https?:/.test(endpoint)) return endpoint.replace(/\/+$/, "");
  throw new StorageError(
    endpoint,
    "unsupported",
    "endpoint must be an address such as http://localhost:9000",
  );
}
