// What the tests share: the demonstration file, packed folders, the native command and the browser.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

import { serve } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
export const dist = join(here, "..", "npm", "dist");
export const demo = join(root, "core", "testdata", "v1", "demo.vade");
/** The same release with its medicines (dm+d). */
export const medicines = join(root, "core", "testdata", "v1", "medicines.vade");
export const corpus = readFileSync(join(root, "core", "testdata", "requests.jsonl"), "utf8").trimEnd().split("\n");

/** The command, as `cargo xtask test wasm` built it. */
export const vademecum = process.env.VADEMECUM ?? assert.fail("VADEMECUM names the vademecum command: use `cargo xtask test wasm`");

/** A folder that goes when the tests end. */
export const folder = mkdtempSync(join(tmpdir(), "vademecum-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Runs the command; answers what it prints. */
export function run(args, input) {
    const done = spawnSync(vademecum, args, { input, encoding: "utf8", maxBuffer: 1 << 30 });
    assert.equal(done.status, 0, `vademecum ${args.join(" ")}: ${done.stderr}`);
    return done.stdout;
}

/** Packs a file into a folder. */
export function pack(file, out, ...more) {
    return JSON.parse(run(["pack", file, "--out", out, "--json", "--quiet", ...more]));
}

/** A file of another release. */
export function anotherRelease() {
    const release = join(folder, "release");
    run(["synth", "--concepts", "3000", "--seed", "9", "--out", release]);
    const file = join(folder, "another.vade");
    run(["build", "--rf2", release, "--out", file, "--quiet"]);
    return file;
}

/** The release that the file with medicines was built from. */
export function medicinesRelease() {
    const release = join(folder, "medicines-release");
    if (!existsSync(release)) run(["synth", "--concepts", "3000", "--dmd", "--out", release]);
    return release;
}

/** The package's own tools. */
export const require = createRequire(join(here, "..", "npm", "package.json"));

/** Starts Debian's Chromium; `more` are further arguments. */
export async function browser(...more) {
    const { chromium } = require("playwright-core");
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    return chromium.launch({
        executablePath,
        args: ["--no-sandbox", "--host-resolver-rules=MAP intranet.test 127.0.0.1", "--js-flags=--expose-gc", ...more],
    });
}

/** A server of the package, the test pages and the packed folder; `more` are further folders. */
export async function site(index, more = {}) {
    return serve({ vademecum: dist, page: join(here, "page"), index, ...more });
}

/** Opens the test page. */
export async function visit(context, server, host = "localhost", name = "index") {
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(`http://${host}:${server.port}/page/${name}.html`);
    await page.waitForSelector("main:has-text('ready')");
    return { page, faults };
}
