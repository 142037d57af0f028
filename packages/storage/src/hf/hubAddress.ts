import { StorageError } from "@tensorloom/core";
import { encodeStrictly } from "../object/bucketAddress.ts";

/** The parts of an address of the Hugging Face Hub. */
export interface HubAddress {
  readonly kind: "datasets" | "models" | "spaces";
  /** `ORG/NAME`, or `NAME` for old ones. */
  readonly repository: string;
  /** A branch, tag or commit; default `main`. */
  readonly revision: string;
  /** The file or glob in the repository. */
  readonly path: string;
  /** All before the path, with a slash at the end. */
  readonly root: string;
}

/**
 * Splits `hf://[datasets/|spaces/]ORG/NAME[@REVISION]/PATH`, as `huggingface_hub` does.
 *
 * A slash in a revision is written `%2F`.
 */
export function hubAddress(address: string): HubAddress {
  const found =
    /^[a-z][a-z0-9+.-]+:\/\/(?:(datasets|models|spaces)\/)?([^/@]+\/[^/@]+)(?:@([^/]+))?(?:\/(.*))?$/is.exec(
      address,
    );
  if (found === null)
    throw new StorageError(address, "unsupported", "expected hf://[datasets/]ORG/NAME[@REVISION]/PATH");
  const [, , repository] = found;
  const kind = (found.at(1) ?? "models") as HubAddress["kind"]; // one of the three in the expression
  const path = found.at(4) ?? "";
  const root = path === "" ? `${address.replace(/\/$/, "")}/` : address.slice(0, -path.length);
  return { kind, repository, revision: decodeURIComponent(found.at(3) ?? "main"), path, root };
}

/** The part of a web address that names a repository: `datasets/org/name`. */
export function repositoryPath({ kind, repository }: HubAddress): string {
  return kind === "models" ? repository : `${kind}/${repository}`;
}

/** The address of the Hub's API for a repository. */
export function apiPath({ kind, repository }: HubAddress): string {
  return `api/${kind}/${repository.split("/").map(encodeStrictly).join("/")}`;
}
