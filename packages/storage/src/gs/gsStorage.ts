import type { Storage } from "@tensorloom/core";
import { integer, type OptionKinds } from "@tensorloom/core/internal";
import { createHttpClient } from "../http/httpClient.ts";
import { HTTP_OPTIONS, httpSettings, type HttpOptions } from "../http/httpOptions.ts";
import { httpObjects } from "../object/httpObjects.ts";
import { readJsonRefusal } from "../object/readJsonRefusal.ts";
import { secretCache } from "../object/secretCache.ts";
import type { GoogleToken } from "../object/platformTypes.ts";
import { checkKeys } from "../s3/s3Options.ts";
import { s3Storage } from "../s3/s3Storage.ts";
import { gsProtocol } from "./gsProtocol.ts";

/** @inline */
interface HmacKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** @inline */
interface AccessToken {
  readonly token: string;
  /** When it ends, in milliseconds since 1970; default: not known. */
  readonly expires?: number | undefined;
}

/**
 * Options of {@link gsStorage}.
 *
 * @inline
 */
interface GsOptions extends HttpOptions {
  /** The server. Default: `STORAGE_EMULATOR_HOST`, or `https://storage.googleapis.com`. */
  readonly endpoint?: string | undefined;
  /**
   * A function that returns an access token, HMAC keys for interoperability, or `"anonymous"` for public buckets.
   * Default in Node: application default credentials, or the machine's account; without any, anonymous.
   */
  readonly credentials?: HmacKeys | "anonymous" | (() => AccessToken | Promise<AccessToken>) | undefined;
  /** The project that pays for requests to buckets of others; default: none. */
  readonly userProject?: string | undefined;
  /** The size of a part of an upload in bytes, a multiple of 256 KiB. Smaller objects are one request. Default 16 MiB. */
  readonly partBytes?: number | undefined;
}

const KNOWN: OptionKinds<GsOptions> = {
  ...HTTP_OPTIONS,
  endpoint: "string",
  credentials: "any",
  userProject: "string",
  partBytes: "number",
};

/** What a part of an upload is a multiple of. */
const PART_UNIT = 256 * 2 ** 10;

/**
 * Opens Google Cloud Storage.
 *
 * Addresses are `gs://BUCKET/NAME`. Versions are generations. Tokens never appear in errors.
 *
 * @throws TypeError or RangeError for wrong options.
 * @see https://cloud.google.com/storage/docs/json_api
 * @example
 * ```ts no-run
 * import { registerStorage } from "@tensorloom/core";
 * import { gsStorage } from "@tensorloom/storage";
 *
 * registerStorage("gs", () => gsStorage({ credentials: "anonymous" }));
 * ```
 */
export function gsStorage(options: GsOptions = {}): Storage {
  const settings = httpSettings("gsStorage", options, KNOWN);
  const { credentials, userProject, partBytes = 64 * PART_UNIT } = options;
  integer("gsStorage: partBytes", partBytes, PART_UNIT);
  if (partBytes % PART_UNIT !== 0)
    throw new RangeError(
      `gsStorage: partBytes must be a multiple of ${String(PART_UNIT)}, got ${String(partBytes)}`,
    );
  if (credentials !== undefined && credentials !== "anonymous" && typeof credentials !== "function") {
    checkKeys("gsStorage: credentials", credentials);
    const { endpoint = "https://storage.googleapis.com", userProject: _, ...rest } = options;
    if (userProject !== undefined) throw new TypeError("gsStorage: userProject needs a token, not HMAC keys");
    return s3Storage({ ...rest, scheme: "gs", endpoint, region: "auto", pathStyle: true, credentials });
  }
  const token = secretCache<GoogleToken | undefined>(async () => {
    if (credentials === "anonymous") return undefined;
    if (typeof credentials === "function") return credentials();
    const { googleEndpoint, googleToken } = await import("#platform");
    return (options.endpoint ?? googleEndpoint()) === undefined ? googleToken() : undefined; // an emulator has no accounts
  });
  const client = createHttpClient(settings, {
    async authorize(request, isRefused) {
      const secret = await token(isRefused);
      return {
        ...request,
        headers: {
          "Accept-Encoding": "identity",
          ...request.headers,
          ...(userProject !== undefined && { "x-goog-user-project": userProject }),
          ...(secret !== undefined && { Authorization: `Bearer ${secret.token}` }),
        },
      };
    },
    readRefusal: readJsonRefusal,
  });
  const endpoint = async (): Promise<string> => {
    const { googleEndpoint } = await import("#platform");
    return (options.endpoint ?? googleEndpoint() ?? "https://storage.googleapis.com").replace(/\/+$/, "");
  };
  return httpObjects(gsProtocol(client, endpoint, partBytes), client);
}
