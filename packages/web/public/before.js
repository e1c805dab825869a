// Zod looks whether it may compile schemas to code, by trying: the content security policy refuses that and reports it. Schemas are made while
// modules load, so this has to stand before all of them.
globalThis.__zod_globalConfig = { jitless: true };
