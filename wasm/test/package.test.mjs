// The package as `npm pack` makes it, used as the README says: in a fresh Vite app, in plain Node, and behind Fastify.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { browser, demo, folder, medicines, pack, root, run } from "./support.mjs";
import { serve } from "./server.mjs";

const readme = readFileSync(join(root, "wasm", "README.md"), "utf8");
const workspace = join(folder, "workspace");
const app = join(workspace, "my-app");

/** The file that the README shows under a name. */
function shown(name) {
    const found = new RegExp(`^\`${name.replace(".", "\\.")}\`:\n\n\`\`\`\\w+\n([\\s\\S]*?)^\`\`\``, "m").exec(readme);
    assert.ok(found, `the README shows ${name}`);
    return found[1];
}

/** Checks or compiles programs as strictly as can be. */
function tsc(...args) {
    const strict = ["--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable"];
    const done = spawnSync(join(app, "node_modules", ".bin", "tsc"), [...strict, ...args], { cwd: app, encoding: "utf8" });
    assert.equal(done.status, 0, done.stdout);
}

function npm(args, cwd) {
    const done = spawnSync("npm", args, { cwd, encoding: "utf8" });
    assert.equal(done.status, 0, `npm ${args.join(" ")}: ${done.stdout}${done.stderr}`);
    return done.stdout;
}

before(() => {
    mkdirSync(app, { recursive: true });
    const told = npm(["pack", join(root, "wasm", "npm"), "--json", "--silent"], workspace);
    const [{ filename, files }] = JSON.parse(told);
    assert.equal(filename, "vademecum-0.1.0.tgz", "the README names the archive");
    for (const name of ["dist/index.js", "dist/index.d.ts", "dist/node.js", "dist/worker.js", "dist/element.js", "dist/react.js", "dist/vademecum.wasm", "package.json"]) {
        assert.ok(files.some((file) => file.path === name), `${name} is in the archive`);
    }
    for (const name of ["package.json", "vite.config.js", "index.html", "main.ts", "field.html", "field.ts", "react.html", "react.jsx", "medicine.tsx", "medicines.ts"]) writeFileSync(join(app, name), shown(name));
    writeFileSync(join(app, "medicine.html"), shown("react.html").replace("/react.jsx", "/medicine.tsx"));
    pack(demo, join(app, "public", "index"), "--fast");
    npm(["install", "--no-audit", "--no-fund"], app);
});

/** Opens the page at an address, and does something there; answers what went wrong unheard. */
async function opened(address, act) {
    const chromium = await browser();
    try {
        const page = await (await chromium.newContext()).newPage();
        const faults = [];
        page.on("pageerror", (error) => faults.push(String(error)));
        const isFault = (response) => response.status() >= 400 && !response.url().endsWith("/favicon.ico");
        page.on("response", (response) => isFault(response) && faults.push(`${response.status()} ${response.url()}`));
        await page.goto(address);
        await act(page);
        return { faults, workers: page.workers().length };
    } finally {
        await chromium.close();
    }
}

/** Types into the page at an address until the right term is shown. */
function typed(address) {
    return opened(address, async (page) => {
        await page.waitForSelector("#status:has-text('ready')");
        await page.locator("#problem").pressSequentially("heart att");
        await page.waitForSelector("li:has-text('Heart attack (Myocardial infarction)')");
    });
}

test("the README's page: types, Vite's build, and a search in Chromium", async () => {
    tsc("--noEmit", "main.ts", "field.ts", "medicines.ts");
    npm(["run", "build"], app);
    const served = await serve({ assets: join(app, "dist", "assets"), index: join(app, "dist", "index") });
    served.state.root = join(app, "dist", "index.html");
    try {
        const { faults, workers } = await typed(`http://localhost:${served.port}/`);
        assert.deepEqual([...faults, ...served.state.violations], []);
        assert.equal(workers, 1);
    } finally {
        await served.close();
    }
});

