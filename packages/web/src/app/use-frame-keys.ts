import { useNavigate } from '@tanstack/react-router';
import { useTexts } from '../kit/i18n.ts';
import { type Shortcut, useShortcuts } from '../kit/shortcuts.ts';
import { visibleEntries } from './navigation.ts';
import { useMe } from './session.ts';

/** Ctrl+K for the search, G and a letter for those pages of the left column that have one. */
export function useFrameKeys(onSearch: (() => void) | null): void {
  const { t } = useTexts();
  const me = useMe();
  const navigate = useNavigate();
  useShortcuts('help.keys.everywhere', [
    {
      keys: ['Ctrl+K'],
      words: 'help.keys.search',
      whileTyping: true,
      overDialog: true,
      when: () => onSearch !== null,
      run: () => onSearch?.(),
    },
  ]);
  const pages = visibleEntries(me.permissions).flatMap((entry) => entry.children ?? [entry]);
  useShortcuts(
    'help.keys.goTo',
    pages.flatMap(({ letter, words, to }): Shortcut[] =>
      letter === undefined || to === undefined
        ? []
        : [
            {
              keys: [`G ${letter}`],
              words: 'help.keys.go',
              values: () => ({ page: t(`app.nav.${words}`) }),
              run: () => void navigate({ to }),
            },
          ],
    ),
  );
}
