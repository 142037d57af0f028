import { expect, it } from "vitest";
import { encodeKey, encodeStrictly } from "../object/bucketAddress.ts";
import { signRequest } from "./signer.ts";

const keys = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "tok/en+=",
};

// computed with @smithy/signature-v4 of the AWS SDK
it.each([
  [
    "GET",
    encodeKey("a b/ü+日本 (1)'!*~%20.txt"),
    undefined,
    { "If-Match": '"abc"' },
    "9fe33f824ca11cbd26f81a3a3b9af7ca334c84f435b993cb1e72c7de2bfd4a93",
  ],
  [
    "PUT",
    `x?uploadId=${encodeStrictly("a+b/=")}&partNumber=3`,
    "hello",
    {},
    "c7d5c0c67e77c869708d5b4d259585ab06ecad8a969092f9ba305a3e67298843",
  ],
  [
    "GET",
    `?list-type=2&prefix=${encodeStrictly("a b+ü/")}&delimiter=%2F&continuation-token=${encodeStrictly("1/+==")}`,
    undefined,
    {},
    "64a25f48c4b169ed48a009a20f191ba6ee1eb561a2682c1a31f197205f29bf95",
  ],
  ["POST", "x?uploads=", undefined, {}, "102c3167627a5c97855cb9c93306f5315937232109ece0ec4653e771b407ee03"],
])("a request is signed as the AWS SDK does: %s %s", async (method, path, body, headers, signature) => {
  const url = `https://isic.s3.eu-west-1.amazonaws.com/${path}`;
  const signed = await signRequest(
    { url, method, body, headers },
    keys,
    "eu-west-1",
    new Map(),
    "20240501T120000Z",
  );
  expect(signed.headers?.["authorization"]).toMatch(new RegExp(`Signature=${signature}$`));
  expect(signed.url).toBe(url);
});
