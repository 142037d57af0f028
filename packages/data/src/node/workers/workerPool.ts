import type { Worker } from "node:worker_threads";
import { deserializeError, siblingModule } from "@tensorloom/core/internal";
import { spawnModuleWorker } from "@tensorloom/core/internal/node";
import { transferableBuffers } from "./transferableBuffers.ts";
import { drainAtExit, forgetAtExit, GRACE, ActiveCalls } from "./activeCalls.ts";
import { WorkerError } from "./workerError.ts";
import type { WorkerReply, WorkerInit, WorkerTask } from "./workerMessages.ts";

/** Options of a {@link WorkerPool}. */
export interface PoolOptions extends Omit<WorkerInit, "activeCalls"> {
  readonly workers: number;
  /** Whether elements are transferred instead of copied. */
  readonly transferElements: boolean;
}

interface Job extends WorkerTask {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Whether a worker died while it had this job. */
  suspect: boolean;
  /** Whether memory of its element was transferred: it cannot be sent again. */
  handedOver: boolean;
}

interface Member {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  /** The number of jobs that it ever received. */
  started: number;
  cause: unknown;
  readonly activeCalls: ActiveCalls;
}

/** Why an element fails after its worker died; `undefined` if it is tried again. */
function failureReason({ jobs, started }: Member, job: Job): string | undefined {
  if (job.suspect && started === 1) return "also when it was tried again alone";
  if (!job.handedOver) return undefined;
  const others = jobs.size === 1 ? "" : `or at any of the ${String(jobs.size - 1)} others that it had; `;
  return `${others}not tried again, because its memory was transferred (transfer: "both")`;
}

/**
 * A pool of worker threads that call one function.
 *
 * Workers start when they are needed, are replaced if they die, and end with the pass. A worker may have several
 * elements when it dies. They are tried again one at a time, in a worker without other jobs; only an element that kills
 * a new worker by itself fails.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #members = new Set<Member>();
  /** Jobs that wait to be tried alone, and the worker that tries one now. */
  readonly #suspects: Job[] = [];
  #trial: Member | undefined;
  /** Jobs without a worker while a suspect is tried. */
  readonly #waiting: Job[] = [];
  #next = 0;
  #closing: Promise<void> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Calls the function with an element in some worker. */
  run(element: unknown, index: number, epoch: number): Promise<unknown> {
    if (this.#closing !== undefined) return Promise.reject(new Error("mapInWorkers: the pass is closed"));
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#assign({ id, element, index, epoch, resolve, reject, suspect: false, handedOver: false });
    });
  }

  #assign(job: Job): void {
    const member = this.#leastBusy();
    if (member === undefined) this.#waiting.push(job);
    else this.#send(member, job);
  }

  /** The worker with the fewest jobs. It is new if all are busy and the pool is not full. */
  #leastBusy(): Member | undefined {
    const open = [...this.#members].filter((member) => member !== this.#trial);
    const leastBusy = open.sort((a, b) => a.jobs.size - b.jobs.size).at(0);
    const enough = leastBusy?.jobs.size === 0 || this.#members.size >= this.#options.workers;
    return enough ? leastBusy : this.#start();
  }

  #send(member: Member, job: Job): void {
    const { id, element, index, epoch } = job;
    member.jobs.set(id, job);
    member.started += 1;
    member.worker.ref();
    try {
      const buffers = this.#options.transferElements ? transferableBuffers(element, "element") : [];
      job.handedOver = buffers.length > 0;
      member.worker.postMessage({ id, element, index, epoch } satisfies WorkerTask, buffers);
    } catch (error) {
      this.#take(member, id)?.reject(error); // for example, a function cannot be copied
    }
  }

  #start(): Member {
    const { module, name, stream, transferResults } = this.#options;
    const activeCalls = new ActiveCalls();
    drainAtExit(activeCalls);
    const workerData: WorkerInit = { module, name, stream, transferResults, activeCalls: activeCalls.memory };
    const worker = spawnModuleWorker(siblingModule(import.meta.url, "workerMain"), {
      workerData,
      imports: [module],
    });
    const member: Member = { worker, jobs: new Map(), started: 0, cause: undefined, activeCalls };
    this.#members.add(member);
    worker.unref(); // an idle worker keeps no process alive
    worker.on("message", (reply: WorkerReply) => this.#handleReply(member, reply));
    worker.on("messageerror", (error) => this.#handleUnreadable(member, error));
    worker.on("error", (error) => (member.cause = error));
    worker.on("exit", (code) => this.#handleExit(member, code));
    return member;
  }

  #handleReply(member: Member, reply: WorkerReply): void {
    if (reply.kind === "unusable") {
      this.#fail(member, deserializeError(reply.error));
      return;
    }
    const job = this.#take(member, reply.id);
    if (reply.kind === "failed") job?.reject(deserializeError(reply.error));
    else job?.resolve(reply.value);
  }

  /** An unreadable result does not name its job: if the worker has several, each is tried alone. */
  #handleUnreadable(member: Member, cause: unknown): void {
    if (member.jobs.size > 1) {
      member.cause = cause;
      void endWorker(member, GRACE / 10); // the job with this result never settles
      return;
    }
    this.#fail(
      member,
      new TypeError("mapInWorkers: the result arrived, but cannot be read in this thread", { cause }),
    );
  }

  #fail(member: Member, error: unknown): void {
    for (const id of [...member.jobs.keys()]) this.#take(member, id)?.reject(error);
  }

  #take(member: Member, id: number): Job | undefined {
    const job = member.jobs.get(id);
    member.jobs.delete(id);
    // While closing, a worker keeps the process alive until it has ended.
    if (member.jobs.size === 0 && this.#closing === undefined) {
      member.worker.unref();
      if (member === this.#trial) this.#tryNext();
    }
    return job;
  }

  /** Tries the next suspect alone. If none is left, its worker becomes an ordinary one. */
  #tryNext(): void {
    if (this.#closing !== undefined) return;
    const job = this.#suspects.shift();
    if (job !== undefined) {
      this.#send((this.#trial ??= this.#start()), job);
      return;
    }
    this.#trial = undefined;
    for (const waiting of this.#waiting.splice(0)) this.#assign(waiting);
  }

  #handleExit(member: Member, exitCode: number): void {
    this.#members.delete(member);
    forgetAtExit(member.activeCalls);
    if (this.#closing !== undefined) return; // ended on purpose
    const again: Job[] = [];
    for (const job of member.jobs.values()) {
      const details = failureReason(member, job);
      const end = { module: this.#options.module, position: job.index, exitCode, cause: member.cause };
      if (details === undefined) again.push(Object.assign(job, { suspect: true }));
      else job.reject(new WorkerError({ ...end, details }));
    }
    this.#suspects.unshift(...again); // one tried in a used worker is tried in a new one next
    if (member === this.#trial) this.#trial = undefined;
    if (this.#trial === undefined) this.#tryNext();
  }

  /** Ends the workers: each after its current job, or after five seconds. */
  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    await Promise.all([...this.#members].map((member) => endWorker(member, GRACE)));
  }
}

/** Ends a worker when no call is in flight in it. See {@link ActiveCalls}. */
async function endWorker({ worker, activeCalls }: Member, grace: number): Promise<void> {
  await activeCalls.settled(grace);
  await worker.terminate();
}
