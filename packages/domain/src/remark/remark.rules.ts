import { maskNumbersIn } from '../kernel/citizen-id.ts';
import type { RemarkAbout } from './remark.contract.ts';

/** Identity and mobile numbers are read in the file, masked and with a purpose: never through a remark. */
export function holdsNumber(text: string): boolean {
  return maskNumbersIn(text) !== text;
}

/** What a remark is about, as one text: the key by which a page finds the remarks of a field or of an event. */
export function aboutKey(about: RemarkAbout): string {
  if (about.kind === 'field') return `field:${about.field}`;
  return about.kind === 'event' ? `event:${about.timelineKind}:${about.recordId}` : 'file';
}

/**
 * Who is named by @ in a text. Of two colleagues of one name the longer writing with the office is meant: the list that opens writes it.
 * @param writings how each colleague is written after the @
 */
export function mentionedIn(text: string, writings: ReadonlyMap<string, string>): string[] {
  const byLength = [...writings].sort(([, a], [, b]) => b.length - a.length);
  let rest = text;
  const found: string[] = [];
  for (const [accountId, writing] of byLength)
    if (rest.includes(`@${writing}`)) {
      found.push(accountId);
      rest = rest.replaceAll(`@${writing}`, '');
    }
  return found;
}

/** How each colleague is written after the @: the name, with the office where the name alone is not enough. */
export function writingsOf(colleagues: readonly { accountId: string; name: string; office: string }[]) {
  const namesakes = new Map<string, number>();
  for (const { name } of colleagues) namesakes.set(name, (namesakes.get(name) ?? 0) + 1);
  return new Map(
    colleagues.map(({ accountId, name, office }) => [
      accountId,
      (namesakes.get(name) ?? 0) > 1 ? `${name}（${office}）` : name,
    ]),
  );
}
