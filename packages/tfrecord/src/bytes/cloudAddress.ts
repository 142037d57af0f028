/** What to do about addresses that need a cloud's own client. */
const ADVICE: Readonly<Record<string, (bucket: string, key: string) => string>> = {
  gs: (bucket, key) =>
    `use https://storage.googleapis.com/${bucket}/${key} if the object is public, or a signed URL ('gcloud storage sign-url gs://${bucket}/${key}')`,
  s3: (bucket, key) =>
    `use https://${bucket}.s3.amazonaws.com/${key} if the object is public, or a signed URL ('aws s3 presign s3://${bucket}/${key}')`,
};

/** Throws for an address that is neither a path nor http(s): `gs://`, `s3://` and the like. */
export function refuseCloudAddress(address: string): void {
  const found = /^([a-z][a-z0-9+.-]+):\/\/([^/]*)\/?(.*)$/i.exec(address);
  if (found === null) return;
  const scheme = found[1].toLowerCase();
  if (["http", "https", "file"].includes(scheme)) return;
  const advice = Object.hasOwn(ADVICE, scheme)
    ? ADVICE[scheme](found[2], found[3])
    : "download the file, or serve it over http(s)";
  throw new TypeError(`${address}: ${scheme}:// addresses cannot be opened; ${advice}`);
}
