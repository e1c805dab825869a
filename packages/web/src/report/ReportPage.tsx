import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FormReportPage } from './FormReportPage.tsx';
import { MonthlyReportPage } from './MonthlyReportPage.tsx';

/** The reports of an area: the monthly one with its chain, and every other form. */
export function ReportPage(): ReactNode {
  const { form } = useSearch({ strict: false }) as { form?: string };
  return form === undefined || form === 'monthly' ? <MonthlyReportPage /> : <FormReportPage key={form} form={form} />;
}
