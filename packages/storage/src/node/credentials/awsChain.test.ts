import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../../fixtures/scriptedServer.ts";
import { awsKeys, awsSettings } from "./awsChain.ts";
import { parseSections } from "./awsProfile.ts";
import { importOptional } from "./importOptional.ts";

const saved = { ...process.env };
let folder: string;
let server: ScriptedServer;

beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-aws-"));
  for (const name of Object.keys(process.env))
    if (name.startsWith("AWS_")) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
  });
  server.received.length = 0;
});
afterEach(() => {
  process.env = { ...saved };
  rmSync(folder, { recursive: true });
});

const config = `# a comment
[default]
region = eu-west-1
s3 =
  max_concurrent_requests = 20
  region = nested
[profile work]
region=eu-central-1 ; a comment
endpoint_url = http://localhost:9000
[profile sso]
sso_session = company
`;
const credentials = `[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = abc=/+\n[work]\naws_access_key_id=AKIDWORK\naws_secret_access_key=s\naws_session_token = t\n`;

describe("keys of AWS", () => {
  it("are those of the environment", async () => {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "AKIDENV",
      AWS_SECRET_ACCESS_KEY: "s",
      AWS_SESSION_TOKEN: "t",
      AWS_REGION: "us-west-2",
    });
    expect(await awsKeys()).toEqual({ accessKeyId: "AKIDENV", secretAccessKey: "s", sessionToken: "t" });
    expect(await awsSettings()).toEqual({ region: "us-west-2", endpoint: undefined });
  });

  it("are those of the profile", async () => {
    writeFileSync(join(folder, "config"), config);
    writeFileSync(join(folder, "credentials"), credentials);
    expect(await awsKeys()).toMatchObject({ accessKeyId: "AKIDDEFAULT", secretAccessKey: "abc=/+" });
    expect(await awsSettings()).toEqual({ region: "eu-west-1", endpoint: undefined });
    process.env["AWS_PROFILE"] = "work";
    expect(await awsKeys()).toEqual({ accessKeyId: "AKIDWORK", secretAccessKey: "s", sessionToken: "t" });
    expect(await awsSettings()).toEqual({ region: "eu-central-1", endpoint: "http://localhost:9000" });
    expect(await awsKeys("default")).toMatchObject({ accessKeyId: "AKIDDEFAULT" });
    await expect(awsKeys("none")).rejects.toThrow("there is no profile none in ~/.aws");
  });

  it("are those of the container", async () => {
    const document = {
      AccessKeyId: "AKIDBOX",
      SecretAccessKey: "s",
      Token: "t",
      Expiration: "2030-01-01T00:00:00Z",
    };
    server.respond = (_, response) => response.end(JSON.stringify(document));
    Object.assign(process.env, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/keys`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "Bearer x",
    });
    expect(await awsKeys()).toEqual({
      accessKeyId: "AKIDBOX",
      secretAccessKey: "s",
      sessionToken: "t",
      expires: Date.UTC(2030, 0, 1),
    });
    expect(server.received[0].headers.authorization).toBe("Bearer x");
    process.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://example.org/keys";
    await expect(awsKeys()).rejects.toThrow("names example.org, which would read the token");
  });

  it("are those of the instance, with a session (IMDSv2)", async () => {
    server.respond = ({ method, path, headers }, response) => {
      if (method === "PUT" && path === "/latest/api/token") return response.end("session");
      if (headers["x-aws-ec2-metadata-token"] !== "session") return response.writeHead(401).end();
      if (path.endsWith("/security-credentials/")) return response.end("role");
      if (path.endsWith("/security-credentials/role"))
        return response.end(JSON.stringify({ AccessKeyId: "AKIDVM", SecretAccessKey: "s" }));
      return response.writeHead(404).end();
    };
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: "",
      AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url,
    });
    expect(await awsKeys()).toMatchObject({ accessKeyId: "AKIDVM", secretAccessKey: "s" });
  });

  it("are missing elsewhere: requests are anonymous", async () => {
    expect(await awsKeys()).toBeUndefined();
  });
});

describe("a package that need not be installed", () => {
  it("is named with the command that installs it", async () => {
    const load = (): Promise<unknown> => import("no-such-" + "package"); // the compiler looks for others
    await expect(
      importOptional("no-such-package", "s3Storage: profile sso has sso_session, which", load),
    ).rejects.toThrow(
      "s3Storage: profile sso has sso_session, which needs no-such-package, which is not installed: npm install no-such-package",
    );
    await expect(importOptional("x", "y", () => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
  });
});

it("parseSections reads sections and leaves out what is nested", () => {
  const sections = parseSections(config);
  expect([...sections.keys()]).toEqual(["default", "profile work", "profile sso"]);
  expect(sections.get("default")).toEqual({ region: "eu-west-1", s3: "" });
});
