// Keeps the files of the site, all of one version, so that a page never runs on a mixture.
//
// precache.js, which `cargo xtask www` writes, has the list of files and a version made of their contents: another
// content is another precache.js, hence another service worker. The release below index/ is not kept here: the package
// keeps it, with its own hashes and its own exchange.

importScripts("precache.js");

const { version, files } = self.PRECACHE;
const PREFIX = "vademecum-site-";
const NAME = PREFIX + version;
const scope = new URL(self.registration.scope);

self.addEventListener("install", (event) => {
    const requests = files.map((file) => new Request(new URL(file, scope), { cache: "reload" }));
    event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
    const old = (name) => name.startsWith(PREFIX) && name !== NAME;
    const clear = async () => Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
    event.waitUntil(clear().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
    if (event.data === "take over") self.skipWaiting();
});

const kept = new Set(files.map((file) => new URL(file, scope).href));

self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    url.search = url.hash = "";
    if (event.request.method !== "GET") return;
    if (url.href === scope.href) url.href = new URL("index.html", scope).href;
    if (!kept.has(url.href)) return;
    event.respondWith(
        caches
            .open(NAME)
            .then((cache) => cache.match(url.href))
            .then((response) => response ?? fetch(event.request)),
    );
});
