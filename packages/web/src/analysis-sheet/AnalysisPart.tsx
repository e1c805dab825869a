import type { AnalysisSheet } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import {
  type AnalysisLine,
  type AnalysisSection,
  analysisLines,
  analysisSectionNames,
} from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';

/** One part of the sheet: its figures, each with the people behind it, beside its text. */
export function AnalysisPart(props: {
  sheet: AnalysisSheet;
  section: AnalysisSection;
  text: string;
  /** Absent: the text cannot be changed. */
  onText: ((text: string) => void) | undefined;
}): ReactNode {
  const { t, say } = useTexts();
  const { sheet, section, onText } = props;
  const lines = analysisLines.filter((line) => line.section === section);
  const duties = lines.some((line) => line.of === 'duty');
  const title = say(analysisSectionNames[section]);
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? t('analysisSheet.none') : formatNumber(value);
  return (
    <section className="card sheet-part" aria-label={title}>
      <h2>{title}</h2>
      <div className={lines.length === 0 ? 'sheet-columns no-figures' : 'sheet-columns'}>
        {lines.length > 0 ? (
          <div>
            <table className="sheet-figures">
              <thead>
                <tr>
                  <th scope="col">{t('analysisSheet.item')}</th>
                  <th scope="col">{t(duties ? 'analysisSheet.done' : 'analysisSheet.now')}</th>
                  <th scope="col">{t(duties ? 'analysisSheet.open' : 'analysisSheet.lastMonth')}</th>
                  <th scope="col">{t(duties ? 'analysisSheet.late2' : 'analysisSheet.lastYear')}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => {
                  const figure = sheet.figures.find((one) => one.key === line.key);
                  const duty = line.of === 'duty';
                  return (
                    <tr key={line.key}>
                      <th scope="row">
                        <a href={peopleOf(line, sheet)} aria-label={t('analysisSheet.seePeople', { line: say(line) })}>
                          {say(line)}
                        </a>
                      </th>
                      <td>{number(figure?.now)}</td>
                      <td>{number(duty ? figure?.open : figure?.lastMonth)}</td>
                      <td className={duty && (figure?.overdue ?? 0) > 0 ? 'sheet-late' : ''}>
                        {number(duty ? figure?.overdue : figure?.lastYear)}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {section === 'unemployed-status' && sheet.parts.length > 0 ? (
              <ul className="sheet-moves" aria-label={t('analysisSheet.parts')}>
                {sheet.parts.map((part) => (
                  <li key={part.name}>
                    {part.name}{' '}
                    <strong className="figures">
                      {part.change > 0 ? `+${part.change}` : `−${Math.abs(part.change)}`}
                    </strong>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        ) : null}
        {onText ? (
          <div>
            <Input.TextArea
              aria-label={title}
              value={props.text}
              maxLength={2000}
              autoSize={{ minRows: 4, maxRows: 14 }}
              onChange={(event) => onText(event.target.value)}
            />
            <div className="sheet-text-foot">
              <small className="quiet">{t('analysisSheet.draftNote')}</small>
              {props.text === sheet.drafted[section] ? null : (
                <Button size="small" type="link" onClick={() => onText(sheet.drafted[section])}>
                  {t('analysisSheet.draftAgain')}
                </Button>
              )}
            </div>
          </div>
        ) : (
          <p className="sheet-text">{props.text}</p>
        )}
      </div>
    </section>
  );
}

/** The people behind a figure: the cell of the monthly report, or the open duties of the work list. */
function peopleOf(line: AnalysisLine, sheet: AnalysisSheet): string {
  return line.of === 'duty'
    ? `/?${new URLSearchParams({ area: sheet.area.code, kind: line.duty })}`
    : `/reports?${new URLSearchParams({ area: sheet.area.code, month: sheet.month, ...(line.reportLine && { cell: `${line.reportLine}~total` }) })}`;
}
