import { createContext, useContext } from 'react';

export type HelpPart = 'keys' | 'page';

/** Opens the sheet of keys or the help of the page, from buttons anywhere. */
export const HelpContext = createContext<(part: HelpPart) => void>(() => {});

export function useOpenHelp(): (part: HelpPart) => void {
  return useContext(HelpContext);
}
