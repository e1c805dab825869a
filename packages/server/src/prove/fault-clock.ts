/**
 * Loaded with `node --import` into the server of the fault lane, never by the program itself: its clock stands where the parent says, and it
 * ends with its parent.
 */
import { flushCompileCache } from 'node:module';

let ahead = Number(process.env.RENSHE_CLOCK_AHEAD ?? 0);
const real = Date;
const now = () => real.now() + ahead;

globalThis.Date = new Proxy(real, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  apply: () => new real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

// It will be killed before it could keep what it has compiled.
setTimeout(flushCompileCache, 3000).unref();

if (process.send) {
  process.on('message', (told: { ahead?: number }) => {
    if (told.ahead === undefined) return;
    ahead = told.ahead;
    process.send?.({ ahead });
  });
  process.on('disconnect', () => process.exit(1));
  // A command that is done ends, though somebody might still tell it the time.
  process.channel?.unref();
}
