import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type HelpNeed, helpNeeds } from '@renshe/domain/code/help-need.ts';
import { helpRequestContracts as contracts } from '@renshe/domain/help-request/help-request.contract.ts';
import { Button, Form, Input, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { PublicFrame } from '../app/PublicFrame.tsx';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import './help-request.css';

interface Values {
  name: string;
  phone: string;
  area: string;
  need: HelpNeed;
  detail?: string;
  website?: string;
}

/** Public: asks for help with a name, a number and a community, nothing more. */
export function AskForHelpPage(): ReactNode {
  const { t, language } = useTexts();
  const [form] = Form.useForm<Values>();
  const [received, setReceived] = useState<{ number: string; dueOn: string }>();
  const [problem, setProblem] = useState<string>();
  const read = useRead(contracts.communities, {}, { freshFor: 60 * 60_000 });
  const ask = useCommand(contracts.ask, { invalidates: [] });
  useEffect(() => {
    document.title = `${t('helpRequest.public.title')} · ${t('app.name')}`;
  }, [t]);
  const required = { required: true, whitespace: true, message: t('helpRequest.required') };
  const send = async (values: Values) => {
    setProblem(undefined);
    try {
      setReceived(await ask.run({ body: { ...values, detail: values.detail ?? '', website: values.website ?? '' } }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { field } = error.details;
      if (typeof field === 'string') form.setFields([{ name: field as 'phone', errors: [error.message] }]);
      else setProblem(error.message);
    }
  };
  if (received)
    return (
      <PublicFrame>
        <section className="verify-result valid" role="status">
          <h2>{t('helpRequest.public.done')}</h2>
          <p>{t('helpRequest.public.doneText', { number: received.number, date: received.dueOn })}</p>
        </section>
        <Button
          size="large"
          block
          onClick={() => {
            form.resetFields();
            setReceived(undefined);
          }}
        >
          {t('helpRequest.public.again')}
        </Button>
      </PublicFrame>
    );
  return (
    <PublicFrame>
      <h1>{t('helpRequest.public.title')}</h1>
      <p className="quiet">{t('helpRequest.public.intro')}</p>
      <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={(values) => void send(values)}>
        <ErrorSummary problems={problem === undefined ? [] : [{ field: null, message: problem }]} />
        <Form.Item name="name" label={t('helpRequest.field.name')} rules={[required]}>
          <Input size="large" maxLength={40} autoComplete="name" />
        </Form.Item>
        <Form.Item name="phone" label={t('helpRequest.field.phone')} rules={[required]}>
          <Input size="large" maxLength={30} inputMode="tel" autoComplete="tel" />
        </Form.Item>
        <Form.Item name="area" label={t('helpRequest.field.area')} rules={[required]}>
          <Select
            size="large"
            showSearch={{ optionFilterProp: 'label' }}
            loading={read.isPending}
            options={(read.data?.communities ?? []).map((one) => ({
              value: one.code,
              label: `${one.pathName.split(' ').slice(-3, -1).map(shortAreaName).join(' ')} ${shortAreaName(one.name)}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="need" label={t('helpRequest.field.need')} rules={[required]}>
          <Select size="large" options={helpNeeds.map((one) => ({ value: one.code, label: one[language] }))} />
        </Form.Item>
        <Form.Item name="detail" label={t('helpRequest.field.detail')}>
          <Input.TextArea rows={4} maxLength={500} showCount placeholder={t('helpRequest.public.detailHint')} />
        </Form.Item>
        <div className="help-trap" aria-hidden>
          <Form.Item name="website" label={t('helpRequest.public.trap')}>
            <Input tabIndex={-1} autoComplete="off" />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit" size="large" block loading={ask.isPending}>
          {t('helpRequest.public.submit')}
        </Button>
      </Form>
      <p className="quiet public-foot">{t('helpRequest.public.privacy')}</p>
    </PublicFrame>
  );
}
