// What the tests call.

import { createTerminology } from "/vademecum/index.js";
import { openTerminologySync } from "/vademecum/sync.js";

const violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));

/** What an error tells, as data. */
const told = (error) => ({ name: error.name, code: error.code, message: error.message });

window.test = { createTerminology, openTerminologySync, violations, told, kept: new Map() };
document.querySelector("main").textContent = "ready";
