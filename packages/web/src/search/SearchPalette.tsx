import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { SearchBox } from './SearchBox.tsx';

/** Ctrl K from everywhere. */
export function SearchPalette(props: { open: boolean; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  return (
    <Modal
      open={props.open}
      onCancel={props.onClose}
      footer={null}
      title={t('search.title')}
      width={640}
      style={{ top: 72 }}
      destroyOnHidden
      afterOpenChange={(open) => {
        if (open) document.querySelector<HTMLInputElement>('.person-search input')?.focus();
      }}
    >
      <SearchBox onOpened={props.onClose} />
    </Modal>
  );
}
