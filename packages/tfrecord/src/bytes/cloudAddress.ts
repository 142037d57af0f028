/** How to reach an object whose address needs a cloud's own client. */
const ADVICE: Readonly<Record<string, (bucket: string, key: string) => string>> = {
  gs: (bucket, key) =>
    `use https://storage.googleapis.com/${bucket}/${key} if the object is public, or a signed URL ('gcloud storage sign-url gs://${bucket}/${key}')`,
  s3: (bucket, key) =>
    `use https://${bucket}.s3.amazonaws.com/${key} if the object is public, or a signed URL ('aws s3 presign s3://${bucket}/${key}')`,
};

/** Throws for an address with another scheme than http or https, such as `gs://` or `s3://`. */
export function refuseCloudAddress(address: string): void {
  const advice = adviseOnScheme(address);
  if (advice !== undefined) throw new TypeError(`${address}: ${advice}`);
}

/** What to do if the scheme cannot be opened; `undefined` if it can. */
function adviseOnScheme(address: string): string | undefined {
  const found = /^([a-z][a-z0-9+.-]+):\/\/([^/]*)\/?(.*)$/i.exec(address);
  if (found === null) return undefined;
  const scheme = found[1].toLowerCase();
  if (["http", "https", "file"].includes(scheme)) return undefined;
  const advice = Object.hasOwn(ADVICE, scheme)
    ? ADVICE[scheme](found[2], found[3])
    : "download the file, or serve it over http(s)";
  return `fetch opens no ${scheme}:// addresses; readRecordFile and openRecordFile of @tensorloom/tfrecord/node do; here, ${advice}`;
}
