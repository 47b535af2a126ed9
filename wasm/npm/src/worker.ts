//! The script of the Worker: a session, and messages to it.

import { failureOf } from "./errors.js";
import type { SessionEvent, SessionOptions } from "./options.js";
import { compile } from "./module.js";
import { Session } from "./session.js";

/** What a Worker is told. */
export type ToWorker = { type: "open"; options: SessionOptions } | { type: "ask"; id: number; text: string };

/** What a Worker tells. */
export type FromWorker =
    | { type: "event"; event: SessionEvent }
    | { type: "answer"; id: number; text: string }
    | { type: "refusal"; id: number; failure: ReturnType<typeof failureOf> };

const tell = (message: FromWorker): void => postMessage(message);
const tellEvent = (event: SessionEvent): void => tell({ type: "event", event });
let session: Session | undefined;

async function open(options: SessionOptions): Promise<void> {
    try {
        const module = await compile(options.wasmUrl);
        session = new Session(module, options, tellEvent);
    } catch (error) {
        return tellEvent({ type: "failed", failure: failureOf(error) });
    }
    await session.run();
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === "open") {
        void open(data.options);
        return;
    }
    try {
        if (session === undefined) throw new Error("the Worker is not open");
        tell({ type: "answer", id: data.id, text: session.request(data.text) });
    } catch (error) {
        tell({ type: "refusal", id: data.id, failure: failureOf(error) });
    }
});
