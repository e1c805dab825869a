/** The state of a person towards unemployment registration (handbook §3.4) and what each state offers. */
import type { ResidentFile, UnemploymentRegistration } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { isWithin, type PlainDate } from '../kernel/plain-date.ts';
import { allowedAction, type Refusal } from '../kernel/refusal.ts';
import type { AllowedAction } from '../kernel/schema.ts';
import type { ResidentAction } from '../resident/resident.actions.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { unemploymentErrors } from './unemployment.errors.ts';
import { mayRegisterToday, reversalRefusals } from './unemployment.rules.ts';

export type UnemploymentStatus = 'unregistered' | 'registered' | 'deregistered' | 'employed' | 'ended';
export type UnemploymentAction = Extract<ResidentAction, `unemployment.${string}`>;

/** Which commands a state knows at all; the rules say whether today's file allows them. */
export const statusActions = {
  unregistered: ['unemployment.register'],
  registered: ['unemployment.deregister', 'unemployment.change', 'unemployment.void'],
  deregistered: ['unemployment.register', 'unemployment.reverse', 'unemployment.change', 'unemployment.void'],
  employed: ['unemployment.change', 'unemployment.void'],
  ended: ['unemployment.deregister', 'unemployment.change', 'unemployment.void'],
} as const satisfies Record<UnemploymentStatus, readonly UnemploymentAction[]>;

export function openRegistration(file: ResidentFile): UnemploymentRegistration | undefined {
  return file.unemployment.find((r) => r.endedOn === null);
}

/** The registration that ended last. */
export function lastEndedRegistration(file: ResidentFile): UnemploymentRegistration | undefined {
  return file.unemployment
    .filter((r) => r.endedOn !== null)
    .sort((a, b) => (a.endedOn! < b.endedOn! ? -1 : 1))
    .at(-1);
}

export function unemploymentStatus(file: ResidentFile, today: PlainDate): UnemploymentStatus {
  if (presenceEnd(file) !== null) return 'ended';
  if (openRegistration(file)) return 'registered';
  if (file.employment.some((e) => isWithin(today, e.from, e.to))) return 'employed';
  return file.unemployment.length > 0 ? 'deregistered' : 'unregistered';
}

const none: Refusal = { code: 'unemployment.none', article: '领域手册 §3.4' };
const notOpen: Refusal = { code: 'unemployment.not-open', article: '领域手册 §3.4' };

/** One entry per command of the slice, for the person's file page. */
export function unemploymentActions(
  file: ResidentFile,
  today: PlainDate,
  parameters: SubjectParameters,
): AllowedAction[] {
  const status = unemploymentStatus(file, today);
  const known: readonly UnemploymentAction[] = statusActions[status];
  const open = openRegistration(file);
  const ended = lastEndedRegistration(file);
  const any = file.unemployment.length > 0 ? [] : [none];
  const refusals: Record<UnemploymentAction, Refusal[]> = {
    'unemployment.register': mayRegisterToday(file, today, parameters),
    'unemployment.deregister': open ? [] : [notOpen],
    'unemployment.change': any,
    'unemployment.reverse': ended ? reversalRefusals(file, ended) : [none],
    'unemployment.void': any,
  };
  const primary: UnemploymentAction | undefined =
    status === 'unregistered' || status === 'deregistered'
      ? 'unemployment.register'
      : status === 'ended' && open
        ? 'unemployment.deregister'
        : undefined;
  return (Object.keys(refusals) as UnemploymentAction[]).map((action) => {
    const reasons = refusals[action];
    // The table and the rules agree; a state that does not know a command and has no other reason says that there is nothing to act on.
    const why = reasons.length === 0 && !known.includes(action) ? [none] : reasons;
    return allowedAction(action, why, unemploymentErrors, action === primary);
  });
}
