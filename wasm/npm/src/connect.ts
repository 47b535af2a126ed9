//! What carries requests to a session: a Worker, or a call in the page itself.

import { errorOf, failureOf, VademecumError } from "./errors.js";
import type { SessionEvent, SessionOptions } from "./options.js";
import { Session } from "./session.js";
import type { Port } from "./terminology.js";
import type { FromWorker, ToWorker } from "./worker.js";

/** A session in a Worker. */
export function byWorker(worker: Worker, options: SessionOptions, hear: (event: SessionEvent) => void): Port {
    const waiting = new Map<number, { resolve(text: string): void; reject(reason: unknown): void }>();
    let last = 0;
    const send = (message: ToWorker): void => worker.postMessage(message);
    const fail = (message: string): void => {
        const failure = { code: "worker", message } as const;
        hear({ type: "failed", failure });
        for (const { reject } of waiting.values()) reject(errorOf(failure));
        waiting.clear();
    };
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === "event") return hear(data.event);
        const asked = waiting.get(data.id);
        waiting.delete(data.id);
        if (data.type === "answer") asked?.resolve(data.text);
        else asked?.reject(errorOf(data.failure));
    });
    worker.addEventListener("error", (event) => fail(`the Worker cannot run: ${event.message || "its script cannot be loaded"}`));
    worker.addEventListener("messageerror", () => fail("a message of the Worker cannot be read"));
    send({ type: "open", options });
    return {
        ask: (text) =>
            new Promise((resolve, reject) => {
                last += 1;
                waiting.set(last, { resolve, reject });
                send({ type: "ask", id: last, text });
            }),
        dispose: () => {
            worker.terminate();
            waiting.clear();
        },
    };
}

/** A session in the page. */
export function inPage(
    compiled: Promise<WebAssembly.Module>,
    options: SessionOptions,
    hear: (event: SessionEvent) => void,
    start: (session: Session) => Promise<void> = (session) => session.run(),
): Port {
    let session: Session | undefined;
    let disposed = false;
    compiled.then(
        (module) => {
            if (disposed) return undefined;
            session = new Session(module, options, hear);
            return start(session);
        },
        (error: unknown) => hear({ type: "failed", failure: failureOf(error) }),
    ).catch((error: unknown) => hear({ type: "failed", failure: failureOf(error) }));
    return {
        ask: async (text) => {
            if (session === undefined) throw new VademecumError("not_loaded", "no file is open yet");
            return Promise.resolve(session.request(text));
        },
        dispose: () => {
            disposed = true;
            session?.dispose();
            session = undefined;
        },
    };
}
