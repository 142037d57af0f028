import { fetchTransport } from "../http/fetchTransport.ts";
import type { AwsKeys } from "../s3/s3Options.ts";
import type { Transport } from "../http/transport.ts";
import type { AwsSettings, GoogleToken, HubSettings } from "../object/platformTypes.ts";

/** A browser has no environment: options say all. */
export function awsSettings(_profile?: string): Promise<AwsSettings> {
  return Promise.resolve({});
}

/** A browser has no keys of its own: requests are anonymous. */
export function awsKeys(_profile?: string): Promise<AwsKeys | undefined> {
  return Promise.resolve(undefined);
}

/** A browser has no account of its own: requests are anonymous. */
export function googleToken(): Promise<GoogleToken | undefined> {
  return Promise.resolve(undefined);
}

/** The address of an emulator: none. */
export function googleEndpoint(): string | undefined {
  return undefined;
}

/** A browser has no environment: options say all. */
export function hubSettings(): Promise<HubSettings> {
  return Promise.resolve({});
}

/** Sends requests with the `fetch` of the time of the call. */
export const platformTransport: Transport = fetchTransport((input, init) => fetch(input, init));

/** Allocates bytes, which a browser sets to zero. */
export function allocUnsafe(bytes: number): Uint8Array {
  return new Uint8Array(bytes);
}
