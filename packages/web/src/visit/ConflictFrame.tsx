import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';

/** Mine beside theirs: what was recorded without network, and how it stands by now. Nothing is merged; the worker decides. */
export function ConflictFrame(props: {
  name: string;
  record: { why: string | null; at: string };
  mine: ReactNode;
  theirsTitle: string;
  /** Undefined until the server has said it. */
  theirs: ReactNode;
  /** Why the server has not said it. */
  reading: { error: Error | null; refetch: () => unknown };
  mayKeepMine: boolean;
  keepMine: () => Promise<unknown>;
  takeTheirs: () => Promise<unknown>;
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  const { record, theirs, onClose } = props;
  const { error, refetch } = props.reading;
  return (
    <Drawer
      open
      size={narrow ? '100%' : 640}
      title={<h2 className="drawer-title">{t('visit.conflict.title', { name: props.name })}</h2>}
      onClose={onClose}
      footer={
        <div className="conflict-acts">
          <Button type="primary" disabled={!props.mayKeepMine} onClick={() => void props.keepMine().then(onClose)}>
            {t('visit.conflict.keepMine')}
          </Button>
          <Button danger onClick={() => void props.takeTheirs().then(onClose)}>
            {t('visit.conflict.takeTheirs')}
          </Button>
          <Button onClick={onClose}>{t('visit.conflict.later')}</Button>
        </div>
      }
    >
      <p role="alert" className="form-problem door-why">
        {record.why}
      </p>
      <div className="conflict-sides">
        <section aria-labelledby="mine">
          <h3 id="mine">{t('visit.conflict.mine')}</h3>
          {props.mine}
          <p className="quiet">{t('visit.conflict.made', { at: formatInstant(record.at) })}</p>
        </section>
        <section aria-labelledby="theirs">
          <h3 id="theirs">{props.theirsTitle}</h3>
          {error ? <ErrorLine error={error} onRetry={() => void refetch()} /> : null}
          {theirs ?? (error ? null : <p>{t('kit.loading')}</p>)}
        </section>
      </div>
    </Drawer>
  );
}
