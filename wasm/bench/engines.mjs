// The engines that are measured, each as its documentation advises. They run in Node and in a page alike.
//
// `build(terms)` makes the bytes that a host would serve, `open(bytes, files)` makes an engine of them, and `search` answers
// ten hits as objects. `files` has what an engine loads besides.

const text = (bytes) => new TextDecoder().decode(bytes);
const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));

/** The words of a query as FTS5 reads them: each begins a word. */
const prefixes = (query) => query.split(/\s+/).map((word) => `"${word.replaceAll('"', '""')}"*`).join(" ");

const MINISEARCH = {
    fields: ["term"],
    storeFields: ["term", "concept"],
    searchOptions: { prefix: true, combineWith: "AND", fuzzy: (word) => (word.length > 4 ? 0.2 : false) },
};

async function sqliteModule(files) {
    const { default: init } = await import(files.sqlite);
    return init({ print: () => undefined, printErr: () => undefined });
}

function sqlite(order) {
    return {
        async build(terms, files) {
            const sqlite3 = await sqliteModule(files);
            const db = new sqlite3.oo1.DB(":memory:");
            db.exec("CREATE VIRTUAL TABLE terms USING fts5(term, concept UNINDEXED, prefix='2 3')");
            db.transaction(() => {
                const insert = db.prepare("INSERT INTO terms(term, concept) VALUES (?, ?)");
                for (const { term, concept } of terms) insert.bind([term, concept]).stepReset();
                insert.finalize();
            });
            db.exec("INSERT INTO terms(terms) VALUES ('optimize')");
            return sqlite3.capi.sqlite3_js_db_export(db);
        },
        async open(file, files) {
            const sqlite3 = await sqliteModule(files);
            const db = new sqlite3.oo1.DB();
            const at = sqlite3.wasm.allocFromTypedArray(file);
            const flags = sqlite3.capi.SQLITE_DESERIALIZE_FREEONCLOSE | sqlite3.capi.SQLITE_DESERIALIZE_READONLY;
            sqlite3.capi.sqlite3_deserialize(db.pointer, "main", at, file.byteLength, file.byteLength, flags);
            const statement = db.prepare(`SELECT concept, term FROM terms WHERE terms MATCH ? ${order} LIMIT 10`);
            return {
                search(query) {
                    const hits = [];
                    statement.bind([prefixes(query)]);
                    while (statement.step()) hits.push(statement.get({}));
                    statement.reset();
                    return hits;
                },
            };
        },
    };
}

export const engines = {
    vademecum: {
        async open(file, files) {
            const { openTerminologySync } = await import(files.vademecum);
            const wasm = await WebAssembly.compile(files.wasm);
            const terminology = openTerminologySync({ wasm, file });
            return {
                search: (query) => terminology.search(query).hits,
                wasmBytes: () => terminology.memoryBytes,
            };
        },
    },
    /** The same as the text of a response, as native has it. */
    "vademecum, as text": {
        async open(file, files) {
            const { Core } = await import(files.core);
            const core = new Core(await WebAssembly.compile(files.wasm));
            const space = core.space(file.length);
            space.write(file);
            core.openWhole(space);
            return {
                search: (query) => core.request(JSON.stringify({ op: "search", query })),
                wasmBytes: () => core.memoryBytes,
            };
        },
    },
    minisearch: {
        async build(terms, files) {
            const { default: MiniSearch } = await import(files.minisearch);
            const index = new MiniSearch(MINISEARCH);
            index.addAll(terms.map((term, id) => ({ id, ...term })));
            return bytes(index);
        },
        async open(file, files) {
            const { default: MiniSearch } = await import(files.minisearch);
            const index = MiniSearch.loadJSON(text(file), MINISEARCH);
            return { search: (query) => index.search(query).slice(0, 10).map(({ term, concept }) => ({ term, concept })) };
        },
    },
    flexsearch: {
        async build(terms, files) {
            const { Index } = await import(files.flexsearch);
            const index = new Index({ tokenize: "forward" });
            terms.forEach(({ term }, id) => index.add(id, term));
            const pieces = [];
            await index.export((key, data) => void pieces.push([key, data]));
            return bytes({ pieces, terms });
        },
        async open(file, files) {
            const { Index } = await import(files.flexsearch);
            const { pieces, terms } = JSON.parse(text(file));
            const index = new Index({ tokenize: "forward" });
            for (const [key, data] of pieces) if (data !== undefined && data !== null) await index.import(key, data);
            return { search: (query) => index.search(query, { limit: 10 }).map((id) => terms[id]) };
        },
    },
    "sqlite fts5, ranked": sqlite("ORDER BY rank"),
    "sqlite fts5, unranked": sqlite(""),
};

/** The value below which a part of the sorted values lies. */
export const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];

/** Milliseconds for which the queries of a class are asked before time is taken. */
const WARM = 300;
/** Milliseconds after which a class is not asked once more. */
const LONG = 1000;

/** Times an engine: from bytes in hand to the first answer, after which `opened` is called, and every class of query. */
export async function measure(name, file, files, queries, rounds, opened = () => undefined) {
    const begun = performance.now();
    const engine = await engines[name].open(file, files);
    engine.search(queries[Object.keys(queries)[0]][0]);
    const ready = performance.now() - begun;
    opened();
    const classes = {};
    for (const [kind, some] of Object.entries(queries)) {
        // Engines that compile themselves while they run have done so before time is taken, within reason.
        const warming = performance.now();
        for (let place = 0; performance.now() - warming < WARM; place += 1) engine.search(some[place % some.length]);
        const times = [];
        let answered = 0;
        const begun = performance.now();
        for (let round = 0; round < rounds; round += 1) {
            for (const query of some) {
                const from = performance.now();
                const hits = engine.search(query);
                times.push(1000 * (performance.now() - from));
                if (round === 0 && hits.length > 0) answered += 1;
            }
            // Whoever takes longer than this for a round is asked once: each query still counts.
            if (performance.now() - begun > LONG) break;
        }
        times.sort((a, b) => a - b);
        classes[kind] = { p50: quantile(times, 0.5), p99: quantile(times, 0.99), answered: answered / some.length };
    }
    return { engine, ready, classes };
}
