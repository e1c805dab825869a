import { Modal, Switch } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { KeyList } from '../kit/KeyList.tsx';
import { isSingleKey } from '../kit/key-chord.ts';
import { type KeyGroup, singleKeysAreOn, turnSingleKeys, useKeyGroups } from '../kit/shortcuts.ts';

/** `?`: every key that works on this page, and the switch for those that are a single letter. */
export function ShortcutSheet(props: { open: boolean; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  return (
    <Modal
      open={props.open}
      onCancel={props.onClose}
      footer={null}
      title={t('help.keys.title')}
      width={860}
      destroyOnHidden
      className="key-sheet"
    >
      <Groups />
    </Modal>
  );
}

function Groups(): ReactNode {
  const { t } = useTexts();
  const groups = useKeyGroups();
  const on = singleKeysAreOn();
  return (
    <>
      <div className="key-switch">
        <Switch id="single-keys" checked={on} onChange={turnSingleKeys} aria-describedby="single-keys-help" />
        <label htmlFor="single-keys">{t('help.keys.single')}</label>
        <p className="quiet" id="single-keys-help">
          {t('help.keys.singleHelp')}
        </p>
      </div>
      <div className="key-groups">
        {groups.map((group) => (
          <KeySection key={group.title} group={group} on={on} />
        ))}
      </div>
    </>
  );
}

function KeySection(props: { group: KeyGroup; on: boolean }): ReactNode {
  const { t } = useTexts();
  const { group, on } = props;
  // Keys that an element has for itself while it holds the focus stay as they are.
  const entries = group.entries.filter((entry) => on || entry.run === undefined || !entry.keys.every(isSingleKey));
  if (entries.length === 0) return null;
  return (
    <section className="key-group" aria-label={t(group.title)}>
      <h3>{t(group.title)}</h3>
      <KeyList entries={entries} />
    </section>
  );
}
