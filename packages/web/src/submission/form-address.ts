import { ledgerForm } from '@renshe/domain/submission/submission.rules.ts';

/** Where the form of an area and period is opened. */
export function formHref(form: string, area: string, period: string): string {
  const query: Record<string, string> = form === ledgerForm ? { area, month: period } : { area, form, period };
  return `/reports?${new URLSearchParams(query)}`;
}
