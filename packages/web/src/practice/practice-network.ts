/** Seals the tab: what the pages ask of the server is answered here, and nothing else goes out. */
import { accountContracts, type Me } from '@renshe/domain/account/account.contract.ts';
import { markStep } from './first-day.ts';
import { answerPractice, practicePermissions } from './practice-answers.ts';
import { PracticeCity, practiceArea } from './practice-city.ts';

/**
 * Asks once who is there, then closes the tab's way to the server for good. False when nobody is signed in: then it stays an ordinary tab.
 */
export async function sealForPractice(): Promise<boolean> {
  const session = await fetch(accountContracts.me.path, { credentials: 'same-origin' });
  if (!session.ok) return false;
  const real = (await session.json()) as Me;
  const me: Me = {
    ...real,
    posts: real.posts.slice(0, 1).map((post) => ({ ...post, area: practiceArea })),
    permissions: [...practicePermissions],
    areas: [practiceArea],
    cityName: practiceArea.name,
    demo: false,
  };
  const city = new PracticeCity(me.today, me.name);
  const world = { city, me, done: markStep };

  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const address = new URL(request.url);
    const text = request.method === 'GET' ? '' : await request.text();
    const answer = answerPractice(
      {
        method: request.method,
        path: address.pathname,
        query: Object.fromEntries(address.searchParams),
        body: text === '' ? undefined : JSON.parse(text),
        language: request.headers.get('accept-language')?.startsWith('en') ? 'en' : 'zh',
      },
      world,
    );
    if (answer === undefined) throw new TypeError('sealed for practice');
    return Response.json(answer.body, { status: answer.status });
  };
  XMLHttpRequest.prototype.open = () => {
    throw new DOMException('sealed for practice', 'NetworkError');
  };
  navigator.sendBeacon = () => false;
  return true;
}
