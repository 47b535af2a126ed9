//! Hooks for React: a terminology for as long as a component is there, and the hits of what is typed.

import { useEffect, useId, useState, type DetailedHTMLProps, type HTMLAttributes } from "react";

import type { Messages, SelectEvent, VademecumSearch } from "./element.js";
import { createTerminology } from "./index.js";
import type { Progress, State, TerminologyOptions } from "./options.js";
import type { SearchHits } from "./protocol.js";
import type { SearchOptions, Terminology } from "./terminology.js";

/** What {@link useTerminology} gives. */
export interface OpenedTerminology {
    /** The terminology, as soon as searches are answered. */
    terminology: Terminology | undefined;
    /** What is open and how. */
    state: State | undefined;
    /** How much has come. */
    progress: Progress | undefined;
    /** Why there is none, a `VademecumError`; or why what has come is not all. */
    error: unknown;
}

const NOTHING: OpenedTerminology = { terminology: undefined, state: undefined, progress: undefined, error: undefined };

/**
 * Opens a terminology, and disposes of it when the component goes. It is opened anew when an option changes that says what
 * is opened or how: addresses, `file`, `integrity`, `cache`, `encoding`. Call it once, near the root of the application,
 * and hand the terminology down: each call has a Worker and a copy in memory of its own.
 */
export function useTerminology(options: TerminologyOptions): OpenedTerminology {
    const [opened, setOpened] = useState(NOTHING);
    const { file, integrity, cache, encoding } = options;
    const indexUrl = options.indexUrl === undefined ? undefined : String(options.indexUrl);
    const wasmUrl = options.wasmUrl === undefined ? undefined : String(options.wasmUrl);
    useEffect(() => {
        const controller = new AbortController();
        let terminology: Terminology | undefined;
        const change = (change: Partial<OpenedTerminology>): void => {
            if (!controller.signal.aborted) setOpened((before) => ({ ...before, ...change }));
        };
        setOpened(NOTHING);
        const watched: TerminologyOptions = {
            ...options,
            signal: options.signal === undefined ? controller.signal : anyOf(options.signal, controller),
            onProgress: (progress) => {
                options.onProgress?.(progress);
                change({ progress });
            },
            onState: (state) => {
                options.onState?.(state);
                change({ state });
            },
        };
        createTerminology(watched).then(
            (made) => {
                if (controller.signal.aborted) return made.dispose();
                terminology = made;
                change({ terminology: made });
                made.loaded.catch((error: unknown) => change({ error }));
            },
            (error: unknown) => change({ error }),
        );
        return () => {
            controller.abort();
            terminology?.dispose();
        };
        // Callbacks are made anew with each rendering and do not say what is opened.
    }, [indexUrl, wasmUrl, file, integrity, cache, encoding]);
    return opened;
}

/** A signal that ends with the first of two. */
function anyOf(signal: AbortSignal, controller: AbortController): AbortSignal {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true, signal: controller.signal });
    return controller.signal;
}

/** What {@link useSearch} gives. */
export interface SearchState {
    /** The newest answer; the one before it until then, so that a list does not flicker. */
    answer: SearchHits | undefined;
    /** The query that `answer` is the answer to. */
    answered: string | undefined;
    /** Whether a newer answer is on its way. */
    pending: boolean;
    /** Why there is no answer, a `VademecumError`; show it, for there may well be hits. */
    error: unknown;
}

const IDLE: SearchState = { answer: undefined, answered: undefined, pending: false, error: undefined };

function isNotLoaded(error: unknown): boolean {
    return (error as { code?: unknown } | undefined)?.code === "not_loaded";
}

/**
 * Searches whenever the query or an option changes; the newest search wins. An empty query, or no terminology yet, is
 * answered by nothing. What is `not_loaded` is asked again when all has come.
 */
export function useSearch(terminology: Terminology | undefined, query: string, options: Omit<SearchOptions, "field" | "signal"> = {}): SearchState {
    const field = useId();
    const [state, setState] = useState(IDLE);
    const key = JSON.stringify(options);
    useEffect(() => {
        if (terminology === undefined || query.trim() === "") {
            setState(IDLE);
            return;
        }
        let isCurrent = true;
        const search = (): void => {
            setState((before) => ({ ...before, pending: true }));
            terminology.search(query, { ...(JSON.parse(key) as SearchOptions), field }).then(
                (answer) => {
                    if (isCurrent) setState({ answer, answered: query, pending: false, error: undefined });
                },
                (error: unknown) => {
                    if (!isCurrent) return;
                    setState({ answer: undefined, answered: undefined, pending: false, error });
                    if (isNotLoaded(error)) terminology.loaded.then(() => isCurrent && search(), () => undefined);
                },
            );
        };
        search();
        return () => {
            isCurrent = false;
        };
    }, [terminology, query, key, field]);
    return state;
}

/**
 * The props of `<vademecum-search>`, once `vademecum/element` is imported. React 19 sets properties and listens to events of
 * such elements; with React 18 use a `ref`. Attributes are those of the element, with the same meaning.
 */
export interface VademecumSearchProps extends DetailedHTMLProps<HTMLAttributes<VademecumSearch>, VademecumSearch> {
    terminology?: VademecumSearch["terminology"];
    messages?: Partial<Messages>;
    name?: string;
    value?: string;
    required?: boolean;
    disabled?: boolean;
    label?: string;
    placeholder?: string;
    within?: string;
    "semantic-tags"?: string;
    modules?: string;
    /** Only medicinal products of these classes, such as `"vmp amp"`. */
    classes?: string;
    /** With `classes`, only products that may be offered for prescribing in NHS primary care. */
    prescribable?: boolean;
    active?: "true" | "false" | "any";
    language?: string;
    definitions?: boolean;
    fuzzy?: "auto" | "off";
    limit?: number;
    "min-letters"?: number;
    /** A concept or product is chosen. In lower case: React has an `onSelect` of its own, which is of text. */
    onselect?: (event: SelectEvent) => void;
    /** A choice is given up. */
    onclear?: (event: CustomEvent) => void;
}

declare module "react" {
    namespace JSX {
        interface IntrinsicElements {
            "vademecum-search": VademecumSearchProps;
        }
    }
}
