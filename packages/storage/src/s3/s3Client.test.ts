import { expect, it } from "vitest";
import { s3Storage } from "./s3Storage.ts";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

it("a bucket is asked in its own region after one refusal", async () => {
  const hosts: string[] = [];
  const send: typeof fetch = (input, init) => {
    const { host } = new URL(input as string);
    hosts.push(`${init?.method ?? ""} ${host}`);
    const region = /\/([\w-]+)\/s3\/aws4_request/.exec(
      new Headers(init?.headers).get("authorization") ?? "",
    )?.[1];
    const isHome = region === "eu-central-1" && host === "isic.s3.eu-central-1.amazonaws.com";
    const headers = { "x-amz-bucket-region": "eu-central-1" };
    if (init?.method === "HEAD")
      return Promise.resolve(new Response(null, { status: isHome ? 200 : 301, headers }));
    return Promise.resolve(
      isHome
        ? new Response("abc")
        : new Response("<Error><Code>PermanentRedirect</Code></Error>", { status: 301 }),
    );
  };
  const storage = s3Storage({ region: "us-east-1", credentials: keys, fetch: send });
  expect(new TextDecoder().decode(await storage.read("s3://isic/x"))).toBe("abc");
  await storage.read("s3://isic/y");
  expect(hosts).toEqual([
    "GET isic.s3.us-east-1.amazonaws.com",
    "HEAD isic.s3.us-east-1.amazonaws.com",
    "GET isic.s3.eu-central-1.amazonaws.com",
    "GET isic.s3.eu-central-1.amazonaws.com",
  ]);
});

it("addresses have the form of the server", async () => {
  const requested: string[] = [];
  const send: typeof fetch = (input) => {
    requested.push(input as string);
    return Promise.resolve(new Response(null, { status: 404 }));
  };
  const options = { credentials: "anonymous", region: "eu-west-3", fetch: send } as const;
  await s3Storage(options).stat("s3://isic/a b");
  await s3Storage(options).stat("s3://with.dots/a");
  await s3Storage({ ...options, pathStyle: true }).stat("s3://isic/a");
  await s3Storage({ ...options, endpoint: "http://localhost:9000/" }).stat("s3://isic/a");
  await s3Storage({ ...options, endpoint: "https://x.r2.cloudflarestorage.com", pathStyle: false }).stat(
    "s3://isic/a",
  );
  expect(requested).toEqual([
    "https://isic.s3.eu-west-3.amazonaws.com/a%20b",
    "https://s3.eu-west-3.amazonaws.com/with.dots/a",
    "https://s3.eu-west-3.amazonaws.com/isic/a",
    "http://localhost:9000/isic/a",
    "https://isic.x.r2.cloudflarestorage.com/a",
  ]);
});
