import { ReplicaError } from "@tensorloom/distributed";

/** The error to throw if replicas do not start: a RangeError of a replica is one that the caller can fix. */
export function callerError(error: unknown): unknown {
  if (error instanceof ReplicaError && error.cause instanceof Error && error.cause.name === "RangeError")
    return new RangeError(error.cause.message, { cause: error });
  return error;
}
