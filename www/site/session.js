// The terminology that is open: the one that is served with the site, or a file of one's own.

import { createTerminology } from "./vademecum/index.js";

/** Where the served index lies. */
const INDEX = new URL("./index/", document.baseURI).href;

/**
 * What is open. Events: `change` whenever something of it changes, `open` when another release answers from now on.
 */
class Session extends EventTarget {
    /** The terminology that answers, once searches are answered. */
    terminology;
    /** The same as a promise. */
    ready;
    /** How much of what is being opened has come, and its state. */
    progress;
    state;
    /** Why nothing answers, or why a file could not be opened. */
    error;
    /** What the file tells of itself. */
    info;
    /** The name of the file of one's own that answers. */
    ownFile;
    /** The name of the file whose opening failed. */
    failedFile;
    #opening;
    #names = new Map();
    #products = new Map();
    #release;

    #changed(type = "change") {
        this.dispatchEvent(new Event(type));
    }

    /** Opens the served index. */
    openServed() {
        return this.#open({ indexUrl: INDEX }, undefined);
    }

    /** Opens a file of one's own in memory. What was open answers until then, and goes on where the file is none. */
    openFile(file) {
        return this.#open({ file }, file.name);
    }

    async #open(source, name) {
        // What was still being opened gives way.
        this.#opening?.abort();
        const controller = new AbortController();
        this.#opening = controller;
        this.error = undefined;
        this.progress = undefined;
        let mine;
        const opening = createTerminology({
            ...source,
            signal: controller.signal,
            onProgress: (progress) => {
                if (controller.signal.aborted) return;
                this.progress = progress;
                this.#changed();
            },
            onState: (state) => {
                if (state.phase === "disposed" || (mine !== undefined && mine !== this.terminology)) return;
                if (mine !== undefined || this.terminology === undefined) this.state = state;
                this.#changed();
                if (mine !== undefined && state.release !== this.#release) void this.#exchanged(mine);
            },
        });
        if (this.terminology === undefined) {
            this.ready = opening;
            opening.catch(() => undefined);
        }
        try {
            mine = await opening;
            this.#opening = undefined;
            await this.#use(mine, name);
            mine.loaded.then(
                () => this.#changed(),
                (error) => this.terminology === mine && this.#fail(error, name),
            );
            return true;
        } catch (error) {
            if (!controller.signal.aborted) this.#fail(error, name);
            return false;
        }
    }

    #fail(error, name) {
        this.error = error;
        this.failedFile = name;
        this.#changed();
    }

    async #use(terminology, name) {
        const info = await terminology.info();
        const before = this.terminology;
        this.terminology = terminology;
        this.ready = Promise.resolve(terminology);
        this.info = info;
        this.ownFile = name;
        this.state = terminology.state;
        this.#release = terminology.state.release;
        this.#forget();
        before?.dispose();
        this.#changed("open");
        this.#changed();
    }

    /** What was told by the release before is not told of this one. */
    #forget() {
        this.#names.clear();
        this.#products.clear();
    }

    /** A newer release took the place of the one that answered. */
    async #exchanged(terminology) {
        this.#release = terminology.state.release;
        this.#forget();
        try {
            this.info = await terminology.info();
            this.#changed("open");
        } catch (error) {
            if (this.terminology === terminology) this.#fail(error);
        }
    }

    /**
     * Asks, and asks again when all has come where it has not yet. `waiting` is told that it waits.
     */
    async ask(question, waiting = () => undefined) {
        const terminology = await this.ready;
        try {
            return await question(terminology);
        } catch (error) {
            if (error.code !== "not_loaded" || terminology.state.phase === "failed") throw error;
            waiting();
            await terminology.loaded;
            return question(terminology);
        }
    }

    /**
     * A concept as it is shown where another refers to it: its name, which is its code where the file does not hold it, and
     * how many children it has.
     */
    refer(code) {
        const known = this.#names.get(code);
        if (known !== undefined) return known;
        const asked = this.ask((terminology) => terminology.concept(code)).then(
            (concept) => ({ code, name: concept.preferred ?? concept.fsn ?? code, active: concept.active, children: concept.children_count, held: true }),
            (error) => {
                if (error.code !== "not_found" && error.code !== "not_in_file") throw error;
                return { code, name: code, active: true, children: 0, held: false };
            },
        );
        this.#names.set(code, asked);
        asked.catch(() => this.#names.delete(code));
        return asked;
    }

    /** The medicinal product of an id, now or before; `undefined` where there is none, or no dm+d. */
    product(code) {
        const known = this.#products.get(code);
        if (known !== undefined) return known;
        const none = ["not_found", "not_in_file", "invalid_id"];
        const asked = this.ask((terminology) => terminology.product(code)).catch((error) => {
            if (none.includes(error.code)) return undefined;
            throw error;
        });
        this.#products.set(code, asked);
        asked.catch(() => this.#products.delete(code));
        return asked;
    }
}

export const session = new Session();
