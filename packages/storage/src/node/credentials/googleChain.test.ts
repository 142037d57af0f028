import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../../fixtures/scriptedServer.ts";
import { googleEndpoint, googleToken } from "./googleChain.ts";

const saved = { ...process.env };
let folder: string;
let server: ScriptedServer;

beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-google-"));
  for (const name of ["GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_AUTH_ACCESS_TOKEN"])
    Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, {
    CLOUDSDK_CONFIG: folder,
    METADATA_SERVER_DETECTION: "none",
    GOOGLE_CLOUD_PROJECT: "isic", // the library would ask for it
  });
  server.received.length = 0;
});
afterEach(() => {
  process.env = { ...saved };
  rmSync(folder, { recursive: true });
});

it("a token is that of the environment, or none", async () => {
  expect(await googleToken()).toBeUndefined();
  process.env["CLOUDSDK_AUTH_ACCESS_TOKEN"] = "t";
  expect(await googleToken()).toEqual({ token: "t" });
});

it("a token is that of the machine's account", async () => {
  server.respond = ({ headers }, response) =>
    response
      .writeHead(headers["metadata-flavor"] === "Google" ? 200 : 403)
      .end(JSON.stringify({ access_token: "ya29.machine", expires_in: 3599, token_type: "Bearer" }));
  Object.assign(process.env, {
    METADATA_SERVER_DETECTION: "",
    GCE_METADATA_HOST: server.url.slice("http://".length),
  });
  expect((await googleToken())?.token).toBe("ya29.machine");
});

it("a token is that of a workload identity, through google-auth-library", async () => {
  const json = { "Content-Type": "application/json" };
  const token = {
    access_token: "ya29.workload",
    expires_in: 3599,
    token_type: "Bearer",
    issued_token_type: "x",
  };
  server.respond = (_, response) => response.writeHead(200, json).end(JSON.stringify(token));
  const [file, subject] = [join(folder, "account.json"), join(folder, "subject")];
  writeFileSync(subject, "subject-token");
  const account = {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/one",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `${server.url}/token`,
    credential_source: { file: subject },
  };
  writeFileSync(file, JSON.stringify(account));
  process.env["GOOGLE_APPLICATION_CREDENTIALS"] = file;
  expect((await googleToken())?.token).toBe("ya29.workload");
  expect(server.received[0].body.toString()).toContain("subject_token=subject-token");
});

it("an emulator is that of STORAGE_EMULATOR_HOST", () => {
  process.env["STORAGE_EMULATOR_HOST"] = "localhost:9199";
  expect(googleEndpoint()).toBe("http://localhost:9199");
});
