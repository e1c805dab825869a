import { Button, Result } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { ApiError } from './api.ts';
import { useTexts } from './i18n.ts';

/** What went wrong with a whole page, in a sentence, and the way out. */
export function ErrorPage(props: { error: unknown; onRetry?: (() => void) | undefined }): ReactNode {
  const { t } = useTexts();
  const error = props.error instanceof ApiError ? props.error : undefined;
  const title =
    error?.kind === 'notFound'
      ? t('kit.error.notFound')
      : error?.kind === 'forbidden'
        ? t('kit.error.forbidden')
        : error
          ? t('kit.error.title')
          : t('kit.error.crashed');
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <Result
      status={error?.kind === 'forbidden' || error?.kind === 'notFound' ? 'info' : 'warning'}
      title={<h1 className="result-title">{title}</h1>}
      subTitle={
        <div role="alert">
          <p>{error ? error.message : t('kit.error.crashedHelp')}</p>
          {error?.requestId ? <p>{t('kit.error.requestId', { id: error.requestId })}</p> : null}
        </div>
      }
      extra={[
        props.onRetry ? (
          <Button key="retry" type="primary" onClick={props.onRetry}>
            {t('kit.error.retry')}
          </Button>
        ) : (
          <Button key="reload" type="primary" onClick={() => window.location.reload()}>
            {t('kit.error.reload')}
          </Button>
        ),
        <Button key="home" href="/">
          {t('kit.error.home')}
        </Button>,
      ]}
    />
  );
}

export function NotFoundPage(): ReactNode {
  const { t } = useTexts();
  useEffect(() => {
    document.title = `${t('kit.error.notFound')} · ${t('app.name')}`;
  }, [t]);
  return (
    <Result
      status="info"
      title={<h1 className="result-title">{t('kit.error.notFound')}</h1>}
      subTitle={t('kit.error.notFoundHelp')}
      extra={
        <Button type="primary" href="/">
          {t('kit.error.home')}
        </Button>
      }
    />
  );
}

/** An error inside a page that otherwise stands: one line with the way to repeat. */
export function ErrorLine(props: { error: unknown; onRetry?: () => void }): ReactNode {
  const { t } = useTexts();
  return (
    <div className="error-line" role="alert">
      <span>{props.error instanceof ApiError ? props.error.message : t('kit.error.unavailable')}</span>
      {props.onRetry ? (
        <Button size="small" onClick={props.onRetry}>
          {t('kit.error.retry')}
        </Button>
      ) : null}
    </div>
  );
}
