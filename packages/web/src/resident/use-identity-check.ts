import { normalizeCitizenId, parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { ApiError, call } from '../kit/api.ts';
import type { Translate } from './timeline-sentence.ts';

export type CheckAnswer = z.output<typeof residentContracts.check.output>;

export type IdentityCheck =
  | { state: 'empty' }
  /** Not yet eighteen characters: nothing is wrong so far. */
  | { state: 'typing'; typed: number }
  | { state: 'invalid'; sentence: string }
  | { state: 'checking' }
  | { state: 'answered'; answer: CheckAnswer };

/** What is wrong with an identity number, where, and what to do; undefined when nothing is. */
export function identityFault(typed: string, today: PlainDate, t: Translate): string | undefined {
  const parsed = parseCitizenId(typed, today);
  if (parsed.ok) return undefined;
  if (parsed.code === 'id-checksum') return t('resident.fault.id-checksum', { check: parsed.expectedCheck ?? '' });
  const { id } = normalizeCitizenId(typed);
  if (parsed.code === 'id-birth-date') {
    return t('resident.fault.id-birth-date', { digits: `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}` });
  }
  return parsed.code === 'id-format' && id.length !== 18
    ? t('resident.fault.length', { count: id.length })
    : t(`resident.fault.${parsed.code}`);
}

/** Judges a number while it is typed: its form at once and here, its file by asking the server when the form is right. */
export function useIdentityCheck(typed: string, today: PlainDate, t: Translate): IdentityCheck {
  const { id } = normalizeCitizenId(typed);
  const [answered, setAnswered] = useState<{ id: string; check: IdentityCheck } | null>(null);
  const fault = id.length >= 18 ? identityFault(typed, today, t) : undefined;
  const complete = id.length === 18 && fault === undefined;
  useEffect(() => {
    if (!complete) return;
    const abort = new AbortController();
    call(residentContracts.check, { body: { citizenId: id } }, { signal: abort.signal }).then(
      (answer) => {
        const check: IdentityCheck =
          answer.result === 'invalid' ? { state: 'invalid', sentence: answer.message } : { state: 'answered', answer };
        setAnswered({ id, check });
      },
      (problem: unknown) => {
        if (!abort.signal.aborted && problem instanceof ApiError) {
          setAnswered({ id, check: { state: 'invalid', sentence: problem.message } });
        }
      },
    );
    return () => abort.abort();
  }, [id, complete]);
  if (id === '') return { state: 'empty' };
  if (fault !== undefined) return { state: 'invalid', sentence: fault };
  if (id.length < 18) return { state: 'typing', typed: id.length };
  return answered?.id === id ? answered.check : { state: 'checking' };
}
