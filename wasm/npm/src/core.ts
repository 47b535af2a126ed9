//! An instance of the module: its memory, and the file that is open in it.

import { calling, VademecumError } from "./errors.js";
import { instantiate, type Engine, type Instance, type Room } from "./glue.js";

/** A section of the open file. */
export interface SectionState {
    name: string;
    offset: number;
    length: number;
    /** Whether a search needs it. */
    search: boolean;
    loaded: boolean;
}

/** A piece of the module's memory that is filled from its beginning. */
export class Space {
    readonly length: number;
    /** How many bytes are written. */
    written = 0;
    readonly #room: Room;
    readonly #memory: WebAssembly.Memory;

    constructor(room: Room, memory: WebAssembly.Memory) {
        this.#room = room;
        this.#memory = memory;
        this.length = room.length;
    }

    /** All of it, as long as the module's memory does not grow: make it anew for each use. */
    view(): Uint8Array<ArrayBuffer> {
        return new Uint8Array(this.#memory.buffer as ArrayBuffer, this.#room.address, this.length);
    }

    /** Writes behind what is written. */
    write(bytes: Uint8Array): void {
        if (bytes.length > this.length - this.written) {
            throw new VademecumError("integrity", `more than the ${this.length} bytes that were announced came`);
        }
        this.view().set(bytes, this.written);
        this.written += bytes.length;
    }

    /** SHA-256 of all of it, in hexadecimal. */
    async sha256(): Promise<string> {
        const subtle = globalThis.crypto?.subtle;
        if (subtle === undefined) return calling(() => this.#room.sha256());
        return hexadecimal(await subtle.digest("SHA-256", this.view()));
    }

    /** Gives the memory back. */
    free(): void {
        this.#room.free();
    }

    /** The room, where all of it is written. */
    taken(): Room {
        if (this.written !== this.length) {
            throw new VademecumError("integrity", `${this.written} bytes came, and ${this.length} were announced`);
        }
        return this.#room;
    }
}

/** Bytes in lower-case hexadecimal. */
export function hexadecimal(bytes: ArrayBuffer): string {
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An instance of the module. */
export class Core {
    #instance: Instance | undefined;
    readonly #memory: WebAssembly.Memory;
    #engine: Engine | undefined;

    constructor(module: WebAssembly.Module) {
        this.#instance = instantiate();
        try {
            this.#memory = this.#instance.initSync({ module }).memory;
        } catch (error) {
            throw new VademecumError("module", `the module cannot be started: ${String(error)}`);
        }
    }

    get #alive(): Instance {
        if (this.#instance === undefined) throw new VademecumError("disposed", "this terminology was disposed of");
        return this.#instance;
    }

    get #open(): Engine {
        void this.#alive;
        if (this.#engine === undefined) throw new VademecumError("not_loaded", "no file is open yet");
        return this.#engine;
    }

    /** The version of the engine. */
    get version(): string {
        return this.#alive.version();
    }

    /** Bytes of the module's memory. */
    get memoryBytes(): number {
        return this.#instance === undefined ? 0 : this.#memory.buffer.byteLength;
    }

    /** Takes memory for so many bytes. */
    space(length: number): Space {
        const instance = this.#alive;
        if (!Number.isSafeInteger(length) || length < 0 || length > 0xffff_ffff) {
            throw new VademecumError("memory", `there is no memory for ${length} bytes`);
        }
        return new Space(calling(() => new instance.Room(length)), this.#memory);
    }

    /** How many bytes from the beginning of a file {@link begin} needs, as far as these tell. */
    beginningNeeded(beginning: Uint8Array): number {
        const instance = this.#alive;
        return calling(() => instance.beginning_needed(beginning));
    }

    /** Opens a file by its beginning. */
    begin(space: Space): void {
        const instance = this.#alive;
        this.#engine = calling(() => instance.Engine.begin(space.taken()));
    }

    /** Opens a whole file. */
    openWhole(space: Space): void {
        const instance = this.#alive;
        this.#engine = calling(() => instance.Engine.open(space.taken()));
    }

    /** Adds sections that lie in `space` one behind another. */
    add(space: Space, names: readonly string[]): void {
        const engine = this.#open;
        calling(() => engine.add(space.taken(), names.join(",")));
    }

    /** The sections of the file. */
    sections(): SectionState[] {
        const engine = this.#open;
        return JSON.parse(calling(() => engine.sections())) as SectionState[];
    }

    /** Answers a request of the protocol, both as JSON texts. The module has no clock, so this adds `ns` for it. */
    request(text: string): string {
        const engine = this.#open;
        if (!wantsTiming(text)) return calling(() => engine.request(text));
        const began = performance.now();
        const response = calling(() => engine.request(text));
        const ns = Math.round((performance.now() - began) * 1e6);
        // What is refused before it is begun has taken no time.
        if (response.endsWith(',"ns":0}')) return response;
        return `${response.slice(0, -1)},"ns":${ns}}`;
    }

    /** A hash that is fed in pieces. */
    hasher(): { update(bytes: Uint8Array): void; finish(): string } {
        return new this.#alive.Hasher();
    }

    /** SHA-256 of some bytes, in hexadecimal. */
    sha256(bytes: Uint8Array): string {
        const hasher = this.hasher();
        hasher.update(bytes);
        return hasher.finish();
    }

    /** Lets go of the file and of the memory. */
    dispose(): void {
        this.#engine?.free();
        this.#engine = undefined;
        this.#instance = undefined;
    }
}

/** Whether a request asks how long it took. What is no request is answered by the module. */
function wantsTiming(text: string): boolean {
    if (!text.includes('"timing"')) return false;
    try {
        return (JSON.parse(text) as { timing?: unknown } | null)?.timing === true;
    } catch {
        return false;
    }
}
