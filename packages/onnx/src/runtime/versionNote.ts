/** The minor releases of ONNX Runtime that Tensorloom is tested with. */
const TESTED = { oldest: "1.26", newest: "1.30" } as const;

/** Says that a version is not tested; undefined if it is. */
export function versionNote(name: string, version: string): string | undefined {
  const minor = minorOf(version);
  if (minor !== undefined && minor >= numberOf(TESTED.oldest) && minor <= numberOf(TESTED.newest))
    return undefined;
  return `${name} ${version} is not one of the tested versions, ${TESTED.oldest} to ${TESTED.newest}; it is tried`;
}

/** `1.30.2` as 1030; undefined if it is not a version. */
function minorOf(version: string): number | undefined {
  return /^\d+\.\d+\./.test(version) ? numberOf(version) : undefined;
}

function numberOf(version: string): number {
  const [major, minor] = version.split(".").map(Number);
  return major * 1000 + minor;
}
