import { type AnalysisSheet, analysisSheetContracts } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import type { AnalysisTexts } from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

export type SheetAct = 'sign' | 'revise' | 'remark';
const reads = [analysisSheetContracts.get, analysisSheetContracts.board];

/** Signing, a new version with its reason, a remark from above: each says what follows from it. */
export function SheetActDrawer(props: {
  sheet: AnalysisSheet;
  texts: AnalysisTexts;
  act: SheetAct;
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { sheet, texts, act } = props;
  const sign = useCommand(analysisSheetContracts.sign, { invalidates: reads });
  const revise = useCommand(analysisSheetContracts.revise, { invalidates: reads });
  const remark = useCommand(analysisSheetContracts.remark, { invalidates: reads });
  const names = { area: shortAreaName(sheet.area.name), month: sheet.month };
  const body = { area: sheet.area.code, month: sheet.month, version: sheet.version };
  return (
    <ActionDrawer<{ text?: string }>
      open
      title={t(`analysisSheet.${act}Title`, names)}
      note={act === 'sign' ? t('analysisSheet.signText') : undefined}
      submitLabel={t(`analysisSheet.actions.${act}`)}
      draftKey={`analysis-sheet.${act}:${sheet.area.code}:${sheet.month}:${sheet.revision}`}
      initialValues={{ text: '' }}
      onClose={props.onClose}
      onSubmit={async ({ text = '' }) => {
        if (act === 'sign') await sign.run({ body: { ...body, texts } });
        else if (act === 'revise') await revise.run({ body: { ...body, reason: text } });
        else await remark.run({ body: { ...body, text } });
        toast.saved(
          t(act === 'sign' ? 'analysisSheet.signed' : `analysisSheet.${act === 'revise' ? 'revised' : 'remarked'}`),
        );
        props.onClose();
      }}
    >
      {act === 'sign' ? null : (
        <Form.Item
          name="text"
          label={t(act === 'revise' ? 'analysisSheet.reviseReason' : 'analysisSheet.remarkText')}
          rules={
            act === 'revise' ? [{ required: true, whitespace: true, min: 2, message: t('analysisSheet.tooShort') }] : []
          }
        >
          <Input.TextArea
            rows={4}
            maxLength={act === 'revise' ? 200 : 500}
            showCount
            placeholder={t(act === 'revise' ? 'analysisSheet.reviseHint' : 'analysisSheet.remarkHint')}
          />
        </Form.Item>
      )}
    </ActionDrawer>
  );
}
