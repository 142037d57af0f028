/** What the environment and the profile say about AWS. */
export interface AwsSettings {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** An access token of Google. */
export interface GoogleToken {
  readonly token: string;
  /** When it ends, in milliseconds since 1970; undefined: not known. */
  readonly expires?: number | undefined;
}

/** What the environment says about the Hugging Face Hub. */
export interface HubSettings {
  readonly endpoint?: string | undefined;
  readonly token?: string | undefined;
}
