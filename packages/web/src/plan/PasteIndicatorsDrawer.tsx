import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { parsePastedIndicators } from '@renshe/domain/plan/plan-paste.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

/** 粘贴导入: what was understood is shown while pasting; the server reads the same text again. */
export function PasteIndicatorsDrawer(props: { planId: string; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const [form] = Form.useForm<{ text: string }>();
  const text = Form.useWatch('text', form) ?? '';
  const { run } = useCommand(planContracts.importIndicators, { invalidates: [planContracts.get, planContracts.list] });
  const table = parsePastedIndicators(text);
  return (
    <ActionDrawer<{ text: string }>
      open
      form={form}
      width={640}
      title={t('plan.pasteForm.title')}
      note={t('plan.pasteForm.note')}
      submitLabel={t('plan.pasteForm.submit')}
      draftKey={`plan.paste:${props.planId}`}
      initialValues={{ text: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const { added, withoutOffice } = await run({ params: { planId: props.planId }, body: { text: values.text } });
        toast.saved(
          withoutOffice > 0
            ? t('plan.pasteForm.doneWithout', { count: added, without: withoutOffice })
            : t('plan.pasteForm.done', { count: added }),
        );
        props.onClose();
      }}
    >
      <Form.Item
        name="text"
        label={t('plan.pasteForm.text')}
        rules={[{ required: true, whitespace: true, message: t('plan.pasteForm.textMissing') }]}
      >
        <Input.TextArea autoSize={{ minRows: 8, maxRows: 16 }} maxLength={50_000} />
      </Form.Item>
      <div role="status">
        {text.trim() === '' ? null : table.rows.length + table.problems.length === 0 ? (
          <p className="overdue-words">{t('plan.pasteForm.noHeader')}</p>
        ) : (
          <>
            <p>{t('plan.pasteForm.found', { count: table.rows.length })}</p>
            <ul>
              {table.problems.slice(0, 20).map((problem) => (
                <li key={`${problem.line}-${problem.column}-${problem.code}`} className="overdue-words">
                  {t('plan.pasteForm.problem', {
                    line: problem.line,
                    column: problem.column,
                    value: problem.value,
                    why: t(`plan.pasteForm.why.${problem.code}`),
                  })}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </ActionDrawer>
  );
}
