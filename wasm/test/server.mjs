// A static server with a strict content security policy, and with faults on wish.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; report-uri /csp-report";

const TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
};

/**
 * Serves `mounts`, from the first part of a path to a folder, and `state.root` as `/`. The mount `""` is the folder of all
 * other paths. `fault(path, bytes)` may answer other bytes, a status as a number, `"broken"` for a connection that ends, or a promise of one of these.
 */
export async function serve(mounts) {
    const state = { fault: undefined, isolated: false, root: undefined, violations: [], requests: [], sent: 0 };
    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
        if (path === "/csp-report") {
            let text = "";
            for await (const piece of request) text += piece;
            state.violations.push(text);
            response.writeHead(204).end();
            return;
        }
        // Browsers ask for it by themselves.
        if (path === "/favicon.ico") {
            response.writeHead(204).end();
            return;
        }
        state.requests.push(path);
        const [, mount, ...rest] = path.split("/");
        let bytes;
        try {
            const below = () => (mount in mounts ? join(mounts[mount], normalize("/" + rest.join("/"))) : join(mounts[""], normalize(path)));
            const file = path === "/" ? state.root : below();
            bytes = await readFile(file);
        } catch {
            response.writeHead(404).end("not here");
            return;
        }
        const outcome = await state.fault?.(path, bytes);
        if (outcome === "broken") {
            request.socket.destroy();
            return;
        }
        if (typeof outcome === "number") {
            response.writeHead(outcome).end("as wished");
            return;
        }
        if (outcome !== undefined) bytes = outcome;
        state.sent += bytes.length;
        // Clocks of an isolated page tell five microseconds apart, others a hundred.
        const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
        response.writeHead(200, {
            ...(state.isolated ? isolated : {}),
            "content-type": TYPES[path === "/" ? ".html" : extname(path)] ?? "application/octet-stream",
            "content-length": bytes.length,
            "content-security-policy": POLICY,
            "cache-control": "no-store",
        });
        response.end(bytes);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        port: server.address().port,
        state,
        close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
    };
}