test("the README's pages as Vite serves them while one works on them: plain, the field, React", async () => {
    npm(["install", "--no-audit", "--no-fund", "--no-save", "react@19", "react-dom@19", "@types/react@19", "@types/react-dom@19"], app);
    tsc("--noEmit", "--jsx", "react", "medicine.tsx");
    const vite = spawn(join(app, "node_modules", ".bin", "vite"), ["--port", "0", "--no-open"], { cwd: app, env: { ...process.env, NO_COLOR: "1" } });
    try {
        const address = await new Promise((resolve, reject) => {
            let told = "";
            vite.stdout.on("data", (data) => {
                told += data;
                const found = /Local:\s+(http\S+)/.exec(told);
                if (found) resolve(found[1]);
            });
            vite.once("exit", (code) => reject(new Error(`vite ended with ${code}: ${told}`)));
        });
        assert.deepEqual((await typed(address)).faults, []);
        const field = await opened(`${address}field.html`, async (page) => {
            await page.locator("#problem input").pressSequentially("heart att");
            await page.locator("#problem [role=option]").first().click();
            const chosen = await page.locator("#chosen").textContent();
            assert.equal(chosen, "http://snomed.info/sct|http://snomed.info/sct/11999999107/version/20260401|953829161999999108 Myocardial infarction (Heart attack)");
        });
        assert.deepEqual(field.faults, []);
        const react = await opened(`${address}react.html`, async (page) => {
            await page.locator("#problem").pressSequentially("heart att");
            await page.waitForSelector("li:has-text('Past heart attack')");
            assert.deepEqual((await page.locator("li").allTextContents())[0], "Heart attack");
            await page.locator("#problem").fill("");
            await page.waitForSelector("li", { state: "detached" });
            await page.locator("#problem").fill("-");
            await page.waitForSelector("[role=alert]:has-text('no letter and no digit')");
        });
        assert.deepEqual([react.faults, react.workers], [[], 1], "StrictMode opens twice and disposes of one");
        // The served index is exchanged for one that has medicines.
        pack(medicines, join(app, "public", "index"), "--fast");
        const medicine = await opened(`${address}medicine.html`, async (page) => {
            await page.locator("vademecum-search input").pressSequentially("amox 500 cap");
            await page.locator("[role=option]").first().click();
            await page.waitForSelector("output:has-text('https://dmd.nhs.uk|20260409|875176481999999108 Amoxicillin 500mg capsules')");
            await page.locator("[part=clear]").click();
            await page.waitForSelector("output:text-is('')", { state: "attached" });
        });
        assert.deepEqual(medicine.faults, []);
    } finally {
        vite.kill();
    }
});

test("the README's Node program and Fastify route", async () => {
    copyFileSync(demo, join(app, "demo.vade"));
    for (const name of ["answer.js", "server.js"]) writeFileSync(join(app, name), shown(name));
    const answer = spawnSync(process.execPath, ["answer.js"], { cwd: app, encoding: "utf8" });
    assert.match(answer.stdout, /^953829161999999108 Heart attack\n/, answer.stderr);
    copyFileSync(medicines, join(app, "medicines.vade"));
    tsc("medicines.ts");
    const told = spawnSync(process.execPath, ["medicines.js"], { cwd: app, encoding: "utf8" });
    assert.match(told.stdout, /^875176481999999108 Amoxicillin 500mg capsules: 5 of suppliers\n(  .*\n){5}/, told.stderr);
    assert.match(told.stdout, /\n {2}Amoxiwren 500mg capsules \(Larch Medicines UK Ltd\) \(no caution\)\n/);
    assert.match(told.stdout, /\nAmoxiwren 500mg capsules \(Larch Medicines UK Ltd\) 21 capsule 3 x 7 capsules\n$/);
    npm(["install", "--no-audit", "--no-fund", "--no-save", "fastify@5"], app);
    const server = spawn(process.execPath, ["server.js"], { cwd: app, env: { ...process.env, PORT: "0" } });
    try {
        const address = await new Promise((resolve, reject) => {
            server.stdout.once("data", (data) => resolve(String(data).trim()));
            server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
        });
        const { hits } = await (await fetch(`${address}/concepts?q=heart+att`)).json();
        assert.equal(hits[0].term, "Heart attack");
        const refused = await fetch(`${address}/concepts?q=`);
        assert.deepEqual([refused.status, (await refused.json()).code], [400, "syntax"]);
    } finally {
        server.kill();
    }
});

test("the README's commands are those that there are", () => {
    const help = run(["--help"]);
    assert.ok(help.includes("pack") && help.includes("demo"));
    assert.ok(readme.includes("cargo run --release -- pack demo.vade --out my-app/public/index"));
    assert.ok(readme.includes("vademecum synth --dmd --out demo-release") && run(["synth", "--help"]).includes("--dmd"));
});
