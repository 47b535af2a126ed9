// Barcodes by the camera, where the browser reads them (the BarcodeDetector API).

import { h } from "./dom.js";

/** The barcodes that packs carry a GTIN in. */
const FORMATS = ["data_matrix", "ean_13", "itf", "code_128"];

/** How often a picture is looked at, in milliseconds. */
const EVERY = 150;

/** Why no barcode can be read here; `undefined` where one can. The camera is not asked for. */
async function obstacle() {
    if (!("BarcodeDetector" in globalThis)) return "This browser does not read barcodes, so the GTIN has to be typed.";
    const formats = await supported();
    if (formats.length === 0) return "This browser reads none of the barcodes that packs have, so the GTIN has to be typed.";
    if (navigator.mediaDevices?.getUserMedia === undefined) return "The camera needs a page that came by HTTPS, so the GTIN has to be typed.";
    return undefined;
}

async function supported() {
    const formats = await BarcodeDetector.getSupportedFormats();
    return FORMATS.filter((format) => formats.includes(format));
}

/** Why there is no picture. */
const REFUSED = {
    NotAllowedError: "The camera was not allowed. The browser’s settings for this site have the permission; the GTIN can be typed.",
    NotFoundError: "This device has no camera that can be used. The GTIN can be typed.",
    OverconstrainedError: "This device has no camera that can be used. The GTIN can be typed.",
    NotReadableError: "The camera is in use elsewhere, or does not answer. The GTIN can be typed.",
};

/**
 * A button that reads barcodes until `accept(text)` answers `true`. The camera is asked for when the button is pressed, and
 * let go of when a code is accepted, at a second press, when the page is left or hidden. Where nothing can be read, a text
 * says why in place of the button.
 */
export function scanner({ accept, signal }) {
    const button = h("button", { type: "button", "aria-expanded": "false" }, "Scan with the camera");
    const video = h("video", { muted: true, playsInline: true, hidden: true, "aria-label": "The camera’s picture" });
    const status = h("p", { role: "status", class: "quiet" });
    const element = h("div", { class: "scanner" }, button, status, video);
    let stream;
    let starting = false;

    const stop = () => {
        for (const track of stream?.getTracks() ?? []) track.stop();
        stream = undefined;
        video.srcObject = null;
        video.hidden = true;
        button.textContent = "Scan with the camera";
        button.setAttribute("aria-expanded", "false");
    };
    const refuse = (error) => {
        stop();
        status.textContent = REFUSED[error.name] ?? `No barcode can be read: ${error.message}`;
    };

    /** Looks at pictures until a code is accepted or the camera is let go of. */
    async function look(detector, mine) {
        let last;
        while (stream === mine) {
            if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
                const seen = await detector.detect(video);
                for (const { rawValue } of seen) {
                    if (stream !== mine) return;
                    if (rawValue === "" || rawValue === last) continue;
                    last = rawValue;
                    if (await accept(rawValue)) {
                        stop();
                        status.textContent = `Read ${rawValue}.`;
                        return;
                    }
                    status.textContent = `${rawValue} is no GTIN. Hold another barcode before the camera.`;
                }
            }
            await new Promise((resolve) => setTimeout(resolve, EVERY));
        }
    }

    async function start() {
        starting = true;
        try {
            status.textContent = "Waiting for the camera …";
            const detector = new BarcodeDetector({ formats: await supported() });
            const got = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
            stream = got;
            // It can have been left while the permission was asked for.
            if (signal.aborted) return stop();
            video.srcObject = got;
            video.hidden = false;
            button.textContent = "Stop the camera";
            button.setAttribute("aria-expanded", "true");
            status.textContent = "Hold the barcode before the camera. The picture stays on this device.";
            await video.play();
            look(detector, got).catch(refuse);
        } catch (error) {
            refuse(error);
        } finally {
            starting = false;
        }
    }

    button.addEventListener("click", () => {
        if (starting) return;
        if (stream === undefined) return void start();
        stop();
        status.textContent = "";
    });
    signal.addEventListener("abort", stop);
    document.addEventListener("visibilitychange", () => document.hidden && stop(), { signal });
    obstacle().then(
        (why) => {
            if (why !== undefined) element.replaceChildren(h("p", { class: "quiet" }, why));
        },
        (error) => element.replaceChildren(h("p", { class: "quiet" }, `No barcode can be read: ${error.message}`)),
    );
    return element;
}
