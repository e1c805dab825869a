import { App, Button } from 'antd';
import { createElement } from 'react';
import { text } from './i18n.ts';

/** Quiet notices at the foot of the screen: saved, and undo for ten seconds. */
export function useToast() {
  const { message, notification } = App.useApp();
  return {
    saved: (sentence: string) => void message.success({ content: sentence, duration: 3 }),
    problem: (sentence: string) => void message.error({ content: sentence, duration: 8 }),
    /** Has to be read to the end: stays until it is closed. */
    stays: (sentence: string) =>
      void notification.warning({ title: sentence, placement: 'bottom', duration: 0, role: 'alert' }),
    /** Says what was done and offers to undo it for ten seconds. */
    undo: (sentence: string, onUndo: () => Promise<unknown>) => {
      const key = `undo-${Date.now()}`;
      const button = createElement(
        Button,
        {
          type: 'link',
          size: 'small',
          onClick: () => {
            message.destroy(key);
            onUndo().then(
              () => message.success({ content: text('kit.undone'), duration: 3 }),
              (error: Error) => message.error({ content: error.message, duration: 8 }),
            );
          },
        },
        text('kit.undo'),
      );
      void message.success({ key, content: createElement('span', null, sentence, ' ', button), duration: 10 });
    },
  };
}
