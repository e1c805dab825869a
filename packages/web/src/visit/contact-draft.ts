/** What is typed about a contact and not yet recorded: survives closing the form and signing in again, never leaves the memory of this tab. */
import type { Photo } from '../attachment/shrink-photo.ts';
import type { ContactWords } from './ContactForm.tsx';

/** The next day is undefined while nobody has touched it. */
export type ContactDraft = Omit<ContactWords, 'contactedOn' | 'nextOn'> & {
  contactedOn: ContactWords['contactedOn'] | null;
  nextOn: ContactWords['nextOn'] | undefined;
  photos: readonly Photo[];
};

const drafts = new Map<string, ContactDraft>();

export function findDraft(key: string | null): ContactDraft | undefined {
  return key === null ? undefined : drafts.get(key);
}

export function keepDraft(key: string, draft: ContactDraft): void {
  drafts.set(key, draft);
}

export function forgetDraft(key: string): void {
  drafts.delete(key);
}
