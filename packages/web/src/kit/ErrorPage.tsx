import { Button } from 'antd';
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
    <div className="message-page">
      <h1>{title}</h1>
      <div role="alert">
        <p>{error ? error.message : t('kit.error.crashedHelp')}</p>
        {error?.requestId ? <p className="quiet">{t('kit.error.requestId', { id: error.requestId })}</p> : null}
      </div>
      <div className="message-actions">
        <Button type="primary" onClick={props.onRetry ?? (() => window.location.reload())}>
          {props.onRetry ? t('kit.error.retry') : t('kit.error.reload')}
        </Button>
        <Button href="/">{t('kit.error.home')}</Button>
      </div>
    </div>
  );
}

export function NotFoundPage(): ReactNode {
  const { t } = useTexts();
  useEffect(() => {
    document.title = `${t('kit.error.notFound')} · ${t('app.name')}`;
  }, [t]);
  return (
    <main className="message-page">
      <h1>{t('kit.error.notFound')}</h1>
      <p>{t('kit.error.notFoundHelp')}</p>
      <div className="message-actions">
        <Button type="primary" href="/">
          {t('kit.error.home')}
        </Button>
      </div>
    </main>
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
