import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { useNavigate } from '@tanstack/react-router';
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** 日报 周报 月报 季报 …: the forms of this installation, and files of the region that could not be used. */
export function FormSwitch(props: { form: string }): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const read = useRead(reportFormContracts.forms, {}, { freshFor: 600_000 });
  const forms = read.data?.forms ?? [];
  const problems = read.data?.problems ?? [];
  return (
    <div className="form-switch">
      <Segmented
        aria-label={t('reportForm.switchLabel')}
        value={props.form}
        options={forms.map((form) => ({ value: form.key, label: form.short[language], title: form[language] }))}
        onChange={(form) =>
          void navigate({
            to: '.',
            search: ((old: { area?: string }) => ({
              area: old.area,
              form: form === 'monthly' ? undefined : form,
            })) as never,
          })
        }
      />
      {problems.length > 0 ? (
        <details className="form-problems">
          <summary>{t('reportForm.problems', { count: problems.length })}</summary>
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.file} ${problem.where} ${problem.zh}`}>
                {t('reportForm.problem', { file: problem.file, where: problem.where, text: problem[language] })}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
