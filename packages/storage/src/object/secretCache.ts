/** How long before their end credentials are replaced, in milliseconds. */
const MARGIN_MS = 5 * 60_000;

/** Credentials that may end. */
interface Ending {
  /** When they end, in milliseconds since 1970; undefined: never. */
  readonly expires?: number | undefined;
}

/** Keeps credentials until shortly before they end, and asks for them once for many requests. */
export function secretCache<S extends Ending | undefined>(
  ask: () => S | Promise<S>,
): (isRefused: boolean) => Promise<S> {
  let kept: Promise<S> | undefined;
  let known: S | undefined;
  let asking = false;
  return (isRefused) => {
    const isOld = known?.expires !== undefined && known.expires - MARGIN_MS < currentTime();
    if (kept === undefined || ((isRefused || isOld) && !asking)) {
      asking = true;
      const pending = Promise.resolve().then(ask);
      kept = pending;
      pending.then(
        (secret) => {
          [known, asking] = [secret, false];
        },
        () => {
          [kept, asking] = [undefined, false]; // the next request asks again
        },
      );
    }
    return kept;
  };
}

/** The time of the day, which credentials are compared with. */
function currentTime(): number {
  return performance.timeOrigin + performance.now();
}
