// Keeping the site for visits without a network. The release is kept by the package itself.

import { h } from "./dom.js";

/** Registers the service worker; `tell` is given what to show when a newer site has come. */
export async function keepOffline(tell) {
    if (!("serviceWorker" in navigator) || !isSecureContext) return;
    const { serviceWorker } = navigator;
    const isFirst = serviceWorker.controller === null;
    let registration;
    try {
        registration = await serviceWorker.register("service-worker.js");
    } catch (error) {
        tell([h("p", {}, `This site cannot be kept for visits without a network: ${error.message}`)]);
        return;
    }
    const announce = () => {
        const { waiting } = registration;
        if (waiting === null || isFirst) return;
        const reload = h("button", { type: "button" }, "Reload");
        reload.addEventListener("click", () => {
            serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
            waiting.postMessage("take over");
        });
        tell([h("p", {}, "A newer version of this site is there."), reload]);
    };
    announce();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", announce));
}
