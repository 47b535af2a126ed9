//! What `vademecum pack` writes: the pointer to the current release, and the header that lists its parts.

import { VademecumError } from "./errors.js";

/** Some sections of the file, or its beginning. */
export interface Part {
    /** The name of its file without the ending for its compression. */
    name: string;
    /** Bytes before compression. */
    bytes: number;
    /** SHA-256 of those bytes, in hexadecimal. */
    sha256: string;
    /** The sections that lie in it one behind another; empty for the beginning of the file. */
    sections: string[];
}

/** The header of a release. */
export interface Release {
    vademecum: "release";
    version: 1;
    format_version: number;
    bytes: number;
    parts: Part[];
}

/** The pointer to the current release. */
export interface Latest {
    vademecum: "latest";
    version: 1;
    release: string;
    sha256: string;
}

function wrong(what: string): VademecumError {
    return new VademecumError("not_vade", `${what}; give the address of what \`vademecum pack\` wrote, or of a .vade file`);
}

function isName(value: unknown): value is string {
    return typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value);
}

function isHash(value: unknown): value is string {
    return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isLength(value: unknown): value is number {
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Reads a pointer or a header. */
export function readIndex(text: string): Latest | Release {
    let value: Partial<Omit<Latest, "vademecum" | "version">> & Partial<Omit<Release, "vademecum" | "version">> & { vademecum?: unknown; version?: unknown };
    try {
        value = JSON.parse(text) as typeof value;
    } catch {
        throw wrong("what came is no index");
    }
    if (typeof value !== "object" || value === null || (value.vademecum !== "latest" && value.vademecum !== "release")) {
        throw wrong("what came is no index");
    }
    if (value.version !== 1) {
        throw new VademecumError("version", `the index has version ${String(value.version)}, and this package reads 1: update the package`);
    }
    if (value.vademecum === "latest") {
        if (!isName(value.release) || !isHash(value.sha256)) throw wrong("the pointer is not whole");
        return value as Latest;
    }
    const isPart = (part: Partial<Part>): boolean =>
        isName(part.name) &&
        isLength(part.bytes) &&
        isHash(part.sha256) &&
        Array.isArray(part.sections) &&
        part.sections.every((section) => typeof section === "string");
    if (!isLength(value.bytes) || !Array.isArray(value.parts) || value.parts.length === 0 || !value.parts.every(isPart)) {
        throw wrong("the release header is not whole");
    }
    return value as Release;
}

/** The hexadecimal digits of a SHA-256 as a page pins it. */
export function pinned(integrity: string): string {
    if (/^[0-9a-fA-F]{64}$/.test(integrity)) return integrity.toLowerCase();
    const base64 = /^sha256-([A-Za-z0-9+/]{43}=)$/.exec(integrity)?.[1];
    if (base64 === undefined) {
        throw new VademecumError("bad_request", "`integrity` is sha256- and base64, or 64 hexadecimal digits");
    }
    return Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
