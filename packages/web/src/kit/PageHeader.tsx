import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from './i18n.ts';
import { useShortcuts } from './shortcuts.ts';

export interface MoreAction {
  key: string;
  label: string;
  /** Why it is not possible now; the entry is shown disabled with this sentence. */
  refused?: string | undefined;
  danger?: boolean;
  onClick: () => void;
}

/** Title of the page (also the tab's), one line about it, one primary action, the others in one menu. */
export function PageHeader(props: {
  title: string;
  /** Title of the browser tab when it should differ from the heading. */
  tabTitle?: string;
  note?: ReactNode;
  primary?: ReactNode;
  /** The primary action makes something new: N presses it. */
  makesNew?: boolean;
  more?: readonly MoreAction[];
}): ReactNode {
  const { t } = useTexts();
  const actions = useRef<HTMLDivElement>(null);
  const button = () => actions.current?.querySelector<HTMLElement>('button:not(:disabled), a');
  useShortcuts('help.keys.page', [
    {
      keys: ['N'],
      words: 'kit.keys.makeNew',
      values: () => ({ name: button()?.textContent ?? '' }),
      when: () => props.makesNew === true && button() != null,
      run: () => {
        button()?.focus();
        button()?.click();
      },
    },
  ]);
  const heading = useRef<HTMLHeadingElement>(null);
  const tabTitle = props.tabTitle ?? props.title;
  useEffect(() => {
    document.title = `${tabTitle} · ${t('app.name')}`;
  }, [tabTitle, t]);
  return (
    <header className="page-header">
      <div className="page-header-words">
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        {props.note ? <div className="page-note">{props.note}</div> : null}
      </div>
      <div className="page-header-actions" ref={actions}>
        {props.primary}
        {props.more && props.more.length > 0 ? <MoreMenu actions={props.more} /> : null}
      </div>
    </header>
  );
}

/** The other actions of a page or a row; refused ones say why instead of disappearing. */
export function MoreMenu(props: { actions: readonly MoreAction[]; label?: string }): ReactNode {
  const { t } = useTexts();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: props.actions.map((action) => ({
          key: action.key,
          danger: action.danger ?? false,
          disabled: action.refused !== undefined,
          label:
            action.refused === undefined ? (
              action.label
            ) : (
              <span className="refused-action">
                {action.label}
                <small>{action.refused}</small>
              </span>
            ),
          onClick: action.onClick,
        })),
      }}
    >
      <Button icon={<DownOutlined aria-hidden />} iconPlacement="end">
        {props.label ?? t('kit.more')}
      </Button>
    </Dropdown>
  );
}
