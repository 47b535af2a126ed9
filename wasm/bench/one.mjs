// One engine in a process of its own: node --expose-gc one.mjs NAME ARTIFACT QUERIES ROUNDS, a JSON object to standard output.

import { readFileSync } from "node:fs";

import { measure } from "./engines.mjs";
import { nodeFiles } from "./files.mjs";

const [name, artifact, queries, rounds] = process.argv.slice(2);
const files = nodeFiles();
// What every engine's code costs is not told of one of them.
for (const key of ["vademecum", "minisearch", "flexsearch", "sqlite"]) await import(files[key]);
const file = new Uint8Array(readFileSync(artifact));
const asked = JSON.parse(readFileSync(queries, "utf8"));
const settle = () => {
    for (let times = 0; times < 4; times += 1) global.gc();
    return process.memoryUsage().rss;
};
const before = settle();
let opened = before;
const { engine, ready, classes } = await measure(name, file, files, asked, Number(rounds), () => { opened = settle(); });
const after = settle();
const wasmBytes = engine.wasmBytes?.();
console.log(JSON.stringify({ ready, classes, opened: opened - before, memory: after - before, wasmBytes }));
